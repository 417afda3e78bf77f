"""What the answers must say: known from the content that was loaded, before anything is measured."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from cms.collation import sort_key
from tests.benchmarks.content import municipalities
from tests.benchmarks.questions import CITY


class WrongAnswer(Exception):
    """An answer is not what the content says, or not what the other server says."""


class Known:
    """The content that was loaded, by what the questions ask."""

    def __init__(self, content: dict):
        self.areas = {area["slug"]: area for area in content["areas"]}
        self.people = {person["slug"]: person for person in content["people"]}
        slugs = {row["code"]: row["slug"] for row in municipalities()}
        self.cities = {slugs[city["ibge_code"]]: city for city in content["cities"]}
        self.fronts: dict[str, list[dict]] = {slug: [] for slug in self.cities}
        for front in sorted(content["work_fronts"], key=lambda front: sort_key(front["title"])):
            self.fronts[slugs[front["city"]]].append(front)

    def first_slugs(self, count: int) -> list[str]:
        return sorted(self.cities, key=lambda slug: sort_key(self.cities[slug]["title"]))[:count]

    def titles(self, areas: list[str]) -> list[str]:
        return [area["title"] for slug, area in self.areas.items() if slug in areas]

    def row(self, slug: str) -> tuple:
        city = self.cities[slug]
        return (
            *(city["title"], f"/cidades/{slug}/", city["summary"], city["status"].upper()),
            *(city["hero_alt"], 1280, 720),
            self.titles(city["areas"]),
        )

    def front_rows(self, slug: str) -> list[tuple]:
        return [
            (front["title"], f"/cidades/{slug}/{front['slug']}/", "ACTIVE", self.areas[front["area"]]["title"])
            for front in self.fronts[slug]
        ]


def check(name: str, data: dict, known: Known) -> None:
    """Compare an answer of the API with the content. Raises ``WrongAnswer`` where they differ."""
    for said, meant in CHECKS[name](data, known):
        if said != meant:
            raise WrongAnswer(f"{name}: the answer says {str(said)[:500]}\nthe content is {str(meant)[:500]}")


def _q1(data: dict, known: Known) -> list[tuple]:
    nodes = data["cities"]["nodes"]
    return [([_row(city) for city in nodes], [known.row(slug) for slug in known.first_slugs(20)])]


def _q2(data: dict, known: Known) -> list[tuple]:
    nodes, slugs = data["cities"]["nodes"], known.first_slugs(100)
    return [
        ([_row(city) for city in nodes], [known.row(slug) for slug in slugs]),
        ([_front_rows(city) for city in nodes], [known.front_rows(slug) for slug in slugs]),
    ]


def _q3(data: dict, known: Known) -> list[tuple]:
    city, meant = data["city"], known.cities[CITY]
    blocks = {block["__typename"]: block for block in city["body"]}
    written = {block["type"]: block["value"] for block in meant["body"]}
    return [
        (_row(city), known.row(CITY)),
        (_front_rows(city), known.front_rows(CITY)),
        (city["workFronts"]["totalCount"], len(known.fronts[CITY])),
        (city["municipality"]["ibgeCode"], meant["ibge_code"]),
        (city["population"]["count"], meant["population"]),
        ([each["name"] for each in city["leaders"]], [known.people[slug]["name"] for slug in meant["leaders"]]),
        ([(each["date"], each["title"]) for each in city["milestones"]], _pairs(meant["milestones"])),
        (len(city["measurements"]["nodes"]), 1),
        (len(city["body"]), 8),
        (blocks["HeadingBlock"]["title"], written["heading"]["title"]),
        (blocks["RichTextBlock"]["text"]["html"].count("<p>"), written["rich_text"]["text"].count("<p>")),
        (blocks["ImageBlock"]["image"]["alt"], written["image"]["image"]["alt"]),
        (blocks["QuoteBlock"]["quote"], written["quote"]["quote"]),
        (
            [each["value"] for each in blocks["StatisticsBlock"]["statistics"]],
            [each["value"] for each in written["statistics"]["statistics"]],
        ),
        (
            [[cell["content"] for cell in row["cells"]] for row in blocks["TableBlock"]["rows"]],
            [[str(cell) for cell in row] for row in written["table"]["table"]["rows"]],
        ),
        (len(blocks["MapBlock"]["cities"]), len(written["map"]["cities"])),
        (
            [card["page"]["path"] for card in blocks["CardsBlock"]["cards"]],
            [card["page"] for card in written["cards"]["cards"]],
        ),
    ]


def _q4(data: dict, known: Known) -> list[tuple]:
    said = [(area["title"], area["path"], area["summary"], area["order"]) for area in data["areas"]["nodes"]]
    meant = [(area["title"], f"/areas/{slug}/", area["summary"], area["order"]) for slug, area in known.areas.items()]
    return [(said, meant)]


def _q5(data: dict, known: Known) -> list[tuple]:
    found, city = data["search"], known.cities[CITY]
    fronts = [f"/cidades/{CITY}/{front['slug']}/" for front in known.fronts[CITY]]
    first, *others = [node["page"]["path"] for node in found["nodes"]]
    counted = {facet["value"]: facet["count"] for facet in found["facets"]["area"]}
    return [
        (found["totalCount"], 1 + len(fronts)),
        (first, f"/cidades/{CITY}/"),
        (sorted(others), sorted(fronts)),
        (counted, Counter([*city["areas"], *(front["area"] for front in known.fronts[CITY])])),
        (any(part["isMatch"] for part in found["nodes"][0]["excerpt"]), True),
    ]


CHECKS: dict[str, Callable[[dict, Known], list[tuple]]] = {"Q1": _q1, "Q2": _q2, "Q3": _q3, "Q4": _q4, "Q5": _q5}


def compare(name: str, ours: dict, anchors: dict) -> None:
    """Compare what both servers say. Raises ``WrongAnswer`` where they differ in what the anchor can say.

    It cannot sign the addresses of images, cut excerpts or score as ours does, and gives a body as it is stored.
    """
    said, meant = _comparable(name, ours), _comparable(name, anchors)
    if said != meant:
        raise WrongAnswer(f"{name}: ours says {str(said)[:2000]}\nthe anchor {str(meant)[:2000]}")


def _comparable(name: str, data: dict) -> Any:
    if name == "Q3":
        city = dict(_without(data["city"], {"url"}))
        city["body"] = [block["id"] for block in city["body"]]
        city.pop("named", None)
        city.pop("shown", None)
        return city
    if name == "Q5":
        found = _without(data["search"], {"score", "excerpt"})
        facets = {key: sorted(str(count) for count in counts) for key, counts in found["facets"].items()}
        return found["totalCount"], facets, sorted(str(node) for node in found["nodes"])
    return _without(data, {"url"})


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(each, names) for name, each in value.items() if name not in names}
    if isinstance(value, list):
        return [_without(each, names) for each in value]
    return value


def _row(city: dict) -> tuple:
    image = city["heroImage"]
    return (
        *(city["title"], city["path"], city["summary"], city["status"]),
        *(image["alt"], image["width"], image["height"]),
        [area["title"] for area in city["areas"]],
    )


def _front_rows(city: dict) -> list[tuple]:
    return [
        (front["title"], front["path"], front["status"], front["area"]["title"])
        for front in city["workFronts"]["nodes"]
    ]


def _pairs(milestones: list[dict]) -> list[tuple]:
    return [(each["date"], each["title"]) for each in milestones]
