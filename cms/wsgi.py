"""The server's entry: ``granian --interface wsgi cms.wsgi:application``."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from cms.operations.sharing import share_counts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
if settings.METRICS_TOKEN:
    share_counts(settings.METRICS_DIR)
django = get_wsgi_application()

from cms.graphql.documents import trusted  # noqa: E402  (its settings are there now)
from cms.graphql.shortcut import ShortCut  # noqa: E402
from cms.statements import stop_long_statements  # noqa: E402

stop_long_statements()
application = ShortCut(django)

trusted()  # a manifest that cannot be read stops the server, not a visitor
get_resolver().url_patterns  # noqa: B018  (all views: the first visitor would wait until they are loaded)

gc.collect()
gc.freeze()  # what is there now stays: to look through it again would make some visitor wait for a tenth of a second
