"""One person's data, shown and erased, wherever it is kept."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Site

from cms.engagement.following.asking import confirm
from cms.engagement.models import Comment, Follower, PersonalDataRequest, Suppression, Wish
from home.models.submissions import FormSubmission
from tests.builders import make_follower, make_form, make_narrative
from tests.cms.engagement.conftest import make_comment
from tests.home.forms import Visitor

ADDRESS = "Maria@example.org"


@pytest.fixture
def data(home):
    """What one person left everywhere, and another's."""
    page = make_narrative(slug="praca", title="A praça")
    answered = make_comment(page, email="maria@example.org", text="Primeiro")
    make_comment(page, name="Rui", email="rui@example.org", parent=answered, text="Resposta")
    make_comment(page, email="maria@example.org", text="Segundo")
    make_follower(email="maria@example.org")
    make_follower(email="rui@example.org")
    form = make_form(fields=[{"label": "Nome"}, {"label": "E-mail", "field_type": "email"}])
    for name in ("Maria", "Rui"):
        assert Visitor(form).send(nome=name, e_mail=f"{name.upper()}@example.org")["submitted"]


def run(*arguments):
    out = StringIO()
    call_command("personal_data", *arguments, stdout=out)
    return out.getvalue()


def test_all_that_is_kept(data):
    told = json.loads(run("export", ADDRESS))
    assert {name: len(records) for name, records in told.items()} == {"comments": 2, "following": 1, "forms": 1}
    assert [record["text"] for record in told["comments"]] == ["Primeiro", "Segundo"]
    assert told["forms"][0]["answers"] == {"Nome": "Maria", "E-mail": "MARIA@example.org"}
    assert "rui" not in json.dumps(told).lower()


def test_erased_nothing_is_left_of_one_and_all_of_the_other(data):
    told = run("erase", ADDRESS, "--yes").splitlines()
    assert told == ["comments: 2 erased", "following: 1 erased", "forms: 1 erased"]
    after = json.loads(run("export", ADDRESS))
    assert after == {"comments": [], "following": [{"no_messages": "erased"}], "forms": []}
    everything = json.dumps(
        [list(model.objects.values()) for model in (Comment, Follower, Wish, FormSubmission, PersonalDataRequest)],
        default=str,
    ).lower()
    assert "maria" not in everything
    assert sorted(Comment.objects.values_list("text", "status")) == [("", "withdrawn"), ("Resposta", "approved")]
    assert (Follower.objects.get().email, FormSubmission.objects.count()) == ("rui@example.org", 1)
    assert "maria" not in Suppression.objects.get().address


def test_who_was_forgotten_may_come_back(data):
    run("erase", ADDRESS, "--yes")
    wish = Wish.objects.create(
        site=Site.objects.get(), email="maria@example.org", frequency="weekly", language="pt-br", started="x"
    )
    confirm(wish)
    assert not Suppression.objects.exists()


def test_what_is_no_address(home):
    with pytest.raises(CommandError, match="is no e-mail address"):
        run("erase", "maria", "--yes")


class TestTheAdmin:
    URL = "/admin/personal-data/"

    @pytest.fixture
    def administrator(self, admin_user):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(admin_user)
        return client

    def test_exported_and_erased(self, data, administrator):
        response = administrator.post(self.URL, {"address": ADDRESS, "do": "export"})
        assert response.headers["Content-Disposition"] == 'attachment; filename="dados-pessoais.json"'
        assert "no-store" in response.headers["Cache-Control"]
        assert len(response.json()["comments"]) == 2
        refused = administrator.post(self.URL, {"address": ADDRESS, "do": "erase"})
        assert "Marque para confirmar a eliminação." in refused.content.decode()
        sent = {"address": ADDRESS, "do": "erase", "is_sure": "on"}
        text = administrator.post(self.URL, sent, follow=True).content.decode()
        assert "Registros eliminados: 4" in text
        assert "Comentários: 2; Novidades por e-mail: 1; Respostas de formulários: 1" in text
        assert "maria" not in text.lower()
        assert [each.kind for each in PersonalDataRequest.objects.all()] == ["erasure", "export"]

    def test_for_administrators_alone(self, home, reviewer):
        assert reviewer.get(self.URL).status_code == 302
        assert reviewer.post(self.URL, {"address": ADDRESS, "do": "export"}).status_code == 302
        assert not PersonalDataRequest.objects.exists()


def test_no_field_of_the_schema_gives_an_address(data, ask):
    from cms.graphql.schema import schema

    told = {
        f"{kind.name}.{name}"
        for kind in schema.type_map.values()
        if hasattr(kind, "fields") and not kind.name.endswith("Input")
        for name in kind.fields
        if "mail" in name.lower()
    }
    assert told == {"Contact.email", "Mutation.followByEmail"}
