"""What a visitor's question finds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction

from cities.models import Municipality
from search.models import ApprovedQuery, PromotedPage, PromotedQuery, Synonyms
from tests.builders import make_area, make_city, make_image, make_narrative, make_story, make_work_front

SEARCH = """
query($query: String!, $first: Int, $after: String, $filter: SearchFilter) {
  search(query: $query, first: $first, after: $after, filter: $filter) {
    totalCount nodes { page { title path } score excerpt { text isMatch } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
    facets { type { value label count } state { value count } region { value count }
      area { value label count } status { value count } } } }
"""
HOSTILE = [
    "", " ", '"', '"' * 100, '""', "'", "%", "\\", "_", "\x00", "🏙️", "\u202eabc", "a" * 10_000, "a b c " * 2_000,
    "AND OR NOT NEAR", "saude AND", "saude:*", "title : saude", "-saude", "(saude", "^saude", "saude*", "<-> & | !",
    "e\u0301", "ﬁ", "0", "de da do",
]  # fmt: skip


@pytest.fixture
def find(home, graphql):
    """Return a function that gives the titles that a question finds."""

    def titles(query, **arguments):
        return [node["page"]["title"] for node in graphql(SEARCH, query=query, **arguments)["search"]["nodes"]]

    return titles


def city_of(slug, **fields):
    return make_city(municipality=Municipality.objects.get(slug=slug), **fields)


def publish(*pages):
    """Pages are indexed with what belongs to them when they are published."""
    for page in pages:
        page.specific_class.objects.get(pk=page.pk).save_revision().publish()


def text(words):
    return [{"type": "rich_text", "value": {"text": f"<p>{words}</p>"}}]


def test_accents_case_plural_gender_and_family_do_not_matter(find):
    make_area(title="Licitações públicas", summary="Planejamento de compras.")
    make_area(title="Outra", summary="Nada disso.")
    for query in ("licitacao", "LICITAÇÕES", "público", "planejar", "planejado", "licit"):
        assert find(query) == ["Licitações públicas"], query
    assert find("inexistente") == []


def test_the_title_counts_more_than_the_summary_and_this_more_than_the_body(find):
    make_narrative(title="Terceira", introduction="Aqui.", body=text("Fala de creches."))
    make_narrative(title="Segunda", introduction="Sobre creches.")
    make_narrative(title="Creches e escolas", introduction="Aqui.")
    make_narrative(title="Creche", introduction="Aqui.")
    assert find("creches") == ["Creche", "Creches e escolas", "Segunda", "Terceira"]


def test_all_words_come_before_most_words_and_stop_words_do_not_count(find):
    make_narrative(title="Dívida", introduction="Dívida, só dívida.")
    make_narrative(title="Página", introduction="Aqui.", body=text("A dívida de um bairro."))
    make_narrative(title="De", introduction="Um, de, do, da.")
    assert find("a dívida do bairro") == ["Página", "Dívida"]
    assert find("do") == ["De"]


def test_words_in_quotes_are_found_in_a_row(find):
    make_narrative(title="Um", introduction="O núcleo de governança decide.")
    make_narrative(title="Dois", introduction="A governança tem um núcleo.")
    assert find('"núcleo de governança"') == ["Um"]
    assert sorted(find("núcleo de governança")) == ["Dois", "Um"]
    assert find('"governança de núcleo"') == []
    assert find('"núcleo"') == find("núcleo")


@pytest.mark.parametrize("typed", ["seguransa", "seguranca", "segurnaça", "seguança", "segurannça"])
def test_a_slip_of_a_finger_is_forgiven(find, typed):
    make_area(title="Segurança", summary="Ruas.")
    make_area(title="Saúde", summary="Postos.")
    assert find(typed) == ["Segurança"]


def test_two_slips_and_short_words_are_not_guessed(find):
    make_area(title="Segurança", summary="Ruas.")
    make_area(title="Rede", summary="Postos.")
    assert find("sigurrança") == []
    assert find("rade") == []


def test_places_are_found_by_the_names_and_letters_of_their_state_and_region(find):
    city = city_of("campinas-sp")
    make_work_front(city, title="Equilíbrio", area=make_area(title="Contas"))
    city_of("petrolina-pe")
    for query in ("SP", "são paulo", "sudeste"):
        assert find(query) == ["Campinas", "Equilíbrio"], query
    assert find("pernambuco") == ["Petrolina"]
    assert find("equilíbrio campinas")[0] == "Equilíbrio"


def test_the_excerpt_is_cut_from_the_text_and_says_what_was_looked_for(home, graphql):
    long = "Muita coisa antes disso. " * 30 + "A creche do bairro abriu. " + "E muita coisa depois. " * 30
    make_narrative(title="Página", introduction="Resumo.", body=text(long))
    [node] = graphql(SEARCH, query="creches bairros")["search"]["nodes"]
    whole = "".join(part["text"] for part in node["excerpt"])
    assert [part["text"] for part in node["excerpt"] if part["isMatch"]] == ["creche", "bairro"]
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert whole.strip("…") in long
    assert len(whole) <= 245


def test_an_excerpt_of_a_page_found_by_its_place_is_its_summary(home, graphql):
    city_of("petrolina-pe", summary="À beira do rio <São Francisco>.")
    [node] = graphql(SEARCH, query="pernambuco")["search"]["nodes"]
    assert node["excerpt"] == [{"text": "À beira do rio <São Francisco>.", "isMatch": False}]


@pytest.fixture
def places(home):
    health, culture = make_area(title="Saúde", slug="saude"), make_area(title="Cultura", slug="cultura")
    campinas = city_of("campinas-sp", areas=[health, culture], summary="Obras.")
    petrolina = city_of("petrolina-pe", areas=[health], summary="Obras.", status="ended")
    front = make_work_front(campinas, title="Postos", area=health, summary="Obras.")
    make_work_front(petrolina, title="Teatro", area=culture, summary="Obras.", status="planned")
    story = make_story(title="Notícia", summary="Obras.", cities=[petrolina], areas=[health])
    publish(campinas, petrolina, front, story)


def counted(facets, name):
    return {each["value"]: each["count"] for each in facets[name]}


def test_facets_count_under_every_filter_but_their_own(places, graphql):
    found = graphql(SEARCH, query="obra")["search"]
    assert found["totalCount"] == 5
    assert counted(found["facets"], "type") == {"CITY": 2, "WORK_FRONT": 2, "STORY": 1}
    assert counted(found["facets"], "state") == {"PE": 3, "SP": 2}
    assert counted(found["facets"], "region") == {"NORTHEAST": 3, "SOUTHEAST": 2}
    assert counted(found["facets"], "area") == {"saude": 4, "cultura": 2}
    assert counted(found["facets"], "status") == {"ACTIVE": 2, "ENDED": 1, "PLANNED": 1}
    assert {each["label"] for each in found["facets"]["type"]} == {"Cidade", "Frente de trabalho", "História"}

    found = graphql(SEARCH, query="obra", filter={"state": ["PE"], "area": ["saude"]})["search"]
    assert found["totalCount"] == 2
    assert counted(found["facets"], "state") == {"PE": 2, "SP": 2}
    assert counted(found["facets"], "area") == {"saude": 2, "cultura": 1}
    assert counted(found["facets"], "type") == {"CITY": 1, "STORY": 1}


@pytest.mark.parametrize(
    ("given", "titles"),
    [
        ({"type": ["WORK_FRONT"]}, ["Postos", "Teatro"]),
        ({"type": ["CITY", "STORY"], "state": ["PE"]}, ["Notícia", "Petrolina"]),
        ({"status": ["PLANNED", "ENDED"]}, ["Petrolina", "Teatro"]),
        ({"region": ["SOUTHEAST"]}, ["Campinas", "Postos"]),
        ({"state": []}, []),
        ({"state": None}, ["Campinas", "Notícia", "Petrolina", "Postos", "Teatro"]),
    ],
)
def test_filters_narrow_the_results(places, find, given, titles):
    assert sorted(find("obras", filter=given)) == titles


def test_an_unknown_area_is_an_error_that_lists_the_known(places, ask):
    error = ask(SEARCH, query="obras", filter={"area": ["nada"]})["errors"][0]
    assert error["message"] == "Unknown area 'nada'. Known: cultura, saude."


def test_page_by_page_every_result_comes_once(home, graphql):
    for number in range(5):
        make_narrative(title=f"Obra {number}", introduction="Aqui.")
    seen, after, pages = [], None, 0
    while pages == 0 or after:
        found = graphql(SEARCH, query="obra", first=2, after=after)["search"]
        assert found["totalCount"] == 5
        assert found["pageInfo"]["hasPreviousPage"] is (pages > 0)
        seen += [node["page"]["title"] for node in found["nodes"]]
        after, pages = found["pageInfo"]["endCursor"] if found["pageInfo"]["hasNextPage"] else None, pages + 1
    assert (sorted(seen), pages) == ([f"Obra {number}" for number in range(5)], 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"first": 101}, "first is from 0 to 100, not 101."),
        ({"first": -1}, "first is from 0 to 100, not -1."),
        ({"after": "x"}, "'x' is no cursor of this list in this order."),
        ({"after": "WzEsMl0"}, "'WzEsMl0' is no cursor of this list in this order."),
    ],
)
def test_a_wrong_page_is_an_error_that_says_what_is_right(home, ask, arguments, message):
    assert ask(SEARCH, query="a", **arguments)["errors"][0]["message"] == message


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_typed_gets_a_polite_answer(home, ask, query):
    make_area(title="Saúde", summary="A e o.")
    answer = ask(SEARCH, query=query)
    if query == "\x00":
        assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    else:
        assert "errors" not in answer, answer
    suggested = ask("query($prefix: String!) { suggest(prefix: $prefix) { text } }", prefix=query)
    assert "errors" not in suggested or query == "\x00"


def test_the_index_follows_what_editors_do(find, home):
    page = make_narrative(title="Antes", introduction="Aqui.")
    assert find("antes") == ["Antes"]
    page.title = "Depois"
    page.save_revision()
    assert (find("antes"), find("depois")) == (["Antes"], [])
    page.latest_revision.publish()
    assert (find("antes"), find("depois")) == ([], ["Depois"])
    page.refresh_from_db()
    page.unpublish()
    assert find("depois") == []
    page.save_revision().publish()
    assert find("depois") == ["Depois"]
    page.delete()
    assert find("depois") == []


def test_what_is_moved_is_hidden_and_shown_by_where_it_comes_to(find, home):
    hidden, page = make_narrative(title="Oculta", introduction="Aqui."), make_narrative(title="Xilofone")
    make_narrative(parent=page, title="Xilofonista", introduction="Aqui.")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert find("xilofone")[0] == "Xilofone"
    assert find("xilofonista")[0] == "Xilofonista"
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=hidden.pk), pos="last-child")
    assert find("xilofone") == find("xilofonista") == []
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=hidden.pk), pos="left")
    assert find("xilofonista")[0] == "Xilofonista"
    assert find("oculta") == []


def test_what_is_hidden_is_never_found_counted_or_suggested(home, graphql):
    area = make_area(title="Saúde", slug="saude")
    hidden = make_narrative(title="Xilofone secreto", introduction="Xilogravura.", body=text("Xilografia."))
    make_narrative(parent=hidden, title="Filha xilofonista", introduction="Aqui.")
    secret_area = make_area(title="Xilema", slug="xilema")
    publish(city_of("campinas-sp", title="Campinas", areas=[area, secret_area], summary="Obras."))
    assert graphql(SEARCH, query="xilofone")["search"]["totalCount"] == 2
    for page in (hidden, secret_area):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    for query in ("xilofone", "xilofonista", "xilofome", "xilogravura", "xilografia", "secreto"):
        assert graphql(SEARCH, query=query)["search"]["totalCount"] == 0, query
    facets = graphql(SEARCH, query="obras")["search"]["facets"]
    assert counted(facets, "area") == {"saude": 1}
    assert graphql('{ suggest(prefix: "xil") { text } }') == {"suggest": []}


SUGGEST = "query($prefix: String!) { suggest(prefix: $prefix) { text page { path } } }"


def test_suggestions_continue_what_is_typed(home, graphql):
    city_of("sao-paulo-sp")
    make_area(title="Finanças Públicas", slug="financas", summary="Orçamentos e financiamentos.")

    def suggested(prefix):
        return [each["text"] for each in graphql(SUGGEST, prefix=prefix)["suggest"]]

    assert graphql(SUGGEST, prefix="sao p")["suggest"] == [
        {"text": "São Paulo", "page": {"path": "/cidades/sao-paulo-sp/"}}
    ]
    assert suggested("pub")[0] == "Finanças Públicas"
    assert suggested("FIN") == ["Finanças Públicas", "Finanças", "financiamentos"]
    assert suggested("s") == suggested("") == suggested("zz") == []


def test_few_statements_whatever_the_number(home, ask):
    for count in (1, 9):
        for _ in range(count):
            make_work_front(make_city(summary="Obras.", areas=[make_area()]), summary="Obras.")
        ask(SEARCH, query="obras pùblicas", filter={"state": ["SP", "GO", "BA"], "area": []})
        with CaptureQueriesContext(connection) as statements:
            ask(SEARCH, query="obras pùblicas", filter={"state": ["SP", "GO", "BA"]})
        # roots, words nearby, synonyms, promoted, hidden branches, matches, kinds, pages, texts, areas
        assert len(statements) == 10


def test_words_that_editors_call_synonyms_meet(find, home):
    Synonyms.objects.all().delete()
    make_area(title="Fonte luminosa", summary="Água.")
    assert find("chafariz") == []
    Synonyms.objects.create(locale=Locale.get_default(), terms="fonte\nchafariz\nrepuxo de praça")
    assert find("chafarizes") == ["Fonte luminosa"]
    make_area(title="O repuxo da praça", summary="Jardim.")
    assert find("fontes")[0] == "Fonte luminosa"
    assert find("chafariz") == ["Fonte luminosa"]
    make_area(title="Um repuxo de praça", summary="Jardim.")
    assert sorted(find("chafariz")) == ["Fonte luminosa", "Um repuxo de praça"]


def test_what_editors_promote_comes_first_while_it_is_public(home, graphql):
    make_area(title="Saúde", slug="saude", summary="Postos.")
    promoted, hidden = make_narrative(title="Vacine-se", slug="vacine-se"), make_narrative(live=False)
    query = PromotedQuery.objects.create(text="Saúde")
    for order, page in enumerate([hidden, promoted]):
        PromotedPage.objects.create(query=query, page=page, sort_order=order)

    def found(typed, **arguments):
        asked = """query($query: String!, $first: Int, $after: String) {
          search(query: $query, first: $first, after: $after) {
            totalCount nodes { promoted page { title } } pageInfo { endCursor } } }"""
        search = graphql(asked, query=typed, **arguments)["search"]
        return [(node["page"]["title"], node["promoted"]) for node in search["nodes"]], search

    both = [("Vacine-se", True), ("Saúde", False)]
    assert found("saude")[0] == both
    assert found("saude")[1]["totalCount"] == 2
    first, search = found("  SAÚDE ", first=1)
    assert first == both[:1]
    assert found("saude", first=1, after=search["pageInfo"]["endCursor"])[0] == both[1:]
    assert found("saúdes")[0] == both[1:]


def test_what_editors_approve_is_suggested(home, graphql):
    make_area(title="Saúde", slug="saude")
    ApprovedQuery.objects.create(locale=Locale.get_default(), text="Salários da prefeitura")
    assert graphql(SUGGEST, prefix="sal")["suggest"] == [{"text": "Salários da prefeitura", "page": None}]


def test_a_search_is_counted_once_and_page_two_is_none(home, graphql, monkeypatch):
    noted = []
    monkeypatch.setattr("search.schema.note_search", lambda query, total: noted.append((query, total)))
    for number in range(2):
        make_narrative(title=f"Obra {number}")
    cursor = graphql(SEARCH, query="Obras", first=1)["search"]["pageInfo"]["endCursor"]
    graphql(SEARCH, query="Obras", first=1, after=cursor)
    graphql(SEARCH, query="Obras", filter={"type": ["CITY"]})
    graphql(SEARCH, query="nada")
    assert noted == [("Obras", 2), ("nada", 0)]


def test_a_caption_that_nobody_wrote_says_nothing(find, home, graphql):
    image = make_image()
    body = [
        {
            "type": "image",
            "value": {"image": {"image": image.pk, "alt_text": None, "decorative": True}, "caption": None},
        },
        {"type": "rich_text", "value": {"text": "<p>Fala de creches.</p>"}},
    ]
    make_narrative(title="Retratos", introduction="Aqui.", body=body)
    assert find("none") == []
    (node,) = graphql(SEARCH, query="creches")["search"]["nodes"]
    assert "".join(part["text"] for part in node["excerpt"]) == "Fala de creches."
