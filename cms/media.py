"""Our image and document models: credit, alternative text at each use, no hidden metadata."""

import itertools
from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from PIL import ImageOps, ImageSequence, JpegImagePlugin
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, SourceImageIOError
from wagtail.images.models import Image as WagtailImage
from wagtail.search import index

from cms.api import fields as graphql
from cms.choices import ImageLicence
from cms.pixels import look_at


class NamedFileMixin(models.Model):
    """An uploaded file's own name, made unique: what imports and exports call the file by."""

    name = models.CharField(max_length=255, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self.name and self.file:
            self.name = free_name(type(self), PurePath(self.file.name).name)
        super().save(*args, **kwargs)


class CustomImage(NamedFileMixin, AbstractImage):
    """An uploaded image. Position, camera and author data in the file are removed on upload."""

    graphql_name = "Image"
    shown_until = "rights_end_at"

    credit = models.CharField(
        _("crédito"),
        max_length=200,
        blank=True,
        help_text=_("Quem fez a imagem, como deve aparecer no site. Ex.: Prefeitura de Pelotas / Ana Silva."),
    )
    rights_note = models.CharField(
        _("autorização de uso"),
        max_length=255,
        blank=True,
        help_text=_("Só para a equipe: de quem é a autorização, inclusive das pessoas que aparecem."),
    )
    licence = models.CharField(
        _("licença"),
        max_length=20,
        choices=ImageLicence.choices,
        blank=True,
        default="",
        db_default="",
        help_text=_("O que outros podem fazer com a imagem. Aparece no site. Na dúvida, deixe vazio."),
    )
    rights_end_at = models.DateTimeField(
        _("direitos até"),
        null=True,
        blank=True,
        help_text=_("Neste dia e hora a imagem sai do site sozinha. Vazio: sem prazo."),
    )
    rights_end_told = models.BooleanField(default=False, db_default=False, editable=False)
    """Whether caches and listeners were told that the rights have ended: a change of the row is what tells."""

    has_alpha = models.BooleanField(default=False, editable=False)
    placeholder_colour = models.CharField(max_length=7, default="#ffffff", editable=False)
    placeholder = models.CharField(max_length=600, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "licence",
        "rights_note",
        "rights_end_at",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(WagtailImage.Meta):
        verbose_name = _("imagem")
        verbose_name_plural = _("imagens")

    @property
    def has_ended(self) -> bool:
        """Whether its rights have ended: nobody but the team sees it."""
        return self.rights_end_at is not None and self.rights_end_at <= timezone.now()

    def save(self, *args, **kwargs):
        self.rights_end_told = self.has_ended
        is_new_file, is_replaced = self.file and not self.file._committed, not self._state.adding
        if is_new_file:
            self.file = without_metadata(self.file)
            self._set_image_file_metadata()
            self.look()
        super().save(*args, **kwargs)
        if is_new_file and is_replaced:
            self.renditions.all().delete()

    def look(self) -> None:
        """Note what the API tells of the pixels."""
        with self.open_file() as file, PillowImage.open(file) as image:
            look = look_at(image)
        self.has_alpha, self.placeholder_colour, self.placeholder = look.has_alpha, look.colour, look.placeholder
        self.file.seek(0)

    def create_rendition(self, filter):
        """As Wagtail's, but nothing is left of a file that another made first, or whose image changed meanwhile."""
        key = {"filter_spec": filter.spec, "focal_point_key": filter.get_cache_key(self)}
        rendition = CustomRendition(image=self, file=self.generate_rendition_file(filter), **key)
        try:
            with transaction.atomic():
                same = CustomImage.objects.select_for_update().filter(pk=self.pk, file_hash=self.file_hash)
                if not same.values_list("pk"):
                    raise SourceImageIOError(f"The file of image {self.pk} was replaced meanwhile")
                made = self.renditions.filter(**key).first()
                if made is None:
                    rendition.save()
        except BaseException:
            if rendition.file._committed:
                rendition.file.storage.delete(rendition.file.name)
            raise
        return made or rendition


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class CustomDocument(NamedFileMixin, AbstractDocument):
    """A file that visitors download, through a view that knows whether they may."""

    admin_form_fields = WagtailDocument.admin_form_fields

    graphql_name = "Document"
    graphql_description = "A file to download."
    graphql_fields = [
        graphql.string("title", "What the file is called.", required=True),
        graphql.string("url", "Where to download it.", required=True, columns=("file",)),
        graphql.string("filename", "The file's own name.", required=True, columns=("file",)),
        graphql.integer("file_size", "In bytes, if known."),
        graphql.string("type", "The file's media type, such as `application/pdf`.", required=True, columns=("file",)),
    ]

    class Meta(WagtailDocument.Meta):
        verbose_name = _("documento")
        verbose_name_plural = _("documentos")

    @property
    def url(self) -> str:
        """The whole address: visitors are on the frontend's host, the file is on this one."""
        return settings.PUBLIC_URL + super().url

    @property
    def type(self) -> str:
        return self.content_type


class HeroImageMixin(models.Model):
    """The image at the top of a page, with its alternative text for this use."""

    hero_image = models.ForeignKey(
        CustomImage,
        verbose_name=_("imagem de destaque"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Aparece no topo da página e quando ela é compartilhada. Ideal: 1600 × 900 pixels ou mais."),
    )
    hero_alt = models.CharField(
        _("texto alternativo"),
        max_length=255,
        blank=True,
        help_text=_("O que a imagem mostra, para quem não pode vê-la. Ex.: Vista da orla de Santos ao entardecer."),
    )
    hero_decorative = models.BooleanField(
        _("imagem decorativa"),
        default=False,
        help_text=_("Marque se a imagem não acrescenta informação: leitores de tela vão ignorá-la."),
    )

    hero_panel = MultiFieldPanel(
        [FieldPanel("hero_image"), FieldPanel("hero_alt"), FieldPanel("hero_decorative")],
        heading=_("Imagem de destaque"),
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.hero_image_id and not self.hero_alt and not self.hero_decorative:
            raise ValidationError(
                {"hero_alt": _("Descreva a imagem ou marque-a como decorativa.")},
            )


def free_name(model: type[models.Model], wanted: str) -> str:
    """Return ``wanted``, or where a row of ``model`` has this name, one like it that is free."""
    stem, suffix = wanted[:240].removesuffix(PurePath(wanted).suffix), PurePath(wanted).suffix[:12]
    taken = set(model._default_manager.filter(name__startswith=stem).values_list("name", flat=True))
    numbered = (f"{stem}-{number}{suffix}" for number in itertools.count(2))
    return next(name for name in itertools.chain([stem + suffix], numbered) if name not in taken)


PIXELS_ALONE = {
    *("adobe", "adobe_transform", "aspect", "background", "chromaticity", "default_image", "dpi", "duration"),
    *("extension", "gamma", "icc_profile", "interlace", "jfif", "jfif_density", "jfif_unit", "jfif_version", "loop"),
    *("progression", "progressive", "srgb", "timestamp", "transparency", "version"),
}
"""What Pillow tells of an image file that says nothing about where, when, how or by whom it was made."""


def is_clean(file: File) -> bool:
    """Tell whether the image in ``file`` holds nothing but pixels, so that it can be kept as it is."""
    data = file.open().read()
    with PillowImage.open(BytesIO(data)) as image:
        image.load()
        segments = {marker for marker, _content in getattr(image, "applist", [])}
        ends = {
            "JPEG": data.endswith(b"\xff\xd9") and segments <= {"APP0", "APP2", "APP14"},
            "PNG": data.endswith(b"IEND\xaeB`\x82"),
            "WEBP": int.from_bytes(data[4:8], "little") + 8 == len(data),
        }
        return ends.get(image.format or "", False) and set(image.info) <= PIXELS_ALONE


def without_metadata(file: File) -> File:
    """Return the image in ``file`` turned upright and without EXIF, XMP, IPTC or comments.

    A file without any stays as it is. Colour profiles and animation stay. JPEG keeps its quality where
    the image need not be turned.
    """
    if is_clean(file):
        return file
    file.open()
    with PillowImage.open(file) as source:
        image_format = source.format
        options: dict = {"icc_profile": source.info.get("icc_profile")}
        if getattr(source, "is_animated", False):
            frames = [_pixels(frame) for frame in ImageSequence.Iterator(source)]
            options |= {
                "save_all": True,
                "append_images": frames[1:],
                "duration": source.info.get("duration", 100),
                "loop": source.info.get("loop", 0),
            }
        else:
            frames = [_pixels(ImageOps.exif_transpose(source))]
        if image_format in {"JPEG", "WEBP", "AVIF"}:
            options["quality"] = 92
        if image_format == "JPEG" and source.getexif().get(0x0112, 1) == 1:
            options |= {"qtables": source.quantization, "subsampling": JpegImagePlugin.get_sampling(source)}
            del options["quality"]
        clean = BytesIO()
        frames[0].save(clean, format=image_format, **options)
    return ContentFile(clean.getvalue(), name=file.name)


def _pixels(image: PillowImage.Image) -> PillowImage.Image:
    copy = image.copy()
    transparency = image.info.get("transparency")
    copy.info = {} if transparency is None else {"transparency": transparency}
    return copy
