"""The doors: the admin for editors, the API for frontends, files for everyone."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cities.geojson import cities_geojson
from cms.accounts.login import CodeView, LoginView
from cms.accounts.resetting import PasswordResetView
from cms.engagement.comments.pages import comment
from cms.engagement.following import pages as following
from cms.files import serve_document, serve_image, serve_media
from cms.graphql import pages
from cms.graphql.view import GraphQLView
from cms.operations.policies import admin_policy, deciding_policy, graphiql_policy, page_policy
from cms.previews.views import shared_draft
from cms.sitemap import sitemap
from home.feeds import stories_atom
from home.forms.uploads import upload

handler500 = "cms.failures.failed"

urlpatterns = [
    # before Wagtail's own, whose names lead here
    path("admin/login/", admin_policy(LoginView.as_view()), name="login"),
    path("admin/login/code/", admin_policy(CodeView.as_view()), name="accounts_code"),
    path("admin/password_reset/", admin_policy(PasswordResetView.as_view()), name="password_reset"),
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, admin_policy))),
    path("graphql/", GraphQLView.as_view(), name="graphql"),
    path("comments/<str:token>/", deciding_policy(comment), name="comment"),
    path("following/confirm/<str:token>/", deciding_policy(following.confirmation), name="follow_confirm"),
    path("following/<str:token>/", deciding_policy(following.preferences), name="follow_preferences"),
    path("following/<str:token>/leave/", deciding_policy(following.leaving), name="follow_leave"),
    # without a secret anybody could say that an address bounced
    *([path("anymail/", include("anymail.urls"))] if settings.ANYMAIL.get("WEBHOOK_SECRET") else []),
    path("forms/upload/", upload, name="form_upload"),
    path("graphiql/", graphiql_policy(pages.graphiql), name="graphiql"),
    path("schema.graphql", pages.sdl, name="sdl"),
    path("schema.possible-types.json", pages.possible_types, name="possible_types"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("stories.atom", stories_atom, name="stories_atom"),
    path("cities.geojson", cities_geojson, name="cities_geojson"),
    path("documents/<int:document_id>/<str:document_filename>", serve_document, name="wagtaildocs_serve"),
    path("images/<str:signature>/<int:image_id>/<str:version>/<str:name>", serve_image, name="image"),
    path("media/<path:name>", serve_media, name="media"),
    path("previa/<str:token>/", shared_draft, name="shared_draft"),
    path("", page_policy(pages.welcome), name="welcome"),
    # Wagtail asks for this name to know a page's path; pages themselves are the frontend's.
    re_path(r"^((?:[\w\-]+/)*)$", page_policy(pages.not_here), name="wagtail_serve"),
]
