"""What a redirect may say, and what becomes of chains and loops, whoever writes it."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from cms.redirects.paths import normal_path
from cms.redirects.writing import redirects_changed
from home.models import HomePage
from tests.builders import make_narrative


def lead(old_path, link, **fields):
    return Redirect.objects.create(old_path=old_path, redirect_link=link, **fields)


def table():
    rows = Redirect.objects.order_by("old_path", "site_id")
    return {row.old_path: row.redirect_page.url_path if row.redirect_page else row.redirect_link for row in rows}


def test_a_chain_leads_to_its_end_whichever_part_comes_first(home):
    lead("/b", "/c/")
    lead("/a", "/b/")
    lead("/c", "/d/", is_permanent=False)
    assert table() == {"/a": "/d/", "/b": "/d/", "/c": "/d/"}
    assert not Redirect.objects.filter(is_permanent=True).exists()


def test_a_chain_goes_over_whole_addresses_of_our_sites_and_over_queries(home):
    Site.objects.update(hostname="juntos.example.org", port=443)
    lead("/b", "https://example.org/fora/")
    lead("/a", "https://juntos.example.org/b/?de=a")
    lead("/z", "http://juntos.example.org/a")
    assert set(table().values()) == {"https://example.org/fora/"}


@pytest.mark.parametrize("last", ["/a", "/a/", "/a?x=1", "/%61/", "http://localhost/a/"])
def test_a_loop_is_refused(home, last):
    Site.objects.update(hostname="localhost", port=80)
    lead("/b", last)
    with pytest.raises(ValidationError, match="O redirecionamento de /a voltaria ao começo: /b já leva a"):
        lead("/a", "/b")
    with pytest.raises(ValidationError, match="leva a ele mesmo"):
        lead("/a", last)
    assert list(table()) == ["/b"]


def test_a_redirect_changes_its_mind_without_being_in_its_own_way(home):
    row = lead("/a", "/b/")
    row.old_path, row.redirect_link = "/b", "/a/"
    row.save()
    assert table() == {"/b": "/a/"}


def test_a_site_goes_its_own_way(home):
    other = Site.objects.create(hostname="outro.example.org", root_page=make_narrative(slug="outro"))
    lead("/b", "/c/", site=other)
    lead("/a", "/b/")
    assert table()["/a"] == "/b/"  # elsewhere than at that site, nothing is at /b
    lead("/d", "/b/", site=other)
    assert table()["/d"] == "/c/"
    with pytest.raises(ValidationError, match="voltaria ao começo"):
        lead("/c", "/a/", site=other)


def test_the_address_of_a_page_is_that_page(home):
    make_narrative(make_narrative(slug="sobre"), slug="equipe")
    lead("/a", "/sobre/equipe")
    lead("/b", "/sobre/nada/")
    lead("/c", "/a/")
    assert table() == {"/a": "/home/sobre/equipe/", "/b": "/sobre/nada/", "/c": "/home/sobre/equipe/"}


def test_the_address_of_a_draft_is_no_page_yet(home):
    make_narrative(slug="rascunho", live=False)
    lead("/a", "/rascunho/")
    assert table() == {"/a": "/rascunho/"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("/Saúde/", "/Saúde"),
        ("saude", "/saude"),
        ("/sau%CC%81de/", "/saúde"),
        ("/sa%C3%BAde?b=2&a=1#parte", "/saúde?a=1&b=2"),
        ("https://antigo.example.org/x/", "/x"),
        (" / ", "/"),
    ],
)
def test_paths_are_written_and_read_the_same_way(home, graphql, written, kept):
    lead(written, "https://example.org/")
    assert list(table()) == [kept]
    assert normal_path(kept) == kept
    if kept != "/":
        query = "query($path: String!) { route(path: $path) { ... on RedirectRoute { url } } }"
        assert graphql(query, path=written)["route"] == {"url": "https://example.org/"}


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/a", "javascript:alert(1)"),
        ("/a", "//example.org/"),
        ("/a", "/\\example.org/"),
        ("/a", "ftp://example.org/"),
        ("/a", "exemplo"),
        ("/a", "/um dois\x00"),
        ("/a", "/" + "x" * 255),
        ("/a", ""),
        ("", "/b"),
        ("//[", "/b"),
        ("/a\x00", "/b"),
        ("/" + "x" * 255, "/b"),
    ],
)
def test_what_is_no_redirect_is_refused(home, path, link):
    with pytest.raises(ValidationError):
        lead(path, link)
    assert not Redirect.objects.exists()


def test_who_keeps_answers_is_told_of_every_change(home):
    told = []

    def hear(sender, **details):
        told.append(sender)

    redirects_changed.connect(hear)
    row = lead("/a", "/b/")
    row.save()
    row.delete()
    assert told == [Redirect] * 3
    page = make_narrative(slug="antiga")
    page.slug = "nova"
    page.save()
    assert told == [Redirect] * 4


# --- Pages that change their address ---------------------------------------------------------


def rename(page, slug):
    page = page.specific_class.objects.get(pk=page.pk)
    page.slug = slug
    page.save_revision().publish()


def test_redirects_are_there_before_the_change_is_committed(home):
    """Nothing that runs after the commit runs in this test."""
    top = make_narrative(slug="a")
    make_narrative(make_narrative(top, slug="b"), slug="c")
    rename(top, "x")
    assert table() == {"/a": "/home/x/", "/a/b": "/home/x/b/", "/a/b/c": "/home/x/b/c/"}
    target = make_narrative(slug="alvo")
    top.refresh_from_db()
    top.move(target, "last-child")
    assert table() == {
        **{f"/a{rest}": f"/home/alvo/x{rest}/" for rest in ("", "/b", "/b/c")},
        **{f"/x{rest}": f"/home/alvo/x{rest}/" for rest in ("", "/b", "/b/c")},
    }
    assert set(Redirect.objects.values_list("site", "automatically_created")) == {(Site.objects.get().pk, True)}


def test_a_page_that_comes_back_takes_its_path_again(home):
    page = make_narrative(slug="a")
    rename(page, "b")
    rename(page, "a")
    assert table() == {"/b": "/home/a/"}


def test_what_led_to_a_page_by_its_path_goes_with_it(home):
    Redirect.objects.bulk_create([Redirect(old_path="/campanha", redirect_link="/a/")])
    rename(make_narrative(slug="a"), "b")
    assert table() == {"/a": "/home/b/", "/campanha": "/home/b/"}


def test_an_editors_redirect_at_the_old_path_stays(home):
    page = make_narrative(slug="a")
    lead("/a", "https://example.org/", site=Site.objects.get())
    rename(page, "b")
    assert table() == {"/a": "https://example.org/"}


def test_pages_that_never_were_out_leave_nothing(home):
    top = make_narrative(slug="a", live=False)
    make_narrative(top, slug="b")
    make_narrative(top, slug="c", live=False)
    rename(top, "x")
    assert table() == {"/a/b": "/home/x/b/"}


def test_a_page_that_was_out_once_leaves_redirects_as_those_that_are(home):
    page = make_narrative(slug="a")
    page.save_revision().publish()
    page.refresh_from_db()
    page.unpublish()
    rename(page, "b")
    assert table() == {"/a": "/home/b/"}


def test_a_path_too_long_to_be_kept_leaves_none(home):
    top = make_narrative(slug="a" * 200)
    make_narrative(top, slug="b" * 100)
    rename(top, "x")
    assert list(table()) == ["/" + "a" * 200]


def test_the_start_of_a_site_may_change_its_slug(home):
    make_narrative(slug="a")
    rename(home, "inicio")
    assert table() == {}


def test_each_language_has_redirects_of_its_own(home, graphql):
    english = Locale.objects.create(language_code="en")
    start = home.copy_for_translation(english)
    start.slug, start.live = "home-en", True
    start.save()
    for root in (home, start):
        page = make_narrative(HomePage.objects.get(pk=root.pk), slug="equipe", title=root.slug, locale=root.locale)
        rename(page, f"nova-{root.locale.language_code}")
    assert table() == {"/equipe": "/home/nova-pt-br/", "/en/equipe": "/home-en/nova-en/"}
    query = """query($locale: String) { route(path: "/equipe", locale: $locale) { ... on RedirectRoute { url } } }"""
    assert graphql(query)["route"] == {"url": "/nova-pt-br/"}
    assert graphql(query, locale="en")["route"] == {"url": "/en/nova-en/"}
    assert graphql(query.replace("/equipe", "/en/equipe"))["route"] == {"url": "/en/nova-en/"}
    Redirect.objects.filter(old_path="/en/equipe").delete()
    assert graphql(query, locale="en")["route"] is None
    Redirect.objects.create(old_path="/team", redirect_page=Page.objects.get(slug="nova-en"))
    assert graphql(query.replace("/equipe", "/team"))["route"] == {"url": "/en/nova-en/"}


def test_a_page_that_moves_to_another_site_is_followed_there(home, graphql):
    other = home.get_parent().add_child(instance=HomePage(title="Outro", slug="outro", hero_title="Outro"))
    Site.objects.create(hostname="outro.example.org", port=443, root_page=other)
    make_narrative(slug="a").move(other, "last-child")
    query = '{ route(path: "/a/") { ... on RedirectRoute { url permanent } } }'
    assert graphql(query)["route"] == {"url": "https://outro.example.org/a/", "permanent": True}
