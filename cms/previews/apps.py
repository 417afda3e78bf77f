from django.apps import AppConfig


class PreviewsConfig(AppConfig):
    name = "cms.previews"
    label = "previews"
    verbose_name = "Prévias"
