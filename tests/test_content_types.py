"""Every page type is whole: none of its five drawers is empty, and its example is valid."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from wagtail.models import Page, TranslatableMixin

from cms.pages import BasePage
from tests import builders

PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]
SNIPPETS = [
    *("home.Partner", "home.Person", "home.Menu", "home.SiteText"),
    *("cities.Indicator", "search.Synonyms", "search.ApprovedQuery"),
]
EXAMPLES = {
    "NarrativePage": builders.make_narrative,
    "FormPage": builders.make_form,
    "PrivacyNoticePage": builders.make_privacy_notice,
    "AreaPage": builders.make_area,
    "StoryPage": builders.make_story,
    "CityPage": builders.make_city,
    "WorkFrontPage": builders.make_work_front,
}


def own_fields(model):
    inherited = {field.name for field in Page._meta.get_fields()} | {"sort_title", "page_ptr"}
    return [field for field in model._meta.concrete_fields if field.name not in inherited and field.editable]


def panel_names(panel):
    return {getattr(panel, "field_name", "")}.union(*(panel_names(child) for child in getattr(panel, "children", [])))


@pytest.mark.parametrize("model", PAGE_TYPES)
class TestEachPageType:
    def test_content(self, model):
        assert issubclass(model, BasePage)
        assert model.__doc__
        assert not model.__doc__.startswith(model.__name__ + "(")
        for field in own_fields(model):
            assert isinstance(field.verbose_name, Promise), field.name
            assert field.help_text or field.name == "body", field.name

    def test_editor(self, model):
        shown = panel_names(model.get_edit_handler())
        assert {field.name for field in own_fields(model)} <= shown

    def test_api(self, model):
        assert model.graphql_description
        described = [word for word in model.graphql_fields if word.description.endswith(".")]
        assert described == model.graphql_fields

    def test_linked_data(self, model):
        assert callable(import_string(model.graphql_json_ld))

    def test_search(self, model):
        assert "search_fields" in model.__dict__
        searched = {field.field_name for field in model.search_fields}
        assert {"title", model.summary_field} <= searched

    def test_tree(self, model):
        assert "parent_page_types" in model.__dict__
        assert "subpage_types" in model.__dict__

    def test_names(self, model):
        assert isinstance(model._meta.verbose_name, Promise)
        assert isinstance(model._meta.verbose_name_plural, Promise)
        assert model.summary_field in {field.name for field in own_fields(model)}


@pytest.mark.parametrize("label", SNIPPETS)
def test_snippets_with_text_can_be_translated(label):
    assert issubclass(apps.get_model(label), TranslatableMixin)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_is_valid_and_public(name, home, graphql):
    page = EXAMPLES[name]()
    page.full_clean()
    path = page.url_path.removeprefix("/home")
    found = graphql("query($path: String!) { page(path: $path) { __typename title } }", path=path)
    assert found == {"page": {"__typename": name, "title": page.title}}


def test_every_page_type_is_in_the_api(home, graphql):
    found = graphql('{ __type(name: "PageInterface") { possibleTypes { name } } }')["__type"]["possibleTypes"]
    assert {kind["name"] for kind in found} == {model.__name__ for model in PAGE_TYPES}


def test_no_page_of_wagtails_own_is_left(home):
    assert not Page.objects.filter(content_type=ContentType.objects.get_for_model(Page), depth__gt=1).exists()
