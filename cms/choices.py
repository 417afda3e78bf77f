"""Choices that more than one room uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.api.enums import described


@described(
    "How much of a date is known.",
    YEAR="Only the year is known.",
    MONTH="The year and the month are known.",
    DAY="The whole date is known.",
)
class DatePrecision(models.TextChoices):
    YEAR = "year", _("ano")
    MONTH = "month", _("mês e ano")
    DAY = "day", _("dia, mês e ano")


@described(
    "What others may do with an image.",
    ALL_RIGHTS_RESERVED="Nothing without asking whoever made it.",
    PUBLIC_DOMAIN="Anything: nobody has rights to it any more.",
    CC0="Anything: Creative Commons Zero 1.0.",
    CC_BY="Creative Commons Attribution 4.0.",
    CC_BY_SA="Creative Commons Attribution-ShareAlike 4.0.",
    CC_BY_ND="Creative Commons Attribution-NoDerivatives 4.0.",
    CC_BY_NC="Creative Commons Attribution-NonCommercial 4.0.",
    CC_BY_NC_SA="Creative Commons Attribution-NonCommercial-ShareAlike 4.0.",
    CC_BY_NC_ND="Creative Commons Attribution-NonCommercial-NoDerivatives 4.0.",
    OTHER="Another, which the credit may name.",
)
class ImageLicence(models.TextChoices):
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("todos os direitos reservados")
    PUBLIC_DOMAIN = "public-domain", _("domínio público")
    CC0 = "cc0", _("CC0: sem direitos reservados")
    CC_BY = "by", _("CC BY: com crédito")
    CC_BY_SA = "by-sa", _("CC BY-SA: com crédito, pela mesma licença")
    CC_BY_ND = "by-nd", _("CC BY-ND: com crédito, sem alterar")
    CC_BY_NC = "by-nc", _("CC BY-NC: com crédito, sem uso comercial")
    CC_BY_NC_SA = "by-nc-sa", _("CC BY-NC-SA: com crédito, sem uso comercial, pela mesma licença")
    CC_BY_NC_ND = "by-nc-nd", _("CC BY-NC-ND: com crédito, sem uso comercial, sem alterar")
    OTHER = "other", _("outra")


LICENCE_TEXTS = {
    **{ImageLicence(kind): f"licenses/{kind}/4.0/" for kind in ImageLicence.values if kind.startswith("by")},
    ImageLicence.CC0: "publicdomain/zero/1.0/",
    ImageLicence.PUBLIC_DOMAIN: "publicdomain/mark/1.0/",
}


def licence_url(licence: str) -> str | None:
    """Return the address of what a stored ``licence`` says, in Creative Commons' words; None where it has none."""
    text = LICENCE_TEXTS.get(ImageLicence(licence)) if licence else None
    return text and f"https://creativecommons.org/{text}"
