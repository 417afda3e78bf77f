"""What a visitor types, once however it is written."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.collation import SortKeyField, sort_key

LONGEST = 100


class Words(models.Model):
    """Words of a search. ``key`` is the same for every way to write them: accents, case and spaces do not count."""

    text = models.CharField(
        _("busca"),
        max_length=LONGEST,
        help_text=_("O que a pessoa digita. Acentos e maiúsculas não fazem diferença."),
    )
    key = SortKeyField(source="text", max_length=LONGEST)

    taken = _("Já existe: “%(other)s”.")

    class Meta:
        abstract = True

    def __str__(self):
        return self.text

    def clean(self):
        super().clean()
        self.text = " ".join(self.text.split())
        key = sort_key(self.text)[:LONGEST]
        if self.text and not key:
            raise ValidationError({"text": _("Escreva pelo menos uma letra ou um número.")})
        other = self.rivals().filter(key=key).exclude(pk=self.pk).first()
        if other:
            raise ValidationError({"text": self.taken % {"other": other.text}})

    def rivals(self) -> models.QuerySet:
        """The rows among which the words stand once."""
        return type(self)._default_manager.all()
