"""Choices in blocks that the API gives as enums."""

from typing import Any

from django.db.models import TextChoices
from wagtail import blocks


class EnumBlock(blocks.ChoiceBlock):
    """A choice among ``choices_of``, described for the API where it is defined."""

    def __init__(self, choices_of: type[TextChoices], **options: Any):
        super().__init__(choices=choices_of.choices, **options)
        self.choices_of = choices_of

    def get_searchable_content(self, value: str) -> list[str]:
        """Return nothing: nobody looks for the level of a heading."""
        return []

    def deconstruct(self):
        return blocks.ChoiceBlock(choices=self.choices_of.choices).deconstruct()
