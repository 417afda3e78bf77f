"""Promoted results, from the admin's form to what a search is given."""

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from search.models import PromotedQuery
from search.promotions import Promotion, promoted_pages
from search.reading import Reading
from tests.builders import make_area, make_narrative

ADD = "/admin/snippets/search/promotedquery/add/"


def form(text, *pages):
    rows = [{"page": page.pk if page else "", "description": description} for page, description in pages]
    return nested_form_data({"text": text, "pages": inline_formset(rows)})


TYPED = ["Saúde da família", "saude da familia", "  SAÚDE   da\tfamília ", "saúde-da-família?"]


@pytest.mark.parametrize("typed", TYPED)
def test_visitors_need_no_accents(home, reviewer, typed, django_assert_num_queries):
    area, page = make_area(), make_narrative()
    assert reviewer.post(ADD, form("Saúde da  família", (page, "Comece aqui."), (area, ""))).status_code == 302
    with django_assert_num_queries(1):
        assert promoted_pages(typed, Reading()) == [Promotion(page.pk, "Comece aqui."), Promotion(area.pk, "")]


def test_only_the_whole_search_is_meant(home, reviewer):
    reviewer.post(ADD, form("saúde", (make_area(), "")))
    assert [
        promoted_pages(typed, Reading()) for typed in ("saúdes", "saúde pública", "saú", "", "?!", "saúde" * 50)
    ] == [[]] * 6


def test_a_search_is_promoted_once(home, reviewer):
    area = make_area()
    reviewer.post(ADD, form("Saúde", (area, "")))
    response = reviewer.post(ADD, form("saude", (area, "")))
    assert "Esta busca já tem resultados promovidos: “Saúde”. Edite os que existem." in response.content.decode()
    assert PromotedQuery.objects.count() == 1


def test_what_is_incomplete_comes_back(home, reviewer):
    area = make_area()
    for text, pages in [("", [(area, "")]), ("?!", [(area, "")]), ("saúde", []), ("saúde", [(None, "x")])]:
        assert reviewer.post(ADD, form(text, *pages)).status_code == 200
    assert reviewer.post(ADD, form("saúde", (area, "um"), (area, "dois"))).status_code == 200
    assert not PromotedQuery.objects.exists()


def test_the_order_is_the_editors(home, reviewer):
    first, second = make_area(), make_area()
    reviewer.post(ADD, form("saúde", (first, ""), (second, "")))
    promoted = PromotedQuery.objects.get()
    rows = [
        {"id": row.pk, "page": row.page_id, "ORDER": order}
        for row, order in zip(promoted.pages.all(), "21", strict=True)
    ]
    changed = nested_form_data({"text": "saúde", "pages": inline_formset(rows, initial=2)})
    reviewer.post(f"/admin/snippets/search/promotedquery/edit/{promoted.pk}/", changed)
    assert [found.page_id for found in promoted_pages("saúde", Reading())] == [second.pk, first.pk]


def test_a_page_that_is_deleted_is_promoted_no_more(home, reviewer):
    first, second = make_area(), make_area()
    reviewer.post(ADD, form("saúde", (first, ""), (second, "")))
    first.delete()
    assert [found.page_id for found in promoted_pages("saúde", Reading())] == [second.pk]


def test_an_editor_looks_and_does_not_change(home, reviewer, editor):
    reviewer.post(ADD, form("Saúde", (make_area(), "")))
    assert "Saúde" in editor.get("/admin/snippets/search/promotedquery/").content.decode()
    editor.post(ADD, form("dengue", (make_area(), "")))
    assert promoted_pages("dengue", Reading()) == []
