"""Redirects in the admin and in files: in, out, and every mistake by its line."""

import csv
import io
from io import StringIO

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from tests.builders import make_narrative

IMPORT = "wagtailredirects:start_import"


@pytest.fixture
def admin(home, admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


@pytest.fixture
def send(admin):
    """Return a function that uploads a file, and gives the page that follows."""

    def upload(content, name="redirecionamentos.csv", **options):
        data = content if isinstance(content, bytes) else content.encode()
        return admin.post(reverse(IMPORT), {"file": SimpleUploadedFile(name, data), **options}, follow=True)

    return upload


def rows():
    return [
        (row.old_path, row.redirect_page.slug if row.redirect_page else row.redirect_link, row.is_permanent)
        for row in Redirect.objects.order_by("old_path")
    ]


def test_an_editor_writes_a_redirect_to_a_path(admin, home):
    make_narrative(slug="sobre", title="Sobre")
    form = {"old_path": "/Antiga/", "redirect_link": "/nova/", "is_permanent": "on"}
    assert "/Antiga" in admin.post(reverse("wagtailredirects:add"), form, follow=True).content.decode()
    shadowed = admin.post(reverse("wagtailredirects:add"), {**form, "old_path": "/sobre/"}, follow=True)
    assert "Em /sobre está a página “Sobre”, que vem antes do redirecionamento." in shadowed.content.decode()
    assert rows() == [("/Antiga", "/nova/", True), ("/sobre", "/nova/", True)]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"old_path": "/b", "redirect_link": "/a"}, "O redirecionamento de /b voltaria ao começo: /a já leva a /b/."),
        ({"old_path": "/c", "redirect_link": "javascript:alert(1)"}, "“javascript:alert(1)” não serve"),
        ({"old_path": "/c"}, "o redirecionamento precisa de um destino"),
        ({"old_path": "/c", "redirect_link": "/d", "redirect_page": "home"}, "e não os dois"),
        ({"old_path": "/a/", "redirect_link": "/d"}, "já existe"),
    ],
)
def test_a_mistake_in_the_form_is_told(admin, home, form, message):
    Redirect.objects.create(old_path="/a", redirect_link="/b/")
    form = {name: home.pk if value == "home" else value for name, value in form.items()}
    page = admin.post(reverse("wagtailredirects:add"), form)
    assert message in page.content.decode().replace("&quot;", '"')
    assert rows() == [("/a", "/b/", True)]


def test_a_file_of_redirects_is_imported(send, home):
    make_narrative(slug="sobre")
    Redirect.objects.create(old_path="/a", redirect_link="/velho/")
    Redirect.objects.create(old_path="/z", redirect_link="/a2/")
    page = send("De;Para;Permanente\n/a/;/b;não\n/b;/sobre/;\n/sa%C3%BAde/;https://example.org/;sim\n/a2;/fim/;\n")
    assert "3 redirecionamentos novos, 1 alterado, 0 como estavam." in page.content.decode()
    assert rows() == [
        ("/a", "sobre", False),
        ("/a2", "/fim/", True),
        ("/b", "sobre", True),
        ("/saúde", "https://example.org/", True),
        ("/z", "/fim/", True),
    ]


def test_every_mistake_of_a_file_is_told_by_its_line_and_nothing_is_written(send, home):
    Redirect.objects.create(old_path="/z", redirect_link="/a/")
    lines = ["from,to,permanent,site", "/a,/b,,", "/b,/c,,", "/c,/z,,", "/d,javascript:x,,", "/e,/f,talvez,"]
    lines += ["/g,/h,,nada.example.org", ",/i,,", "/b/,/k,,", '"/l",/m,,']
    page = send("\n".join(lines)).content.decode()
    assert "Nada foi gravado: 8 linhas têm problemas." in page
    for line, told in [
        (2, "voltaria ao começo"),
        (3, "voltaria ao começo"),
        (4, "voltaria ao começo"),
        (5, "não serve"),
        (6, "escreva true ou false"),
        (7, "Não há o site “nada.example.org”; há: localhost."),
        (8, "não é um caminho"),
        (9, "A linha 3 já diz aonde leva."),
    ]:
        assert told in page.split(f"<td>{line}</td>")[1].split("</tr>")[0]
    assert rows() == [("/z", "/a/", True)]


def test_a_file_is_only_checked_where_that_is_asked_for(send, home):
    make_narrative(slug="sobre", title="Sobre nós")
    page = send("from,to\n/a,/b\n/sobre,/c\n", dry_run="on").content.decode()
    assert "Nada foi gravado. O arquivo está certo, e gravaria: 2 redirecionamentos novos" in page
    assert "Nesse endereço está a página “Sobre nós”" in page.split("<td>3</td>")[1]
    assert rows() == []


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("", "a.csv", "O arquivo enviado está vazio"),
        ("from,to\n", "a.csv", "nenhum redirecionamento"),
        ("/a,/b\n", "a.csv", "A primeira linha tem que dizer as colunas"),
        ('from,to\n"/a,/b\n', "a.csv", "não é um CSV"),
        ("from,to\n", "a.xlsx", "não é uma planilha do Excel"),
        ("from,to\n", "a.pdf", "não é permitida"),
    ],
)
def test_what_is_no_file_of_redirects_is_told(send, home, content, name, message):
    assert message in send(content, name).content.decode()


def test_a_spreadsheet_is_imported(send, home):
    book = openpyxl.Workbook()
    for row in (["from", "to", "permanent"], ["/a", "/b/", False], [None, None, None], ["/c", "/d/", True]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    send(file.getvalue(), "a.xlsx")
    assert rows() == [("/a", "/b/", False), ("/c", "/d/", True)]


def test_what_is_exported_is_imported_the_same(admin, send, home, tmp_path):
    other = Site.objects.create(hostname="outro.example.org", port=443, root_page=make_narrative(slug="outro"))
    page = make_narrative(slug="sobre")
    Redirect.objects.create(old_path="/a", redirect_page=page, site=Site.objects.get(is_default_site=True))
    Redirect.objects.create(old_path="/a", redirect_link="/x/", site=other, is_permanent=False)
    Redirect.objects.create(old_path="/b", redirect_link="https://example.org/?a=1,2")
    call_command("export_redirects", str(tmp_path / "a.csv"))
    written = (tmp_path / "a.csv").read_text(encoding="utf-8")
    assert list(csv.DictReader(StringIO(written))) == [
        {"from": "/a", "to": "/sobre/", "permanent": "true", "site": "localhost"},
        {"from": "/a", "to": "/x/", "permanent": "false", "site": "outro.example.org"},
        {"from": "/b", "to": "https://example.org/?a=1,2", "permanent": "true", "site": ""},
    ]
    listed = b"".join(admin.get(reverse("wagtailredirects:index"), {"export": "csv"})).decode("utf-8-sig")
    assert list(csv.DictReader(StringIO(listed))) == list(csv.DictReader(StringIO(written)))
    before = list(Redirect.objects.order_by("pk").values())
    assert "0 redirecionamentos novos, 0 alterados, 3 como estavam." in send(written).content.decode()
    assert list(Redirect.objects.order_by("pk").values()) == before
    Redirect.objects.all().delete()
    out = StringIO()
    call_command("import_redirects", str(tmp_path / "a.csv"), stdout=out)
    assert out.getvalue() == "3 new, 0 changed, 0 the same, 0 shortened\n"
    again = StringIO()
    call_command("export_redirects", stdout=again)
    assert again.getvalue() == written


def test_a_command_tells_mistakes_too(home, tmp_path):
    (tmp_path / "a.csv").write_text("from,to\n/a,/a\n")
    told = StringIO()
    with pytest.raises(CommandError, match="1 lines have problems: nothing was written"):
        call_command("import_redirects", str(tmp_path / "a.csv"), stderr=told)
    assert told.getvalue() == "a.csv:2: /a: O redirecionamento de /a leva a ele mesmo.\n"
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_redirects", str(tmp_path / "b.csv"))


def test_thousands_of_lines_take_few_statements(home, django_assert_max_num_queries):
    from cms.redirects.loading import load_redirects
    from cms.redirects.tables import read_rows

    lines = "".join(f"/antigo/{n},/novo/{n}/\n" for n in range(3000))
    with django_assert_max_num_queries(60):
        assert load_redirects(read_rows(f"from,to\n{lines}".encode(), "a.csv")).new == 3000


def test_who_may_not_write_redirects_may_not_import_them(home, django_user_model):
    editor = django_user_model.objects.create_user("editora", password="x")
    editor.groups.add(Group.objects.get(name="Editores"))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(editor)
    assert client.get(reverse(IMPORT)).status_code == 302
