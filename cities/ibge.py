"""IBGE's list of municipalities, and how it gets into the database."""

import csv
from pathlib import Path

from django.db import models

from cities.models.municipality import municipality_slug
from cms.collation import sort_key

SOURCE = Path(__file__).with_name("data") / "municipalities.csv"


def load_municipalities(model: type[models.Model]) -> int:
    """Write IBGE's list into ``model``, replacing what has changed. Return the number of municipalities.

    ``model`` is ``Municipality``, or its historical version in a migration.
    """
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = [
            model(
                ibge_code=row["code"],
                name=row["name"],
                sort_name=sort_key(row["name"]),
                slug=municipality_slug(row["name"], row["uf"]),
                state=row["uf"],
                latitude=float(row["lat"]),
                longitude=float(row["lon"]),
            )
            for row in csv.DictReader(file)
        ]
    model.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["ibge_code"],
        update_fields=["name", "sort_name", "slug", "state", "latitude", "longitude"],
    )
    return len(rows)
