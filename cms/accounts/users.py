"""*Configurações → Usuários*, as Wagtail's, for administrators who are no superusers."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users

from cms.accounts.rights import groups_to_give, may_handle


class GivesOwnRights:
    """A form of a user: ``by`` whom decides which groups are offered, and whether superusers are made."""

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [group.pk for group in groups_to_give(by)]
        self.fields["groups"].queryset = Group.objects.filter(pk__in=self.offered).order_by("name")
        if not by.is_superuser:
            self.fields.pop("is_superuser", None)

    def clean_groups(self) -> Any:
        """Groups that are not offered stay as they are."""
        chosen = [group.pk for group in self.cleaned_data["groups"]]
        kept = (
            self.instance.groups.exclude(pk__in=self.offered).values_list("pk", flat=True) if self.instance.pk else []
        )
        return Group.objects.filter(pk__in=[*chosen, *kept])


class NewUserForm(GivesOwnRights, UserCreationForm):
    pass


class UserForm(GivesOwnRights, UserEditForm):
    pass


class CreateView(users.CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class EditView(users.EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_handle(request.user, self.object):
            raise PermissionDenied

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class UserViewSet(users.UserViewSet):
    copy_view_enabled = False
    add_view_class = CreateView
    edit_view_class = EditView

    def get_form_class(self, for_update: bool = False) -> type:
        return UserForm if for_update else NewUserForm


def refuse_to_touch_who_has_more(request: HttpRequest, user: Any) -> None:
    """Raise ``PermissionDenied`` where ``user`` has rights that who asks has not."""
    if not may_handle(request.user, user):
        raise PermissionDenied


def refuse_in_bulk(request: HttpRequest, action: str, objects: list, view: Any) -> None:
    """As ``refuse_to_touch_who_has_more``, of many; and of the role that they are to be given."""
    if view.model is not users.User:
        return
    for user in objects:
        refuse_to_touch_who_has_more(request, user)
    if action == "assign_role" and view.cleaned_form.cleaned_data["role"] not in groups_to_give(request.user):
        raise PermissionDenied
