"""What an administrator fills in to take pages off the site for a while."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page

from cms.hiding.models import Hiding


class Choosing(forms.Form):
    """A way to find pages. The hook ``register_hiding_choice`` registers more of them."""

    title = ""

    def pages(self) -> QuerySet[Page]:
        """Return the pages that the valid form asks for; none where nothing is filled in."""
        raise NotImplementedError


class BranchChoosing(Choosing):
    """A page with all below it, by words of its title."""

    title = _("Pelo título")
    words = forms.CharField(
        label=_("Palavras do título"),
        required=False,
        help_text=_("O que está abaixo de cada página sai do ar com ela."),
    )

    def pages(self) -> QuerySet[Page]:
        words = self.cleaned_data["words"].split()
        found = Page.objects.filter(depth__gt=1) if words else Page.objects.none()
        for word in words:
            found = found.filter(title__icontains=word)
        return found


class PeriodForm(forms.ModelForm):
    """The reason and the times. Which pages is told beside it, by their keys."""

    pages = forms.ModelMultipleChoiceField(
        Page.objects.filter(depth__gt=1),
        error_messages={"required": _("Escolha ao menos uma página.")},
    )

    class Meta:
        model = Hiding
        fields = ["reason", "begins_at", "ends_at"]
        widgets = {"begins_at": AdminDateTimeInput, "ends_at": AdminDateTimeInput}

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_pages(self) -> QuerySet[Page]:
        pages = self.cleaned_data["pages"]
        refused = [page.title for page in pages if not page.permissions_for_user(self.by).can_publish()]
        if refused:
            raise forms.ValidationError(_("Você não pode tirar do ar: %s") % ", ".join(refused[:10]))
        return pages
