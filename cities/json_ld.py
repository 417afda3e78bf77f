"""What cities and work fronts are in the vocabulary of schema.org."""

from typing import Any

from cities.models.city import CityIndexPage, CityPage
from cities.models.work_front import WorkFrontPage
from cities.states import State
from cms.api.json_ld import Reader


def city_index(page: CityIndexPage, read: Reader) -> dict[str, Any]:
    return read.web_page(page, "CollectionPage")


def city(page: CityPage, read: Reader) -> list[dict[str, Any]]:
    """A city is a place; its city hall is a government that serves it."""
    place = read(page, "municipality", "name", "ibgeCode", "state", "latitude", "longitude")
    population = read(page, "population")
    here = {
        **read.thing(page, "City"),
        "identifier": {"@type": "PropertyValue", "propertyID": "IBGE", "value": place.ibge_code},
        "geo": {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude},
        "containedInPlace": {
            "@type": "State",
            "name": str(State(place.state).label),
            "identifier": place.state,
            "containedInPlace": {"@type": "Country", "name": "Brasil", "identifier": "BR"},
        },
        "additionalProperty": population
        and {
            "@type": "PropertyValue",
            "propertyID": "population",
            "value": population.count,
            "description": f"{population.source} ({population.year})",
        },
    }
    city_hall = {
        "@type": "GovernmentOrganization",
        "@id": f"{here['@id']}#prefeitura",
        "name": f"Prefeitura de {place.name}",
        "areaServed": {"@id": here["@id"]},
    }
    return [here, city_hall]


def work_front(page: WorkFrontPage, read: Reader) -> dict[str, Any]:
    city, area = read(page, "city", "title", "url"), read(page, "area", "title", "url")
    others = read(page, "otherCities", "title", "url")
    started, ended = read(page, "startedYear"), read(page, "endedYear")
    return {
        **read.thing(page, "Project"),
        "parentOrganization": read.programme(page),
        "areaServed": [read.reference(place, "City") for place in [city, *others]],
        "knowsAbout": area and read.reference(area, "DefinedTerm"),
        "foundingDate": started and str(started),
        "dissolutionDate": ended and str(ended),
        "sponsor": [
            {"@type": "Organization", "name": read(partner, "name"), "url": read(partner, "website")}
            for partner in read(page, "partners", "name", "website")
        ],
    }
