from django.apps import AppConfig, apps
from django.core.checks import Tags, register


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "CMS"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, post_save, pre_migrate
        from wagtail.models import ReferenceIndex
        from wagtail.signals import published
        from wagtail.sites.views import SiteViewSet

        from cms.api.types import register_content_types
        from cms.delivery.images import make_files_of_a_changed_image, make_files_of_images_in_what_is_published
        from cms.delivery.purgers import check_purger
        from cms.graphql.documents import check_trusted_documents
        from cms.image_rights import telling  # noqa: F401 - declares a task
        from cms.media import CustomImage
        from cms.operations.checks import check_production
        from cms.paths import register_signal_handlers
        from cms.redirects import moving as redirects_left
        from cms.redirects import writing as redirects_written
        from cms.sheets import no_sheet_runs_a_formula
        from cms.site_deletion import SiteDeleteView
        from cms.uploads import count_pixels_before_they_are_read
        from cms.versions.installing import install_after_migrating, remove_before_migrating

        register_content_types()
        register(check_trusted_documents)
        register(check_purger)
        register(check_production, Tags.security, deploy=True)
        count_pixels_before_they_are_read()
        no_sheet_runs_a_formula()
        register_signal_handlers()
        redirects_left.register_signal_handlers()
        redirects_written.register_signal_handlers()
        for model in apps.get_models():
            if any(field.related_model is CustomImage for field in model._meta.concrete_fields):
                ReferenceIndex.register_model(model)  # Wagtail leaves settings out, and snippets until the admin loads
        SiteViewSet.delete_view_class = SiteDeleteView
        published.connect(make_files_of_images_in_what_is_published)
        post_save.connect(make_files_of_a_changed_image, sender=CustomImage)
        pre_migrate.connect(remove_before_migrating, sender=self)
        post_migrate.connect(install_after_migrating, sender=self)
