"""Pages that are not published, as objects: kept for a while, and read back."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey
from django.utils import timezone
from wagtail.models import COMMENTS_RELATION_NAME, Page

from cms.api.drafts import UNSAVED, as_draft
from cms.previews.models import Draft, SharedDraft

KEPT = timedelta(days=1)
"""For how long a draft stays that nobody writes to."""


def keep(page: Page, user: Any, *, is_form: bool) -> Draft:
    """Keep ``page`` as ``user`` sees it, and return that. ``is_form``: it changes while the user types."""
    now = timezone.now()
    Draft.objects.filter(updated_at__lt=now - KEPT).delete()
    content = page.serializable_data()
    content.pop(COMMENTS_RELATION_NAME, None)
    content_type = ContentType.objects.get_for_model(type(page))
    parent: Any = None if page.pk else Page.objects.get(path=page.path[: -Page.steplen])
    where = f"{page.pk}" if page.pk else f"{parent.pk}-{content_type.pk}"
    state = "form" if is_form else sha256(page.to_json().encode()).hexdigest()[:32]
    draft, _made = Draft.objects.update_or_create(
        key=f"{user.pk}:{where}:{state}" if page.pk else f"{user.pk}:new-{where}:{state}",
        defaults={"content": content, "updated_at": now},
        create_defaults={
            "user": user,
            "content_type": content_type,
            "page_id": page.pk,
            "parent": parent,
            "content": content,
            "updated_at": now,
        },
    )
    return draft


def page_of(draft: Draft) -> Page | None:
    """Return the page that ``draft`` keeps; None where its type, or the page above it, is gone."""
    model: Any = draft.content_type.model_class()
    if not model:
        return None
    # what it refers to is asked when it is read, all at once: a check here would ask for each by itself
    page = model.from_serializable_data(draft.content, check_fks=False)
    return as_draft(_settled(_saved(page, draft.page) if draft.page else _unsaved(page, draft.parent)))


def page_of_shared(shared: SharedDraft) -> Page:
    """Return the version of the page that a link shows."""
    return as_draft(_settled(shared.revision.as_object()))


OF_THE_PAGE = (
    *("pk", "content_type_id", "path", "depth", "numchild", "live", "locale_id", "translation_key"),
    *("first_published_at", "last_published_at"),
)
"""What is the page's own, whatever its versions say."""


def _saved(page: Page, original: Page) -> Page:
    """Put a version of a page where the page is."""
    for name in OF_THE_PAGE:
        setattr(page, name, getattr(original, name))
    page.set_url_path(original.get_parent())
    return page


def _unsaved(page: Page, parent: Any) -> Page:
    """Put a page that is not saved where it will stand, at a place of the tree that no other page gets."""
    page.pk = UNSAVED
    page.depth, page.path, page.numchild = parent.depth + 1, parent.path + "Z" * Page.steplen, 0
    page.locale_id = parent.locale_id
    page.set_url_path(parent)
    return page


def _settled(page: Page) -> Page:
    """Fill the columns that are made of others when a page is saved."""
    for field in page._meta.concrete_fields:
        if isinstance(field, ForeignKey) and not field.editable and field.model is type(page):
            field.pre_save(page, False)
    return page
