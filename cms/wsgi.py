"""The server's entry: ``granian --interface wsgi cms.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django = get_wsgi_application()

from cms.graphql.documents import trusted  # noqa: E402  (its settings are there now)
from cms.graphql.shortcut import ShortCut  # noqa: E402
from cms.statements import stop_long_statements  # noqa: E402

stop_long_statements()
application = ShortCut(django)

trusted()  # a manifest that cannot be read stops the server, not a visitor
