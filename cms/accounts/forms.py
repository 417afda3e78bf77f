"""What is asked of who comes in."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailForm


class LoginForm(WagtailForm):
    """As Wagtail's, in words that are all Portuguese."""

    error_messages: ClassVar = {
        **WagtailForm.error_messages,
        "invalid_login": _("O usuário ou a senha não confere. Tente de novo."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Senha")


class CodeForm(forms.Form):
    """A code of an application, or a recovery code."""

    code = forms.CharField(
        label=_("Código"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": "",
            }
        ),
    )


class PasswordForm(forms.Form):
    """The password of who is logged in, asked again before what must be their own wish."""

    password = forms.CharField(
        label=_("Sua senha"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("A senha não confere."))
        return self.cleaned_data["password"]
