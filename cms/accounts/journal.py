"""What is written down of logins and rights: in Wagtail's own log, beside what was done with the content."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

PREFIX = "accounts."

LABELS = {
    "accounts.login": gettext_lazy("Entrou"),
    "accounts.logout": gettext_lazy("Saiu"),
    "accounts.failed": gettext_lazy("Não conseguiu entrar"),
    "accounts.locked": gettext_lazy("Acesso bloqueado"),
    "accounts.unlocked": gettext_lazy("Acesso desbloqueado"),
    "accounts.code_failed": gettext_lazy("Errou o código da segunda etapa"),
    "accounts.factor_on": gettext_lazy("Ligou a segunda etapa"),
    "accounts.factor_off": gettext_lazy("Desligou a segunda etapa"),
    "accounts.codes": gettext_lazy("Fez novos códigos de recuperação"),
    "accounts.recovery": gettext_lazy("Entrou com um código de recuperação"),
    "accounts.password": gettext_lazy("Senha trocada"),
    "accounts.reset": gettext_lazy("Troca de senha pedida por e-mail"),
    "accounts.rights": gettext_lazy("Direitos mudados"),
    "accounts.export": gettext_lazy("Dados pessoais exportados"),
}


def note(action: str, *, about: Model, by: AbstractBaseUser | None = None, **data: Any) -> None:
    """Write down that ``by`` did ``action`` (a key of ``LABELS``, without its prefix) to ``about``.

    ``data`` is what the report tells beside it: never a password, nor a name that nobody bears.
    """
    log(instance=about, action=PREFIX + action, user=by, data=data)


class Told(LogFormatter):
    def format_message(self, entry: Any) -> str:
        told = [str(self.label), *_details(entry.data)]
        return ", ".join(told)


def _details(data: dict[str, Any]) -> list[str]:
    words = {
        "address": _("de %s"),
        "gained": _("ganhou: %s"),
        "lost": _("perdeu: %s"),
        "what": "%s",
    }
    return [words[key] % value for key, value in data.items() if key in words and value]


def register_actions(actions: LogActionRegistry) -> None:
    for action, label in LABELS.items():
        actions.register_action(action)(type("Action", (Told,), {"label": label}))
