"""The body of a page: every block an editor can choose, in groups."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from cms.blocks.layout import AccordionBlock, DividerBlock
from cms.blocks.links import CallToActionBlock, CardsBlock
from cms.blocks.media import DocumentBlock, GalleryBlock, ImageBlock
from cms.blocks.numbers import StatisticBlock, StatisticsBlock
from cms.blocks.places import MapBlock
from cms.blocks.tables import TableBlock
from cms.blocks.text import HeadingBlock, QuoteBlock, RichTextBlock
from cms.blocks.timeline import TimelineBlock
from cms.blocks.video import VideoBlock

TEXT, MEDIA, NUMBERS, LINKS = _("Texto"), _("Imagens e arquivos"), _("Números e datas"), _("Caminhos")


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock(group=TEXT)
    rich_text = RichTextBlock(group=TEXT)
    quote = QuoteBlock(group=TEXT)
    accordion = AccordionBlock(group=TEXT)
    divider = DividerBlock(group=TEXT)
    image = ImageBlock(group=MEDIA)
    gallery = GalleryBlock(group=MEDIA)
    video = VideoBlock(group=MEDIA)
    document = DocumentBlock(group=MEDIA)
    statistic = StatisticBlock(group=NUMBERS)
    statistics = StatisticsBlock(group=NUMBERS)
    table = TableBlock(group=NUMBERS)
    timeline = TimelineBlock(group=NUMBERS)
    call_to_action = CallToActionBlock(group=LINKS)
    cards = CardsBlock(group=LINKS)
    map = MapBlock(group=LINKS)

    class Meta:
        required = False

    def clean(self, *args: Any, **options: Any) -> Any:
        try:
            return super().clean(*args, **options)
        except blocks.StreamBlockValidationError as error:
            error.message = _("Há campos a corrigir nos blocos.")  # Wagtail's own is English in every language
            raise


class BodyField(StreamField):
    """The StreamField that every page type has as its ``body``."""

    def __init__(self, **options: Any):
        super().__init__(BodyBlock(), **{"blank": True, "verbose_name": _("conteúdo"), **options})

    def deconstruct(self):
        # The blocks stay out of migrations: a column holds JSON whatever they are, and a label changes often.
        name, path, _args, options = super().deconstruct()
        del options["block_lookup"]
        return name, path, [], {**options, "blank": self.blank}
