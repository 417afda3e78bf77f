"""The server's entry: ``granian --interface wsgi cms.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
application = get_wsgi_application()

from cms.graphql.documents import trusted  # noqa: E402  (its settings are there now)

trusted()  # a manifest that cannot be read stops the server, not a visitor
