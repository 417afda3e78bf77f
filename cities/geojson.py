"""The public cities as GeoJSON (RFC 7946), for maps that read an address."""

from django.http import HttpRequest, JsonResponse

from cities.markers import Marker, markers
from cities.models.city import CityPage
from cities.states import STATE_REGION, Region
from cms.api.addresses import public_document
from cms.api.enums import enum_name
from cms.api.here import stand_at
from cms.api.routes import in_scope
from cms.api.scope import Root, Scopes


@public_document
def cities_geojson(request: HttpRequest, root: Root, scopes: Scopes) -> JsonResponse:
    """Serve a FeatureCollection with a point for each city."""
    here = stand_at(root, scopes.roots)
    found = markers(in_scope(CityPage.objects.all(), here), here, {"activeWorkFronts", "areas"})
    collection = {"type": "FeatureCollection", "features": [_feature(marker, root) for marker in found]}
    options = {"ensure_ascii": False, "separators": (",", ":")}
    return JsonResponse(collection, json_dumps_params=options, content_type="application/geo+json")


def _feature(marker: Marker, root: Root) -> dict:
    return {
        "type": "Feature",
        "id": marker.ibge_code,
        "geometry": {"type": "Point", "coordinates": [marker.longitude, marker.latitude]},
        "properties": {
            "name": marker.name,
            "slug": marker.slug,
            "path": marker.path,
            "url": root.origin + marker.path,
            "state": marker.state,
            "region": enum_name(Region, STATE_REGION[marker.state]),
            "status": marker.status,
            "population": marker.population,
            "areas": marker.areas,
            "activeWorkFronts": marker.active_work_fronts,
        },
    }
