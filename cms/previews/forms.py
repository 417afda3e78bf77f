"""What an editor says of a new link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.previews.models import SharedDraft

DAYS = [(1, _("1 dia")), (3, _("3 dias")), (7, _("7 dias")), (15, _("15 dias")), (30, _("30 dias"))]


class ShareForm(forms.ModelForm):
    days = forms.TypedChoiceField(label=_("Vale por"), choices=DAYS, coerce=int, initial=7)

    class Meta:
        model = SharedDraft
        fields = ["note"]
