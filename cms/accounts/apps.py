from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("contas")

    def ready(self) -> None:
        from cms.accounts import noticing, retention  # noqa: F401 - retention declares a task

        noticing.connect()


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's, with our views of users: nobody gives more rights than they have."""

    user_viewset = "cms.accounts.users.UserViewSet"
