"""The states of Brazil (unidades da federação) and its five regions, as IBGE names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.api.enums import described


@described(
    "A region of Brazil, as IBGE divides the country.",
    NORTH="Norte.",
    NORTHEAST="Nordeste.",
    CENTRAL_WEST="Centro-Oeste.",
    SOUTHEAST="Sudeste.",
    SOUTH="Sul.",
)
class Region(models.TextChoices):
    NORTH = "N", _("Norte")
    NORTHEAST = "NE", _("Nordeste")
    CENTRAL_WEST = "CO", _("Centro-Oeste")
    SOUTHEAST = "SE", _("Sudeste")
    SOUTH = "S", _("Sul")


@described(
    "A state of Brazil (or its Federal District), by its official two letters.",
    AC="Acre.",
    AL="Alagoas.",
    AP="Amapá.",
    AM="Amazonas.",
    BA="Bahia.",
    CE="Ceará.",
    DF="Distrito Federal.",
    ES="Espírito Santo.",
    GO="Goiás.",
    MA="Maranhão.",
    MT="Mato Grosso.",
    MS="Mato Grosso do Sul.",
    MG="Minas Gerais.",
    PA="Pará.",
    PB="Paraíba.",
    PR="Paraná.",
    PE="Pernambuco.",
    PI="Piauí.",
    RJ="Rio de Janeiro.",
    RN="Rio Grande do Norte.",
    RS="Rio Grande do Sul.",
    RO="Rondônia.",
    RR="Roraima.",
    SC="Santa Catarina.",
    SP="São Paulo.",
    SE="Sergipe.",
    TO="Tocantins.",
)
class State(models.TextChoices):
    AC = "AC", "Acre"
    AL = "AL", "Alagoas"
    AP = "AP", "Amapá"
    AM = "AM", "Amazonas"
    BA = "BA", "Bahia"
    CE = "CE", "Ceará"
    DF = "DF", "Distrito Federal"
    ES = "ES", "Espírito Santo"
    GO = "GO", "Goiás"
    MA = "MA", "Maranhão"
    MT = "MT", "Mato Grosso"
    MS = "MS", "Mato Grosso do Sul"
    MG = "MG", "Minas Gerais"
    PA = "PA", "Pará"
    PB = "PB", "Paraíba"
    PR = "PR", "Paraná"
    PE = "PE", "Pernambuco"
    PI = "PI", "Piauí"
    RJ = "RJ", "Rio de Janeiro"
    RN = "RN", "Rio Grande do Norte"
    RS = "RS", "Rio Grande do Sul"
    RO = "RO", "Rondônia"
    RR = "RR", "Roraima"
    SC = "SC", "Santa Catarina"
    SP = "SP", "São Paulo"
    SE = "SE", "Sergipe"
    TO = "TO", "Tocantins"


REGION_STATES = {
    Region.NORTH: [State.AC, State.AP, State.AM, State.PA, State.RO, State.RR, State.TO],
    Region.NORTHEAST: [State.AL, State.BA, State.CE, State.MA, State.PB, State.PE, State.PI, State.RN, State.SE],
    Region.CENTRAL_WEST: [State.DF, State.GO, State.MT, State.MS],
    Region.SOUTHEAST: [State.ES, State.MG, State.RJ, State.SP],
    Region.SOUTH: [State.PR, State.RS, State.SC],
}
STATE_REGION = {state: region for region, states in REGION_STATES.items() for state in states}
