"""The doors: the admin for editors, the API for frontends, files for everyone."""

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls

from cms.files import ImageView, serve_document, serve_media
from cms.graphql import pages
from cms.graphql.view import GraphQLView

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("graphql/", GraphQLView.as_view(), name="graphql"),
    path("graphiql/", pages.graphiql, name="graphiql"),
    path("schema.graphql", pages.sdl, name="sdl"),
    path("schema.possible-types.json", pages.possible_types, name="possible_types"),
    path("documents/<int:document_id>/<str:document_filename>", serve_document, name="wagtaildocs_serve"),
    path("images/<str:signature>/<int:image_id>/<str:filter_spec>/", ImageView.as_view(), name="image"),
    path("media/<path:name>", serve_media, name="media"),
    path("", pages.welcome, name="welcome"),
    # Wagtail asks for this name to know a page's path; pages themselves are the frontend's.
    re_path(r"^((?:[\w\-]+/)*)$", pages.not_here, name="wagtail_serve"),
]
