"""The versions of the content, as a test has changed them."""

from django.db import connection

from cms.versions.models import ContentVersion


def versions() -> dict[str, int]:
    """Return the version of each kind as it would be committed now."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return dict(ContentVersion.objects.values_list("kind", "version"))
