"""What graphql-core's own tests do not ask of an executor: that it keeps plans, and that they stay true."""

import pytest
from graphql import GraphQLError, GraphQLResolveInfo, build_schema, execute_sync, parse
from graphql.pyutils import Path

from cms.graphql.execution import CompiledExecution, refusal_of
from cms.graphql.execution.plan import KEPT

SDL = """
  enum Colour { RED BLUE }
  input Size { most: Int = 3, names: [String!] }
  interface Thing { name: String! }
  type Box implements Thing { name: String!, colour: Colour, inner: [Thing], share: Float, count: Int, open: Boolean! }
  type Bag implements Thing { name: String! }
  interface Long { part(first: Int): String }
  type Rope implements Long { part(first: Int = 1): String }
  type Road implements Long { part(first: Int = 2): String }
  type Query { things(size: Size, tags: [String!]): [Thing!], box: Box, failing: Box!, long: [Long] }
  type Mutation { empty: Boolean }
"""
BOX = {"__typename": "Box", "name": "a box", "colour": "RED", "share": 0.5, "count": 3, "open": True}


def make_schema(**resolvers):
    """Return a schema; ``Type_field`` names what resolves a field."""
    schema = build_schema(SDL)
    for place, resolve in resolvers.items():
        kind, field = place.split("_")
        schema.type_map[kind].fields[field].resolve = resolve
    return schema


def ask(schema, document, root=None, executor=CompiledExecution, **variables):
    document = parse(document) if isinstance(document, str) else document
    assert executor is None or refusal_of(schema, document, variables) is None
    return execute_sync(schema, document, root, variable_values=variables, execution_context_class=executor)


def both(schema, query, root=None, **variables):
    """Return the answer, which both executors agree upon."""
    ours, theirs = ask(schema, query, root, **variables), ask(schema, query, root, None, **variables)
    assert repr(ours.formatted) == repr(theirs.formatted)
    return ours.formatted


def test_a_plan_is_true_for_every_answer_of_a_directives_variable():
    document = parse("query ($a: Boolean = true, $b: Boolean!) { box { name @include(if: $a) open @skip(if: $b) } }")
    schema = make_schema()
    for _ in range(2):
        assert ask(schema, document, {"box": BOX}, b=True).data == {"box": {"name": "a box"}}
        assert ask(schema, document, {"box": BOX}, a=False, b=False).data == {"box": {"open": True}}
        assert ask(schema, document, {"box": BOX}, a=False, b=True).data == {"box": {}}
        assert ask(schema, document, {"box": BOX}, a=None, b=True).data == {"box": None}
        [error] = ask(schema, document, {"box": BOX}, a=None, b=True).errors
        assert (error.message, error.path) == ("Argument 'if' of non-null type 'Boolean!' must not be null.", ["box"])


def test_a_document_keeps_its_plans_and_not_without_end():
    names = [f"v{number}" for number in range(6)]
    fields = " ".join(f"a{name}: name @include(if: ${name})" for name in names)
    document = parse(f"query ({' '.join(f'${name}: Boolean!' for name in names)}) {{ box {{ {fields} }} }}")
    schema = make_schema()
    [operation] = document.definitions
    for number in range(2 ** len(names)):
        answers = {name: bool(number >> place & 1) for place, name in enumerate(names)}
        data = ask(schema, document, {"box": BOX}, **answers).data
        assert list(data["box"]) == [f"a{name}" for name in names if answers[name]]
        assert 1 <= len(operation.survey.plans) <= KEPT
    kept = list(operation.survey.plans.values())
    ask(schema, document, {"box": BOX}, **answers)
    assert list(operation.survey.plans.values()) == kept


def test_one_document_serves_two_schemas():
    document = parse("{ box { name } }")
    shouting = make_schema(Box_name=lambda box, info: box["name"].upper())
    for _ in range(2):
        assert ask(make_schema(), document, {"box": BOX}).data == {"box": {"name": "a box"}}
        assert ask(shouting, document, {"box": BOX}).data == {"box": {"name": "A BOX"}}


def test_a_resolver_may_keep_and_change_what_it_is_given():
    seen = []

    def resolve(root, info, **arguments):
        seen.append(repr(arguments))
        arguments["tags"].append("more")
        arguments["size"]["names"].append("more")
        return [BOX]

    query = '{ things(tags: ["a"], size: {names: ["b"]}) { name } }'
    document = parse(query)
    for _ in range(3):
        assert ask(make_schema(Query_things=resolve), document).data == {"things": [{"name": "a box"}]}
    assert seen == ["{'size': {'most': 3, 'names': ['b']}, 'tags': ['a']}"] * 3


def test_arguments_follow_their_variables():
    document = parse('query ($size: Size, $tags: [String!] = ["x"]) { things(size: $size, tags: $tags) { name } }')
    schema = make_schema(Query_things=lambda root, info, **arguments: [{"__typename": "Bag", "name": repr(arguments)}])

    def given(**variables):
        return ask(schema, document, **variables).data["things"][0]["name"]

    assert given() == "{'tags': ['x']}"
    assert given(size={}) == "{'size': {'most': 3}, 'tags': ['x']}"
    assert given(size={"most": 5}, tags=None) == "{'size': {'most': 5}, 'tags': None}"


def test_one_selection_has_the_defaults_of_each_type():
    def resolve(row, info, first=None):
        return f"{info.parent_type.name} {first}"

    rows = [{"__typename": name} for name in ("Rope", "Road", "Rope")]
    schema = make_schema(Rope_part=resolve, Road_part=resolve)
    answer = both(schema, "{ long { part } }", {"long": rows})
    assert [row["part"] for row in answer["data"]["long"]] == ["Rope 1", "Road 2", "Rope 1"]


def test_every_info_is_one_of_its_own():
    infos = []

    def resolve(box, info):
        infos.append(info)
        return box["name"]

    both(make_schema(Box_name=resolve), "{ all: things { ... on Box { label: name } } }", {"things": [BOX, BOX]})
    ours, theirs = infos[:2], infos[2:]
    assert ours == theirs
    assert {(type(info), type(info.path)) for info in ours} == {(GraphQLResolveInfo, Path)}
    assert [info.path.as_list() for info in ours] == [["all", 0, "label"], ["all", 1, "label"]]


def test_a_resolver_that_needs_its_source_alone_is_read_from_it():
    def resolve(box, info):
        pytest.fail("it is not called")

    def read(box):
        if box["name"] == "bad":
            raise GraphQLError("It is bad.", extensions={"code": "BAD"})
        return box["name"]

    resolve.from_source = read
    schema = make_schema(Box_name=resolve)
    good = {"box": {**BOX, "inner": [BOX, {**BOX, "name": "bad"}, {**BOX, "name": None}]}}
    answer = ask(schema, "{ box { name inner { name } } }", good).formatted
    assert answer["data"] == {"box": {"name": "a box", "inner": [{"name": "a box"}, None, None]}}
    assert [(error["message"], error["path"]) for error in answer["errors"]] == [
        ("It is bad.", ["box", "inner", 1, "name"]),
        ("Cannot return null for non-nullable field Box.name.", ["box", "inner", 2, "name"]),
    ]


def test_arguments_are_judged_before_a_source_is_read():
    def resolve(root, info, **arguments):
        return [{"__typename": "Bag", "name": repr(arguments)}]

    resolve.from_source = lambda root: pytest.fail("it has arguments")
    answer = both(make_schema(Query_things=resolve), '{ things(tags: ["a"]) { name } }')
    assert answer["data"] == {"things": [{"name": "{'tags': ['a']}"}]}


ODD = {
    "name": ["", 1, 1.5, True, None, b"x", ValueError("Odd."), object, GraphQLError("Odd.")],
    "colour": ["BLUE", "GREEN", None, 1, [], ValueError("Odd.")],
    "share": [1, 0.0, "1.5", "x", float("inf"), float("nan"), True, None, ValueError("Odd.")],
    "count": [-(2**31), 2**31, 2**31 - 1, 1.0, 1.5, "7", "", True, None, ValueError("Odd.")],
    "open": [False, 0, 1, 2.0, "no", None, float("nan"), ValueError("Odd.")],
    "inner": [
        (),
        [],
        "text",
        {},
        [None],
        [BOX, 1],
        {1: BOX}.values(),
        7,
        None,
        [ValueError("Odd.")],
        ValueError("Odd."),
    ],
}


@pytest.mark.parametrize("field", ODD)
@pytest.mark.parametrize("is_read", [False, True])
def test_odd_values_are_judged_as_graphql_core_does(field, is_read):
    def resolve(box, info):
        return box[field]

    if is_read:
        resolve.from_source = lambda box: box[field]
    schema = make_schema(**{f"Box_{field}": resolve})
    selection = "inner { name }" if field == "inner" else field
    for value in ODD[field]:
        both(schema, f"{{ box {{ open {selection} }} }}", {"box": {**BOX, field: value}})


def test_variables_that_do_not_fit_answer_as_they_always_did():
    answer = execute_sync(
        make_schema(),
        parse("query ($tags: [String!]) { things(tags: $tags) { name } }"),
        variable_values={"tags": [1]},
        execution_context_class=CompiledExecution,
    ).formatted
    assert answer["data"] is None
    assert [error["message"] for error in answer["errors"]] == [
        "Variable '$tags' got invalid value 1 at 'tags[0]'; String cannot represent a non string value: 1"
    ]


def test_what_is_not_compiled_is_answered_all_the_same():
    schema = make_schema(Mutation_empty=lambda root, info: True)
    nested = "{ box " + "{ inner { ... on Box " * 30 + "{ name }" + "} }" * 30 + " }"
    unfit = "query ($if: String) { box { name @skip(if: $if) } }"
    assert refusal_of(schema, parse("mutation { empty }")) == "mutations are not compiled"
    assert refusal_of(schema, parse(nested)) == "selections lie deeper than 50"
    assert refusal_of(schema, parse(unfit), {"if": "yes"}) == "a variable of a directive is no Boolean"
    with pytest.raises(ValueError, match="was not provided"):
        refusal_of(schema, parse("query ($a: Int!) { box { name } }"))
    for query, root, data in (
        ("mutation { empty }", None, {"empty": True}),
        (nested, {"box": None}, {"box": None}),
    ):
        answer = execute_sync(schema, parse(query), root, execution_context_class=CompiledExecution)
        assert answer == (data, None)
