"""Content of any size, always the same: ``python -m tests.benchmarks.content 1000 5000 folder``.

Cities carry eight blocks each, with links to their own work fronts and to other cities, an image, three areas,
leaders, milestones and a measurement, as a real programme's do.
"""

import csv
import json
import random
import sys
from pathlib import Path

from django.utils.text import slugify
from PIL import Image

MUNICIPALITIES = Path(__file__).parents[2] / "cities" / "data" / "municipalities.csv"
AREAS = [
    "Finanças Públicas",
    "Gestão",
    "Fortalecimento de Lideranças",
    "Planejamento Urbano e Ambiental",
    "Planejamento Estratégico",
    "Políticas para Juventude",
    "Engajamento",
    "Saúde",
    "Educação",
    "Segurança Pública",
    "Comunicação",
    "Cultura e Lazer",
]
AREA_SLUGS = [slugify(title) for title in AREAS]
PEOPLE = 20
WORDS = str.split(
    "a cidade prefeitura gestão saúde educação contas equilíbrio conselho bairro escola unidade básica moradores "
    "servidores programa meta resultado plano governança desafio frente trabalho diálogo orçamento praça ônibus"
)


def sentence(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(WORDS, k=count)).capitalize() + "."


def paragraphs(dice: random.Random, count: int) -> str:
    return "".join(f"<p>{sentence(dice, 40)} <b>{sentence(dice, 4)}</b></p>" for _ in range(count))


def city_body(dice: random.Random, path: str, fronts: list[str], others: list[str]) -> list[dict]:
    statistics = [
        {"value": dice.randrange(10**6), "label": sentence(dice, 3), "source": "Prefeitura", "year": 2020 + i}
        for i in range(3)
    ]
    columns = [{"type": "text", "heading": "Ano"}, {"type": "number", "heading": "Valor"}]
    rows = [[str(2015 + i), dice.randrange(10**5)] for i in range(6)]
    return [
        {"type": "heading", "value": {"title": sentence(dice, 4)[:120], "level": "h2"}},
        {"type": "rich_text", "value": {"text": paragraphs(dice, 3) + f'<p><a href="page:{path}">{path}</a></p>'}},
        {"type": "image", "value": {"image": {"file": f"foto-{dice.randrange(20):02}.png", "alt": "Uma praça."}}},
        {"type": "quote", "value": {"quote": sentence(dice, 20), "author": "Moradora"}},
        {"type": "statistics", "value": {"heading": "Em números", "statistics": statistics}},
        {"type": "table", "value": {"title": "Por ano", "table": {"columns": columns, "rows": rows}}},
        {"type": "map", "value": {"heading": "Perto daqui", "cities": others}},
        {"type": "cards", "value": {"cards": [{"page": f"{path}{slug}/"} for slug in fronts[:4]] or [{"page": path}]}},
    ]


def municipalities() -> list[dict]:
    """Return the rows of IBGE's list, each with the ``slug`` of its city's page."""
    with MUNICIPALITIES.open(encoding="utf-8") as file:
        return [{**row, "slug": slugify(f"{row['name']} {row['uf']}")} for row in csv.DictReader(file)]


def make_content(cities: int, fronts: int) -> dict:
    """Return a file's content with this many cities and work fronts."""
    dice = random.Random(7)
    rows = municipalities()[:cities]
    codes = [row["code"] for row in rows]
    slugs = [[f"frente-{number:03}" for number in range(i, fronts, cities)] for i in range(len(rows))]
    paths = [f"/cidades/{row['slug']}/" for row in rows]
    return {
        "indicators": [{"slug": "receita", "name": "Receita própria", "unit": "R$", "direction": "up"}],
        "people": [
            {"slug": f"pessoa-{number:02}", "name": f"Pessoa {number:02}", "role": sentence(dice, 2)[:-1]}
            for number in range(PEOPLE)
        ],
        "areas": [
            {"slug": slug, "title": title, "order": i, "summary": sentence(dice, 12)}
            for i, (slug, title) in enumerate(zip(AREA_SLUGS, AREAS, strict=True))
        ],
        "cities": [
            {
                "ibge_code": code,
                "title": row["name"],
                "status": dice.choice(["active", "active", "active", "suspended", "ended"]),
                "since_year": dice.randrange(2012, 2024),
                "population": dice.randrange(1_000, 2_000_000),
                "population_year": 2022,
                "population_source": "Censo Demográfico 2022, IBGE",
                "summary": sentence(dice, 20),
                "hero_image": f"foto-{dice.randrange(20):02}.png",
                "hero_alt": "Uma rua da cidade.",
                "areas": sorted(dice.sample(AREA_SLUGS, 3)),
                "leaders": [f"pessoa-{number:02}" for number in sorted(dice.sample(range(PEOPLE), 2))],
                "milestones": [{"date": f"{2014 + i}-05-01", "title": sentence(dice, 5)} for i in range(3)],
                "body": city_body(dice, path, own, dice.sample(codes, min(5, len(codes)))),
            }
            for row, code, path, own in zip(rows, codes, paths, slugs, strict=True)
        ],
        "work_fronts": [
            {
                "city": code,
                "slug": slug,
                "title": sentence(dice, 4)[:-1],
                "area": dice.choice(AREA_SLUGS),
                "status": "active",
                "started_year": dice.randrange(2012, 2024),
                "summary": sentence(dice, 20),
                "other_cities": dice.sample(codes, 1) if dice.random() < 0.1 else [],
                "body": [
                    {"type": "rich_text", "value": {"text": paragraphs(dice, 2)}},
                    {"type": "heading", "value": {"title": sentence(dice, 3), "level": "h2"}},
                ],
            }
            for code, own in zip(codes, slugs, strict=True)
            for slug in own
        ],
        "measurements": [
            {
                "indicator": "receita",
                "city": code,
                "date": "2020-12-31",
                "value": dice.randrange(10**8) / 100,
                "source": "Prefeitura",
            }
            for code in codes
        ],
    }


def write_content(folder: Path, content: dict) -> Path:
    """Write ``content`` and its pictures to ``folder``, and return the path of the file."""
    images = folder / "images"
    images.mkdir(parents=True, exist_ok=True)
    for number in range(20):
        Image.new("RGB", (1600, 900), (12 * number, 90, 130)).save(images / f"foto-{number:02}.png")
    path = folder / "content.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


if __name__ == "__main__":
    write_content(Path(sys.argv[3]), make_content(int(sys.argv[1]), int(sys.argv[2])))
