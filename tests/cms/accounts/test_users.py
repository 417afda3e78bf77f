"""Administrators manage people, and nobody gives more than they have."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import ModelLogEntry

from tests.builders import make_form
from tests.cms.accounts.conftest import PASSWORD
from tests.cms.accounts.walk_doors import LIST, doors


def test_every_door_is_in_the_list():
    listed = {line.split(" ", 1)[1] for line in LIST.read_text(encoding="utf-8").splitlines()}
    found = {name or route for name, route in doors()}
    assert found == listed, "say whose they are: WRITE_DOORS=1 make test-doors, and read what it wrote"


@pytest.fixture
def admin(person, browser):
    user = person("administrator")
    client = browser(user)
    client.user = user
    return client


def group(name):
    return Group.objects.get(name=name)


def form(user=None, **fields):
    told = {"username": user.username, "email": user.email} if user else {}
    empty = {"first_name": "Bia", "last_name": "Souza", "is_active": "on", "groups": [], **told}
    return {**empty, **fields}


def test_an_administrator_makes_people_of_every_role_and_no_superuser(admin, django_user_model):
    page = admin.get("/admin/users/new/").content.decode()
    assert 'name="is_superuser"' not in page
    for role in ("Editores", "Revisores", "Administradores"):
        new = form(username=role, email="bia@example.org", password1=PASSWORD, password2=PASSWORD, is_superuser="on")
        assert admin.post("/admin/users/new/", {**new, "groups": [group(role).pk]}).status_code == 302, role
        made = django_user_model.objects.get(username=role)
        assert (made.is_superuser, [str(g) for g in made.groups.all()]) == (False, [role])


def test_nobody_is_made_superuser_by_a_post(admin, person):
    user = person()
    for somebody in (user, admin.user):
        groups = [g.pk for g in somebody.groups.all()]
        admin.post(f"/admin/users/edit/{somebody.pk}/", form(somebody, is_superuser="on", groups=groups))
        somebody.refresh_from_db()
        assert (somebody.first_name, somebody.is_superuser) == ("Bia", False)


@pytest.mark.parametrize("address", ["edit/{}/", "delete/{}/", "{}/second-step/"])
def test_the_account_of_a_superuser_is_out_of_reach(address, admin, person):
    boss = person("superuser")
    answer = admin.post(
        "/admin/users/" + address.format(boss.pk), form(boss, password1="outra senha 12", password2="outra senha 12")
    )
    assert answer.status_code == 302
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)
    assert boss.first_name == "Ana"


def test_a_group_with_more_rights_is_neither_given_nor_taken(admin, person):
    strong = Group.objects.create(name="Donos")
    strong.permissions.add(Permission.objects.get(codename="change_group"))
    editor, owner = person(), person()
    owner.groups.add(strong)
    refused = admin.post(f"/admin/users/edit/{editor.pk}/", form(editor, groups=[strong.pk]))
    assert refused.status_code == 200
    assert not editor.groups.filter(pk=strong.pk).exists()
    assert admin.post(f"/admin/users/edit/{owner.pk}/", form(owner)).status_code == 302
    owner.refresh_from_db()
    assert (owner.first_name, owner.groups.filter(pk=strong.pk).exists()) == ("Ana", True)


def test_not_in_bulk_either(admin, person):
    boss, editor = person("superuser"), person()
    strong = Group.objects.create(name="Donos")
    strong.permissions.add(Permission.objects.get(codename="change_group"))
    bulk = "/admin/bulk/auth/user"
    admin.post(f"{bulk}/set_active_state/?id={boss.pk}", {"mark_as_active": ""})
    admin.post(f"{bulk}/delete/?id={boss.pk}")
    admin.post(f"{bulk}/assign_role/?id={editor.pk}", {"role": strong.pk})
    admin.post(f"{bulk}/assign_role/?id={boss.pk}", {"role": group("Editores").pk})
    boss.refresh_from_db()
    assert (boss.is_active, boss.groups.count(), strong.user_set.count()) == (True, 0, 0)
    admin.post(f"{bulk}/assign_role/?id={editor.pk}", {"role": group("Revisores").pk})
    assert editor.groups.filter(name="Revisores").exists()


def test_who_has_another_group_keeps_it_when_a_superuser_does_not_look(person, browser):
    boss = browser(person("superuser"))
    editor = person()
    page = boss.get(f"/admin/users/edit/{editor.pk}/").content.decode()
    assert 'name="is_superuser"' in page
    boss.post(f"/admin/users/edit/{editor.pk}/", form(editor, is_superuser="on", groups=[group("Revisores").pk]))
    editor.refresh_from_db()
    assert (editor.is_superuser, [str(g) for g in editor.groups.all()]) == (True, ["Revisores"])


def test_changes_of_rights_are_in_the_audit_with_who_made_them(person, browser, admin):
    editor = person()
    admin.post(f"/admin/users/edit/{editor.pk}/", form(editor, groups=[group("Revisores").pk]))
    group("Revisores").permissions.add(Permission.objects.get(codename="change_site"))
    told = ModelLogEntry.objects.filter(action="accounts.rights", user=admin.user).order_by("pk")
    assert [entry.data for entry in told] == [{"lost": "Editores"}, {"gained": "Revisores"}]
    report = admin.get("/admin/reports/audit/")
    assert "perdeu: Editores" in report.content.decode()
    rows = b"".join(admin.get("/admin/reports/audit/?export=csv").streaming_content).decode()
    assert "ganhou: Revisores" in rows
    filtered = admin.get("/admin/reports/audit/?action=accounts.login").content.decode()
    assert "perdeu: Editores" not in filtered
    assert browser(person("reviewer")).get("/admin/reports/audit/").status_code == 302


def test_an_export_of_what_visitors_sent_is_in_the_audit(home, admin):
    form_page = make_form(title="Ouvidoria")
    assert admin.get(f"/admin/forms/submissions/{form_page.pk}/?export=csv").status_code == 200
    report = admin.get("/admin/reports/audit/").content.decode()
    assert "Dados pessoais exportados, CSV" in report
    assert "Ouvidoria" in report
