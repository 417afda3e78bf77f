"""The smallest valid example of each content type. Each takes fields that matter to the test."""

import itertools
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page, Site

from cities.models import (
    CityIndexPage,
    CityPage,
    Indicator,
    Measurement,
    Milestone,
    Municipality,
    WorkFrontCity,
    WorkFrontPage,
)
from cms.engagement.models import Follower
from cms.media import CustomDocument, CustomImage
from home.models import (
    AreaIndexPage,
    AreaPage,
    FormField,
    FormPage,
    HomePage,
    Menu,
    NarrativePage,
    Partner,
    Person,
    PrivacyNoticePage,
    PrivacyNoticeVersion,
    StoryCity,
    StoryIndexPage,
    StoryPage,
)

_numbers = itertools.count(1)


def make_narrative(parent: Page | None = None, **fields: Any) -> NarrativePage:
    fields = {"title": f"Narrativa {next(_numbers)}", "introduction": "Como tudo começou.", **fields}
    return (parent or _home()).add_child(instance=NarrativePage(**fields))


def make_form(parent: Page | None = None, fields: list[dict[str, Any]] | None = None, **values: Any) -> FormPage:
    """A form; without ``fields``, with one for a name. Each field is named by its label, or by ``clean_name``."""
    fields = [{"label": "Nome"}] if fields is None else fields
    values = {
        "title": f"Formulário {next(_numbers)}",
        "introduction": "Escreva para nós.",
        "thank_you": "<p>Recebemos.</p>",
        **values,
    }
    rows = [FormField(**{"field_type": "text", "sort_order": i, **field}) for i, field in enumerate(fields)]
    for row in rows:
        row.clean()
    return (parent or _home()).add_child(instance=FormPage(**values, form_fields=rows))


def make_privacy_notice(parent: Page | None = None, **fields: Any) -> PrivacyNoticePage:
    """A notice with its first version."""
    fields = {"title": f"Privacidade {next(_numbers)}", "introduction": "O que fazemos com os dados.", **fields}
    version = PrivacyNoticeVersion(date=date(2026, 1, 2), summary="Primeira versão.")
    return (parent or _home()).add_child(instance=PrivacyNoticePage(**fields, versions=[version]))


def make_area(parent: Page | None = None, **fields: Any) -> AreaPage:
    fields = {"title": f"Área {next(_numbers)}", "summary": "O que fazemos.", **fields}
    return (parent or _index(AreaIndexPage, "Áreas")).add_child(instance=AreaPage(**fields))


def make_city(parent: Page | None = None, **fields: Any) -> CityPage:
    """A profile; without ``municipality``, of the next one that has none."""
    areas = fields.pop("areas", [])
    municipality = fields.pop("municipality", None) or Municipality.objects.filter(profiles=None).first()
    fields = {"title": municipality.name, "summary": "Uma cidade do programa.", "municipality": municipality, **fields}
    city = (parent or _index(CityIndexPage, "Cidades")).add_child(instance=CityPage(**fields))
    return _with(city, areas=areas)


def make_work_front(city: CityPage | None = None, **fields: Any) -> WorkFrontPage:
    other_cities = fields.pop("other_cities", [])
    fields = {"title": f"Frente {next(_numbers)}", "summary": "O que está sendo feito.", **fields}
    if "area" not in fields:
        fields["area"] = AreaPage.objects.first() or make_area()
    front = (city or make_city()).add_child(instance=WorkFrontPage(**fields))
    return _with(front, work_front_cities=[WorkFrontCity(city=other) for other in other_cities])


def make_story(parent: Page | None = None, **fields: Any) -> StoryPage:
    areas, cities = fields.pop("areas", []), fields.pop("cities", [])
    fields = {"title": f"História {next(_numbers)}", "summary": "O que aconteceu.", "date": date(2020, 1, 2), **fields}
    story = (parent or _index(StoryIndexPage, "Histórias")).add_child(instance=StoryPage(**fields))
    return _with(story, areas=areas, story_cities=[StoryCity(city=city) for city in cities])


def make_indicator(**fields: Any) -> Indicator:
    fields = {"name": f"Indicador {next(_numbers)}", "unit": "%", "direction": "up", **fields}
    return Indicator.objects.create(locale=Locale.get_default(), **fields)


def make_measurement(**fields: Any) -> Measurement:
    fields = {"date": date(2020, 12, 31), "value": "12.5", "source": "Prefeitura", **fields}
    for name, make in {"indicator": make_indicator, "city": make_city}.items():
        if name not in fields:
            fields[name] = make()
    measurement = Measurement(**fields)
    measurement.full_clean()
    measurement.save()
    return measurement


def make_milestone(city: CityPage, **fields: Any) -> Milestone:
    return Milestone.objects.create(page=city, **{"date": date(2013, 1, 1), "title": "Início", **fields})


def make_person(**fields: Any) -> Person:
    fields = {"name": f"Pessoa {next(_numbers)}", "role": "secretária de Saúde", **fields}
    return Person.objects.create(locale=Locale.get_default(), **fields)


def make_partner(**fields: Any) -> Partner:
    return Partner.objects.create(locale=Locale.get_default(), **{"name": f"Parceiro {next(_numbers)}", **fields})


def make_follower(*pages: Page, email: str = "ana@example.org", frequency: str = "weekly", **fields: Any) -> Follower:
    """Somebody who follows ``pages``, or everything."""
    follower = Follower.objects.create(
        site=Site.objects.get(),
        email=email,
        frequency=frequency,
        language="pt-br",
        follows_everything=not pages,
        consent_text="Aceito.",
        consented_at=timezone.now(),
        **fields,
    )
    follower.pages.set(pages)
    return follower


def make_menu(**fields: Any) -> Menu:
    fields = {"title": "Menu principal", "handle": "main", "site": _home().get_site(), **fields}
    return Menu.objects.create(locale=Locale.get_default(), **fields)


def make_image(*, width: int = 40, height: int = 30, **fields: Any) -> CustomImage:
    data = BytesIO()
    Image.new("RGB", (width, height), "teal").save(data, "PNG")
    file = ContentFile(data.getvalue(), name=f"imagem-{next(_numbers)}.png")
    return CustomImage.objects.create(**{"title": "Imagem", "file": file, **fields})


def make_document(**fields: Any) -> CustomDocument:
    file = ContentFile(b"%PDF-1.4 relatorio", name=f"relatorio-{next(_numbers)}.pdf")
    return CustomDocument.objects.create(**{"title": "Relatório", "file": file, **fields})


def _home() -> HomePage:
    return HomePage.objects.get(depth=2, path="00010001")


def _index(model: type[Page], title: str) -> Page:
    return model.objects.first() or _home().add_child(instance=model(title=title, introduction="O que há aqui."))


def _with(page: Any, **related: list) -> Any:
    for name, members in related.items():
        getattr(page, name).set(members)
    if any(related.values()):
        page.save()
    return page
