"""The forms of the admin: one redirect, and a file of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.redirects import forms as wagtail_forms

from cms.redirects.tables import Row, read_rows
from cms.redirects.writing import settle

LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file: some 200,000 redirects."""


class RedirectForm(wagtail_forms.RedirectForm):
    """A redirect: to a page, or to an address, which may be a path."""

    redirect_link = forms.CharField(
        label=gettext_lazy("Redirecionar para um endereço"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Um caminho deste site, como /campanha/, ou um endereço inteiro, com https://."),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("redirect_page") and self.cleaned_data.get("redirect_link"):
            raise ValidationError(_("Escolha uma página ou escreva um endereço, e não os dois."))
        return self.cleaned_data

    def _get_validation_exclusions(self) -> set[str]:
        # the model wants a whole address; what we want is asked below
        return {*super()._get_validation_exclusions(), "redirect_link"}

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            try:
                settle(self.instance)
            except ValidationError as wrong:
                self.add_error(None, wrong)


class ImportForm(forms.Form):
    """A file of redirects."""

    file = forms.FileField(
        label=gettext_lazy("Arquivo"),
        validators=[FileExtensionValidator(["csv", "tsv", "txt", "xlsx"])],
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy(
            "Uma planilha .csv ou .xlsx cuja primeira linha diz as colunas: from (de), to (para) e, se for o caso, "
            "permanent (true ou false) e site. É a mesma que o botão de baixar dá."
        ),
    )
    dry_run = forms.BooleanField(label=gettext_lazy("Só conferir, sem gravar"), required=False)

    rows: list[Row]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            limits = {"size": file.size // 1024**2, "largest": LARGEST // 1024**2}
            raise ValidationError(_("O arquivo tem %(size)s MB; o máximo é %(largest)s MB.") % limits)
        self.rows = read_rows(file.read(), file.name)
        if not self.rows:
            raise ValidationError(_("O arquivo não tem nenhum redirecionamento."))
        return file
