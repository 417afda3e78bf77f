from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Programa")

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        import home.forms.retention  # noqa: F401, registers the worker's tasks
        from cms.engagement import people
        from home.forms import personal
        from home.models.submissions import SubmittedFile, remove_file

        people.register("forms", _("Respostas de formulários"), export=personal.export, erase=personal.erase)
        post_delete.connect(remove_file, sender=SubmittedFile, dispatch_uid="home.remove_file")
