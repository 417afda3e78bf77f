"""What the editor of a form checks before it is saved."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from cms.pages import PageForm


class FormPageForm(PageForm):
    def clean(self) -> dict[str, Any]:
        """Refuse fields that would have one name: what one of them asked could not be told from the other."""
        cleaned = super().clean()
        fields = self.formsets["form_fields"]
        kept = [form for form in fields.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        names = Counter(_name(form) for form in kept)
        for form in kept:
            if names[_name(form)] > 1:
                form.add_error("label", _("Outro campo tem o mesmo nome. Escolha outro rótulo."))
        return cleaned


def _name(form: Any) -> str:
    return form.instance.clean_name or form.instance.get_field_clean_name()
