"""Where this app plugs into the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.dashboard.shortcuts import Shortcut, new_page
from home.forms import listing
from home.forms.arrived import ArrivedSubmissions
from home.models import Menu, Partner, Person, SiteText, StoryIndexPage, StoryPage


class PartnerViewSet(SnippetViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Parceiros")
    list_display = ["name", "kind", "live"]
    list_filter = ["kind"]


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("Lideranças")
    list_display = ["name", "role", "organisation", "live"]


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")
    list_display = ["title", "handle", "site"]


class SiteTextViewSet(SnippetViewSet):
    model = SiteText
    icon = "title"
    menu_label = _("Textos do site")
    list_display = ["programme_name", "site"]


@register_snippet
class PeopleGroup(SnippetViewSetGroup):
    items = (PartnerViewSet, PersonViewSet)
    menu_label = _("Pessoas")
    menu_icon = "group"
    menu_order = 210


@register_snippet
class SiteGroup(SnippetViewSetGroup):
    items = (MenuViewSet, SiteTextViewSet)
    menu_label = _("Menus e textos")
    menu_icon = "list-ul"
    menu_order = 220


@hooks.register("register_admin_urls")
def register_submitted_files() -> list[URLPattern]:
    return listing.urlpatterns


@hooks.register("filter_form_submissions_for_user")
def show_submissions_to_who_may_handle_them(user, forms: QuerySet) -> QuerySet:
    return listing.only_for_who_handles_them(user, forms)


@hooks.register("register_permissions")
def register_submission_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="home", codename="handle_formsubmission")


@hooks.register("construct_homepage_panels")
def show_arrived_submissions(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(listing.PERMISSION):
        panels.append(ArrivedSubmissions(request))


@hooks.register("register_shortcut", order=20)
def offer_a_new_story(request: HttpRequest) -> list[Shortcut]:
    return new_page(request.user, StoryPage, StoryIndexPage, _("Nova história"), "doc-empty-inverse")
