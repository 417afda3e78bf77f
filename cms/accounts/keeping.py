"""What is typed stays in its window until the server can take it, though the login ends or the network drops."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


@require_GET
@never_cache
def tell_who_is_here(request: HttpRequest) -> JsonResponse:
    """Tell an editor's window who is logged in, and the token that their forms need now. Strangers get no answer."""
    return JsonResponse({"user": request.user.pk, "token": get_token(request)})


def script() -> SafeString:
    """Return the script of editors, with what it says."""
    return format_html(
        '<link rel="stylesheet" href="{}"><script src="{}" type="module" id="cms-keeping"'
        ' data-here="{}" data-login="{}" data-offline="{}"'
        ' data-ended="{}" data-other="{}" data-enter="{}"></script>',
        static("cms/accounts/keeping.css"),
        static("cms/accounts/keeping.js"),
        reverse("accounts_here"),
        reverse("wagtailadmin_login"),
        _("Sem conexão com o servidor. Seu texto está nesta janela: não a feche. Assim que a conexão voltar, salve."),
        _("Sua sessão terminou. Seu texto está nesta janela: não a feche. Entre em outra aba e volte para salvar."),
        _("Outra pessoa entrou neste navegador. Seu texto está nesta janela: entre com a sua conta para salvar."),
        _("Entrar em outra aba"),
    )
