"""Slugs that nobody types: made from a name when a row is first saved, and kept."""

from django.db import models
from django.utils.text import slugify


class AutoSlugField(models.SlugField):
    """The slug of another field of the same row, unique in its language."""

    def __init__(self, *args, source: str = "name", **kwargs):
        self.source = source
        super().__init__(*args, **{"max_length": 140, "editable": False, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "max_length": self.max_length, "source": self.source}

    def pre_save(self, model_instance, add):
        slug = getattr(model_instance, self.attname) or self._free_slug(model_instance)
        setattr(model_instance, self.attname, slug)
        return slug

    def _free_slug(self, instance: models.Model) -> str:
        wanted = slugify(getattr(instance, self.source))[: self.max_length - 6] or self.model._meta.model_name
        twins = self.model._default_manager.filter(locale=instance.locale_id, slug__startswith=wanted)
        taken = set(twins.exclude(pk=instance.pk).values_list("slug", flat=True))
        number = 1
        slug = wanted
        while slug in taken:
            number += 1
            slug = f"{wanted}-{number}"
        return slug
