"""What an answer is read from is what it is said to depend on."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import get_named_type, get_operation_ast, is_leaf_type, is_required_argument, parse
from grapple.registry import registry
from wagtail.models import Page

from cities.models import CityPage
from cms.api.ids import global_id
from cms.api.reads import kinds_read
from cms.graphql.dependencies import Walk, kinds_behind, undeclared
from cms.graphql.schema import schema
from cms.versions.kinds import ALL, BASE, tables
from tests.cms.versions.changes import make_world
from tests.schema_walk import ARGUMENTS

VISIBILITY = {
    "django_content_type",
    "wagtailcore_collection",
    "wagtailcore_collectionviewrestriction",
    "wagtailcore_locale",
    "wagtailcore_page",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_site",
}
"""Tables whose changes count as changes of what shows or hides by them."""

ROOT_ARGUMENTS = {
    "node": 'id: "%s"',
    "nodes": 'ids: ["%s"]',
    "workFront": 'id: "%s"',
    "followPreferences": 'token: "x"',
    "page": 'path: "/"',
    "route": 'path: "/"',
    "search": 'query: "gestao prefeitura"',
    "suggest": 'prefix: "ge"',
    "area": 'slug: "gestao"',
    "story": 'slug: "x"',
    "city": 'slug: "x"',
}


def kinds_of(query):
    document = parse(query)
    return kinds_behind(schema, document, get_operation_ast(document))


def tables_of(kinds):
    return VISIBILITY | {table.name for table in tables() if set(table.kinds) & kinds}


def tables_read(ask, query):
    with CaptureQueriesContext(connection) as captured:
        answer = ask(query)
    assert "errors" not in answer, answer["errors"]
    sql = " ".join(statement["sql"] for statement in captured.captured_queries)
    return set(re.findall(r'(?:FROM|JOIN) \(?"?([a-z]+_\w+)"?', sql)) & {
        *VISIBILITY,
        *(table.name for table in tables()),
    }


def leaves(kind, depth=2):
    """Return a selection of all that lies in the first levels of ``kind``, without linked data, which reads all."""
    if is_leaf_type(kind):
        return ""
    own = []
    for name, field in getattr(kind, "fields", {}).items():
        inner = get_named_type(field.type)
        if name != "jsonLd" and (is_leaf_type(inner) or depth):
            own.append(f"{kind.name}_{name}: {name}{_given(field)} {leaves(inner, depth - 1)}")
    return "{ __typename %s }" % " ".join(own)


def _groups(fields):
    """Return the names of the scalar fields together, and of each other field by itself."""
    scalars = [name for name, field in fields.items() if is_leaf_type(get_named_type(field.type))]
    return [scalars, *([name] for name in fields if name not in scalars)]


def _given(field):
    given = [f"{key}: {ARGUMENTS[key]}" for key, value in field.args.items() if is_required_argument(value)]
    return f"({', '.join(given)})" if given else ""


def test_every_type_says_what_it_is_read_from():
    assert list(undeclared(schema)) == []


def test_each_field_of_each_content_type_reads_what_it_says(home, ask, tmp_path, subtests):
    make_world(tmp_path)
    checked = 0
    for model, kind in registry.class_models.items():
        row = model._default_manager.first() if hasattr(model, "graphql_fields") else None
        if row is None or (issubclass(model, Page) and model is Page):
            continue
        fields = schema.get_type(kind._meta.name).fields
        for names in _groups(fields):
            with subtests.test(f"{kind._meta.name} {names}"):
                selection = " ".join(
                    f"{name}{_given(fields[name])} {leaves(get_named_type(fields[name].type), 1)}" for name in names
                )
                query = '{ node(id: "%s") { ... on %s { %s } } }' % (global_id(row), kind._meta.name, selection)
                document = parse("{ ... on %s { %s } }" % (kind._meta.name, selection))
                walk = Walk(schema, document)
                walk.enter(document.definitions[0].selection_set, schema.query_type)
                assert ALL not in walk.kinds
                assert tables_read(ask, query) <= tables_of(walk.kinds | kinds_read([model]) | set(BASE))
                checked += len(names)
    assert checked > 150


def test_each_root_field_reads_what_it_says(home, ask, tmp_path, subtests):
    world = make_world(tmp_path)
    for name, field in schema.query_type.fields.items():
        with subtests.test(name):
            arguments = ROOT_ARGUMENTS.get(name, "").replace("%s", global_id(world.front))
            query = "{ %s%s %s }" % (name, f"({arguments})" if arguments else "", leaves(get_named_type(field.type), 2))
            assert ALL not in kinds_of(query)
            assert tables_read(ask, query) <= tables_of(kinds_of(query))


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("{ areas { totalCount nodes { title path breadcrumbs { title } seo { title } } } }", {"home.areapage"}),
        ('{ area(slug: "a") { body { __typename ... on ImageBlock { image { url } } } } }',
         {"home.areapage", "cms.customimage"}),
        ("{ cities { nodes { milestones { title } municipality { name } } } }",
         {"cities.citypage", "cities.municipality"}),
        ("{ cities(filter: {hasActiveWorkFronts: true}) { totalCount } }",
         {"cities.citypage", "cities.municipality", "cities.workfrontpage", "home.areapage"}),
        ("{ __schema { types { name } } }", set()),
        ("{ areas { nodes { seo { jsonLd } } } }", {"home.areapage", ALL}),
        ("query { ...A } fragment A on Query { areas { nodes { ... on AreaPage { cities { totalCount } } } } }",
         {"home.areapage", "cities.citypage"}),
    ],
)  # fmt: skip
def test_an_answer_depends_on_no_more_than_its_selection_can_reach(query, kinds):
    assert kinds_of(query) == kinds | set(BASE)


def test_an_interface_reaches_every_type_behind_it():
    assert CityPage._meta.label_lower in kinds_of('{ page(path: "/") { title } }')
    assert "home.person" in kinds_of("{ node(id: 1) { id } }")
