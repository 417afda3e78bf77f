"""Our pages behind the links of messages, for sites whose frontend has none: confirm, choose, leave."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from cms.api.errors import TooManyRequests
from cms.clients import client_of
from cms.engagement.following.asking import choose, confirm, leave
from cms.engagement.following.links import follower_token, read_follower, read_wish
from cms.engagement.models import Follower
from cms.engagement.models.following import Frequency
from cms.throttling import spend
from cms.visibility import public

EVERYTHING, CHOSEN = "everything", "chosen"
ONE_CLICK = "List-Unsubscribe"


class PreferencesForm(forms.Form):
    what = forms.ChoiceField(
        label=_("O que receber"),
        choices=[(EVERYTHING, _("Tudo o que é novo")), (CHOSEN, _("Só o que está marcado abaixo"))],
        widget=forms.RadioSelect,
    )
    pages = forms.ModelMultipleChoiceField(
        label=_("Páginas"), queryset=Page.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    frequency = forms.ChoiceField(label=_("Com que frequência"), choices=Frequency.choices, widget=forms.RadioSelect)

    def __init__(self, follower: Follower, data=None):
        pages = public(Page.objects.filter(pk__in=follower.pages.values("pk"))).order_by("title")
        initial = {
            "what": EVERYTHING if follower.follows_everything else CHOSEN,
            "pages": pages,
            "frequency": follower.frequency,
        }
        super().__init__(data, initial=initial)
        self.fields["pages"].queryset = pages

    def clean(self):
        if self.cleaned_data.get("what") == CHOSEN and not self.cleaned_data.get("pages"):
            raise forms.ValidationError(_("Marque ao menos uma página, escolha tudo, ou cancele a inscrição."))
        return self.cleaned_data


def _page(view):
    """Guard a page that a link opens: the token is the right to it, and nothing else is read."""

    @never_cache
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            spend("follow_link", client_of(request))
        except TooManyRequests as often:
            return HttpResponse(status=429, headers={"Retry-After": str(often.retry_after)})
        return view(request, token)

    return answer


@_page
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the address is theirs; confirm it by POST, so that no program that follows links does."""
    wish = read_wish(token)
    if wish is None:
        return _gone(request)
    with translation.override(wish.language):
        if request.method != "POST":
            told = {"site": wish.site, "pages": public(Page.objects.filter(pk__in=wish.pages))}
            return render(request, "cms/engagement/confirm.html", told)
        follower = confirm(wish)
        return render(request, "cms/engagement/confirmed.html", {"token": follower_token(follower)})


@_page
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is followed, and let it be changed."""
    follower = read_follower(token)
    if follower is None:
        return _gone(request)
    with translation.override(follower.language):
        form = PreferencesForm(follower, request.POST or None)
        is_saved = request.method == "POST" and form.is_valid()
        if is_saved:
            given = form.cleaned_data
            everything = given["what"] == EVERYTHING
            choose(follower, everything=everything, pages=list(given["pages"]), frequency=given["frequency"])
        told = {"form": form, "token": token, "is_saved": is_saved}
        return render(request, "cms/engagement/preferences.html", told)


@_page
def leaving(request: HttpRequest, token: str) -> HttpResponse:
    """Unfollow: by the click of a person, or the one click of a mail program (RFC 8058), which follows no redirect."""
    follower = read_follower(token)
    if follower is None:
        return HttpResponse() if ONE_CLICK in request.POST else _gone(request)
    with translation.override(follower.language):
        if request.method != "POST":
            return render(request, "cms/engagement/leave.html", {"token": token})
        letter = request.GET.get("letter", "")
        leave(follower, letter=int(letter) if letter.isdecimal() and len(letter) < 19 else None)
        return HttpResponse() if ONE_CLICK in request.POST else render(request, "cms/engagement/left.html")


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/engagement/no_link.html", status=404)
