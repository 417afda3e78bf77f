"""Alphabetical order as a Brazilian reader expects it, the same on SQLite and PostgreSQL."""

import re
import unicodedata

from django.db import models


def plain(text: str) -> str:
    """Return ``text`` in lower case and without accents: "Água-Boa" gives "agua-boa"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def sort_key(text: str) -> str:
    """Return ``text`` without accents, case or punctuation: "Água-Boa" gives "agua boa"."""
    return re.sub(r"[^0-9a-z]+", " ", plain(text)).strip()


class SortKeyField(models.CharField):
    """The sort key of another field of the same row, written whenever the row is saved."""

    def __init__(self, *args, source: str = "title", **kwargs):
        self.source = source
        super().__init__(*args, **{"max_length": 255, "editable": False, "db_index": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance, add):
        key = sort_key(getattr(model_instance, self.source) or "")[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key

    def db_parameters(self, connection):
        # Each database's own name for plain byte order: a server's locale must not reorder the list.
        parameters = super().db_parameters(connection)
        parameters["collation"] = {"postgresql": "C", "sqlite": "BINARY"}.get(connection.vendor)
        return parameters
