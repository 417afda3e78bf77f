"""Words that mean the same to whoever searches."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from cms.collation import SortKeyField, sort_key

FEWEST, MOST, LONGEST = 2, 20, 60


class Synonyms(TranslatableMixin, models.Model):
    """A group of terms: whoever searches for one of them finds all the others too."""

    webhook_event = "search.changed"

    terms = models.TextField(
        _("termos"),
        help_text=_(
            "Um por linha, ou separados por vírgulas: de 2 a 20. Um termo pode ter várias palavras. Quem busca um "
            "deles encontra também o que traz os outros. Acentos e maiúsculas não fazem diferença."
        ),
    )
    sort_terms = SortKeyField(source="terms")

    panels = [FieldPanel("terms")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("grupo de sinônimos")
        verbose_name_plural = _("sinônimos")
        ordering = ["sort_terms"]

    def __str__(self):
        return ", ".join(self.as_list())

    def as_list(self) -> list[str]:
        """The terms, as they were written."""
        return terms_in(self.terms)

    def clean(self):
        super().clean()
        if not self.terms:
            return  # the field itself says that it is required
        terms = self.as_list()
        self.terms = "\n".join(terms)
        problems = list(_problems(terms))
        if problems:
            raise ValidationError({"terms": problems})


def terms_in(text: str) -> list[str]:
    """Return the terms that ``text`` holds, between commas, semicolons and ends of lines."""
    return [term for part in re.split(r"[,;\r\n]", text) if (term := " ".join(part.split()))]


def _problems(terms: list[str]):
    if len(terms) < FEWEST:
        yield _("Escreva pelo menos dois termos.")
    if len(terms) > MOST:
        yield _("São %(count)d termos: um grupo tem no máximo %(most)d.") % {"count": len(terms), "most": MOST}
    seen: dict[str, str] = {}
    for term in terms:
        key = sort_key(term)
        if len(term) > LONGEST:
            yield _("“%(term)s…” passa de %(longest)d caracteres.") % {"term": term[:30], "longest": LONGEST}
        elif not key:
            yield _("“%(term)s” não tem letra nem número.") % {"term": term}
        elif key in seen:
            yield _("“%(term)s” repete “%(other)s”.") % {"term": term, "other": seen[key]}
        seen.setdefault(key, term)
