"""The page behind the link in the author's e-mail: confirm the address, or take the comment back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.api.errors import TooManyRequests
from cms.clients import client_of
from cms.engagement.comments.finding import settings_of
from cms.engagement.comments.links import read_link
from cms.engagement.comments.moderation import confirm, withdraw
from cms.throttling import spend

CONFIRM, WITHDRAW = "confirm", "withdraw"


@never_cache
@csrf_exempt  # the token is the right to it, and nothing else is read
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, token: str) -> HttpResponse:
    """Show what can be done with a comment; do it by POST, so that no program that follows links does."""
    try:
        spend("comment_submit", client_of(request))
    except TooManyRequests as often:
        return HttpResponse(status=429, headers={"Retry-After": str(often.retry_after)})
    found = read_link(token)
    if found is None:
        return render(request, "cms/engagement/comment.html", {"done": "gone"}, status=404)
    done = ""
    with translation.override(found.page.locale.language_code):
        if request.method == "POST" and request.POST.get("do") in (CONFIRM, WITHDRAW):
            done = request.POST["do"]
            if done == WITHDRAW:
                withdraw(found)
            else:
                confirm(found, settings_of(found.page))
        return render(request, "cms/engagement/comment.html", {"comment": found, "page": found.page, "done": done})
