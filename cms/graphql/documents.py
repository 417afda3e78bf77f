"""Documents that clients name instead of sending: those they sent before, and those their frontends committed."""

import json
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.cache import cache as shared
from graphql import GraphQLError

SLOTS = 4096
"""Places for the documents that clients have sent. A new one takes the place of another: the store is bounded
whatever the cache behind it, and whose document is gone sends it again."""
KEPT = 500


class DocumentError(GraphQLError):
    """The document cannot be known, or may not be asked."""

    def __init__(self, message: str, code: str):
        super().__init__(message, extensions={"code": code})


class NotFound(DocumentError):
    """Nobody sent this document before. Clients know the message, and send the whole document."""

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")


class NotTrusted(DocumentError):
    """Only committed documents are answered here, and this one is not among them."""

    def __init__(self) -> None:
        super().__init__(
            "Only trusted documents are answered here, and this one is not among them.", "DOCUMENT_NOT_TRUSTED"
        )


def text_of(document_id: str | None, query: str | None) -> str:
    """Return the document that a request sends or names. Raises ``DocumentError``."""
    if query is None:
        return _find(document_id or "")
    if document_id and _hash(query) != document_id and trusted().get(document_id) != query:
        raise DocumentError("The id is not the SHA-256 of query.", "BAD_REQUEST")
    if settings.TRUSTED_DOCUMENTS_ONLY and query not in trusted().values():
        raise NotTrusted
    return query


def keep(query: str) -> None:
    """Keep a document, so that any process finds it by its SHA-256."""
    digest = _hash(query)
    if digest not in trusted():
        shared.set(_slot(digest), query, timeout=None)


def _find(document_id: str) -> str:
    if document_id in trusted():
        return trusted()[document_id]
    if settings.TRUSTED_DOCUMENTS_ONLY:
        raise NotFound
    return _sent_before(document_id)


@lru_cache(maxsize=KEPT)
def _sent_before(digest: str) -> str:
    text = shared.get(_slot(digest))
    if text is None or _hash(text) != digest:
        raise NotFound
    return text


def _slot(digest: str) -> str:
    return f"document-{int(_hash(digest)[:8], 16) % SLOTS}"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


# --- Trusted documents ----------------------------------------------------------------------


@cache
def trusted() -> dict[str, str]:
    """Return the documents that frontends have committed, by their ids. Raises ``ValueError`` for no manifest."""
    found: dict[str, str] = {}
    for path in sorted(Path(settings.TRUSTED_DOCUMENTS).glob("*.json")):
        found |= read_manifest(path)
    return found


def read_manifest(path: Path) -> dict[str, str]:
    """Return the documents of a manifest by their ids.

    It is an object of ids and documents, as graphql-codegen and the Relay compiler write it, or Apollo's
    ``apollo-persisted-query-manifest``. Raises ``ValueError`` for anything else.
    """
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(manifest, dict) and manifest.get("format") == "apollo-persisted-query-manifest":
        manifest = {operation["id"]: operation["body"] for operation in manifest["operations"]}
    if not isinstance(manifest, dict) or not all(isinstance(text, str) for text in manifest.values()):
        raise ValueError(f"{path} is no manifest: an object of ids and documents.")
    return {document_id.removeprefix("sha256:"): text for document_id, text in manifest.items()}


def check_trusted_documents(**_options: Any) -> list[checks.CheckMessage]:
    """Tell of trusted documents that cannot be read, or do not fit the schema: their frontends would fail."""
    from cms.graphql.preparing import prepare  # the schema is there once every app is ready

    try:
        documents = trusted()
    except (ValueError, KeyError, TypeError, OSError) as unreadable:
        return [checks.Error(f"Trusted documents cannot be read: {unreadable}", id="cms.E001")]
    return [
        checks.Error(f"Trusted document {key} does not fit the schema: {error.message}", id="cms.E002")
        for key, text in documents.items()
        for error in prepare(text).errors
    ]
