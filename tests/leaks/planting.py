"""A site where something hidden of every kind hangs on something public of every type, made from the models alone.

A model that comes later is planted without a word here: it is found among the models of the project's apps, its
columns are filled by what they are, and whether its rows can be hidden is told by what it is: a page, something with
drafts, a member of a collection, something ``visible_with`` others; whatever the API has no type for is hidden as a
whole. What cannot be made so fails the test by name: then give it a line in ``NO_CONTENT``.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import (
    Collection,
    CollectionMember,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    Site,
)
from wagtail.rich_text import RichText

from cms.engagement.comments.moderation import withdraw
from cms.engagement.models import Comment
from cms.engagement.models.comments import CommentStatus
from cms.hiding.models import HiddenPage, Hiding
from cms.importing.holding import USES, holding_back
from cms.importing.indexing import index_all
from cms.pages import BasePage
from cms.paths import record_all_paths
from home.models import HomePage, NarrativePage
from tests.builders import make_document, make_image
from tests.leaks.filling import HIDDEN, PUBLIC, Words, block_value, chosen_by, filled, texts
from tests.pictures import encoded, halves

NO_CONTENT = {
    "cities.Municipality": "reference data, public as it is",
    "search.SearchKind": "made from pages",
    "search.SearchEntry": "made from pages",
    "search.SearchWord": "made from pages",
    "cms.CustomRendition": "made from images",
    "cms.PathRecord": "made from pages",
    "cms.ContentVersion": "counts changes",
    "cms.ContentChange": "counts changes",
    "cms.PurgedVersion": "counts changes",
    "hiding.HiddenPage": "a kind of hiding: see HIDINGS",
    "previews.SharedDraft": "a version under a token: tests/cms/previews",
    "webhooks.Change": "notes changes",
    "webhooks.Message": "made from what is public: tests/cms/webhooks",
    "webhooks.Delivery": "how a message went",
    "webhooks.Attempt": "how a message went",
    "engagement.CommentNotice": "when the team was told",
    "engagement.Suppression": "keyed hashes",
    "engagement.PersonalDataRequest": "counts",
    "engagement.Letter": "how an issue went",
}
OF_LIBRARIES = ("auth.User", "wagtailcore.Comment")
"""Models that are not ours, and hold what the team writes."""
RESTRICTIONS = ("login", "groups", "password")
PASSWORD = "zqh segredo"
TOO_DEEP = 13
PICTURE = encoded(halves(), "PNG")


def content_models() -> list[type[models.Model]]:
    """Return the models that hold what people wrote: of the project, and those of libraries."""
    found = [model for model in apps.get_models() if _is_ours(model) and model._meta.label not in NO_CONTENT]
    return [*found, Redirect, *map(apps.get_model, OF_LIBRARIES)]


def owners_of(model: type[models.Model]) -> list[models.Field]:
    """Return the relations of ``model`` to what its rows go together with: hidden or deleted, they are so too."""
    named = getattr(model, "visible_with", ())
    return [
        column
        for column in model._meta.concrete_fields
        if column.name in named
        or (column.is_relation and column.remote_field.on_delete is models.CASCADE and not issubclass(model, Page))
    ]


def _is_ours(model: type[models.Model]) -> bool:
    return (settings.BASE_DIR / model.__module__.split(".")[0]).is_dir()


class Planted:
    """What was made: hidden rows by model, each with the kind of its hiding, and public ones."""

    def __init__(self) -> None:
        self.hidden_words, self.public_words = Words(HIDDEN), Words(PUBLIC)
        self.hidden: dict[type, list[tuple[str, Any]]] = defaultdict(list)
        self.public: dict[type, list[Any]] = defaultdict(list)
        self.revised: list[Any] = []
        self.municipalities = iter(apps.get_model("cities.Municipality").objects.all())
        self.models = sorted(content_models(), key=lambda model: not issubclass(model, CollectionMember))

    def plant(self) -> "Planted":
        """Make everything. It takes a transaction to undo."""
        with holding_back() as held:
            self._plant()
        held.pop(USES, None)
        index_all(held, lambda count: None)
        record_all_paths()
        return self

    def _plant(self) -> None:
        self._fill_home()
        for model in self.models:
            if model not in self.secret_models():
                self.public_row(model)
        self._hide_in_collections()
        self._hide_pages()
        for model in self.models:
            self._hide_by_state(model)
        for model in self.models:
            self._hide_with_owners(model)
        for model in self.models:
            self._refer_to_hidden(model)
        self._withdraw()
        self._revise()
        Page.objects.update(owner=self.public_row(User))
        for model in self.models:
            if issubclass(model, BasePage):  # or comments of hidden pages would be refused as those of any page
                model.objects.update(allows_comments=True)

    # --- What everyone may see ----------------------------------------------------------------

    def public_row(self, model: type[models.Model]) -> Any:
        """Return a public row of ``model``: the only one, or the one that others refer to."""
        if model is Page:
            model = NarrativePage
        if not self.public[model]:
            words = self.hidden_words if model in self.secret_models() else self.public_words
            self.public[model].append(self._make(model, words))
        return self.public[model][0]

    def _fill_home(self) -> None:
        home = HomePage.objects.get()
        self.public[HomePage].append(home)
        for name, value in texts(HomePage, self.public_words).items():
            setattr(home, name, value)
        for column in HomePage._meta.concrete_fields:
            if column.is_relation and issubclass(column.related_model, CollectionMember):
                setattr(home, column.name, self.public_row(column.related_model))
        home.slug = "home"
        home.save()

    def _make(self, model: type[models.Model], words: Words, parent: Page | None = None, **given: Any) -> Any:
        if issubclass(model, Page):
            return self._make_page(model, words, parent or self._public_parent(model), **given)
        if issubclass(model, CollectionMember):
            return self._make_file(model, words, **given)
        for name, shown in SHOWN_WHERE.get(model._meta.label, {}).items():
            given.setdefault(name, shown[0])
        if model is Redirect:
            given["old_path"] = f"/{words.take('wagtailredirects.Redirect.old_path')}"
        row = filled(model, words, self._refer(model), **given)
        row.save()
        return row

    def _make_page(self, model: type[Page], words: Words, parent: Page, **given: Any) -> Page:
        page = filled(model, words, self._refer(model), **given)
        page = self._added(parent, page)
        many = [each for each in model._meta.many_to_many if isinstance(each, ParentalManyToManyField)]
        for relation in many:
            getattr(page, relation.name).set([self.public_row(relation.related_model)])
        if many:
            page.save()
        return page

    def _added(self, parent: Page, page: Page) -> Page:
        """Add ``page``; what its type does not take together, such as an end of what goes on, is left out."""
        try:
            with transaction.atomic():
                return Page.objects.get(pk=parent.pk).specific.add_child(instance=page)
        except ValidationError as refused:
            for name in refused.message_dict:
                setattr(page, name, page._meta.get_field(name).get_default())
            return Page.objects.get(pk=parent.pk).specific.add_child(instance=page)

    def _make_file(self, model: type[models.Model], words: Words, **given: Any) -> Any:
        is_image = hasattr(model, "focal_point_x")
        make, suffix, content = (make_image, "png", PICTURE) if is_image else (make_document, "pdf", b"%PDF-1.4")
        file = ContentFile(content, name=f"{words.take(f'{model._meta.label}.file')}.{suffix}")
        return make(**{"file": file, **texts(model, words), **given})

    def _public_parent(self, model: type[Page]) -> Page:
        allowed = model.allowed_parent_page_models()
        if model is HomePage or HomePage in allowed:
            return self.public_row(HomePage)
        return self.public_row(allowed[0])

    def _refer(self, model: type[models.Model]) -> Callable[[models.Field], Any]:
        def refer(column: models.Field) -> Any:
            target = column.related_model
            if target is Locale:
                return Locale.get_default()
            if target is ContentType:
                return ContentType.objects.get_for_model(Page)
            if target is Site:
                return Site.objects.get(is_default_site=True)
            if target._meta.label == "cities.Municipality":
                return next(self.municipalities)
            if target in self.models or target is Page:
                is_needed = not (column.null and column.blank)
                return self.public_row(target) if is_needed or self.public[target] else None
            return None

        return refer

    def public_row_named(self, name: str) -> Any:
        return next(rows[0] for model, rows in self.public.items() if model.__name__ == name and rows)

    def public_words_sample(self) -> str:
        """Return the slug of a public page."""
        return self.public_row_named("AreaPage").slug

    # --- What nobody may see ------------------------------------------------------------------

    def _hide(self, kind: str, row: Any) -> Any:
        self.hidden[type(row)].append((kind, row))
        return row

    def _hide_in_collections(self) -> None:
        files = [model for model in self.models if issubclass(model, CollectionMember)]
        for kind in RESTRICTIONS:
            private = Collection.get_first_root_node().add_child(name=self.hidden_words.take("Collection.name"))
            CollectionViewRestriction.objects.create(collection=private, restriction_type=kind, password=PASSWORD)
            below = private.add_child(name=self.hidden_words.take("Collection.name"))
            for model in files:
                self._hide(kind, self._make(model, self.hidden_words, collection=private))
                self._hide(f"below {kind}", self._make(model, self.hidden_words, collection=below))

    def _hide_pages(self) -> None:
        types = [model for model in self.models if issubclass(model, Page)]
        for kind, state, restriction in PAGE_KINDS:
            for model in types:
                page = self._make(model, self.hidden_words, **state())
                self._hide(kind, self._restrict(page, restriction))
            above = self._restrict(self._make(NarrativePage, self.hidden_words, **state()), restriction)
            self._hide(kind, above)
            self._plant_below(above, types, f"below {kind}")
        self._plant_below(self._deep(), types, "too deep")
        outside = self._make(HomePage, self.hidden_words, Page.get_first_root_node())
        self._plant_below(self._hide("outside every site", outside), types, "outside every site")

    def _restrict(self, page: Page, kind: str) -> Page:
        if kind:
            HIDINGS.get(kind, _restrict)(page, kind)
        return page

    def _plant_below(self, above: Page, types: list[type[Page]], kind: str) -> None:
        made: dict[type[Page], Page] = {}
        for model in types:
            self._below(above, model, made, kind)

    def _below(self, above: Page, model: type[Page], made: dict[type[Page], Page], kind: str) -> Page:
        if model not in made:
            allowed = model.allowed_parent_page_models()
            is_free = HomePage in allowed or model is HomePage
            parent = above if is_free else self._below(above, allowed[0], made, kind)
            made[model] = self._hide(kind, self._make(model, self.hidden_words, parent))
        return made[model]

    def _deep(self) -> Page:
        page = self.public_row(HomePage)
        while page.depth < TOO_DEEP - 1:
            page = self._make(NarrativePage, self.public_words, page)
            self.public[NarrativePage].append(page)
        return page

    def _hide_by_state(self, model: type[models.Model]) -> None:
        """Hide rows of ``model`` by what they hold themselves."""
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page):
            for kind, state, restriction in PAGE_KINDS:
                if not restriction:
                    self._hide(kind, self._make(model, self.hidden_words, **state()))
        if until := getattr(model, "shown_until", None):
            ended = {until: timezone.now() - timedelta(minutes=1)}
            self._hide("ended", self._make(model, self.hidden_words, **ended))
        for name, shown in SHOWN_WHERE.get(model._meta.label, {}).items():
            for value in model._meta.get_field(name).choices:
                if value[0] not in shown:
                    self._hide(value[0], self._make(model, self.hidden_words, **{name: value[0]}))
        if model in self.secret_models():
            self._hide("not in the API", self._make(model, self.hidden_words))

    def _hide_with_owners(self, model: type[models.Model]) -> None:
        """Hide rows of ``model`` by what they belong to."""
        if model not in self.secret_models():
            for column in owners_of(model):
                for kind, target in self.one_of_each_kind(column.related_model):
                    self._hide(f"{column.name} {kind}", self._make(model, self.hidden_words, **{column.name: target}))

    def secret_models(self) -> set[type[models.Model]]:
        """Return the models whose rows no visitor is ever told of: what visitors sent, what editors note."""
        return {model for model in self.models if model._meta.label in SECRET}

    def one_of_each_kind(self, target: type[models.Model]) -> list[tuple[str, Any]]:
        """Return a hidden row of each kind that a relation to ``target`` may lead to."""
        found: dict[str, Any] = {}
        turn = itertools.count()
        for model in [each for each in self.models if issubclass(each, target)]:
            rows = self.hidden[model]
            for offset in range(len(rows)):
                kind, row = rows[(offset + next(turn)) % len(rows)]
                found.setdefault(kind, row)
        return list(found.items())

    # --- What everyone may see, and leads to what nobody may -----------------------------------

    def _refer_to_hidden(self, model: type[models.Model]) -> None:
        if model in self.secret_models():
            return
        for column in model._meta.get_fields():
            is_owner = column in owners_of(model)
            is_parent = isinstance(column, ParentalKey) or getattr(column.remote_field, "parent_link", False)
            if isinstance(column, ParentalManyToManyField):
                row = self._fresh(model)
                hidden = [row for _kind, row in self.one_of_each_kind(column.related_model)]
                getattr(row, column.name).add(*hidden)
                row.save()
            elif isinstance(column, models.ForeignKey) and not (is_owner or is_parent) and column.editable:
                for _kind, target in self.one_of_each_kind(column.related_model):
                    self._refer_by(model, column, target)
            elif isinstance(column, StreamField) and model is self._first_with(StreamField):
                self._choose_hidden(self._fresh(model), column)

    def _refer_by(self, model: type[models.Model], column: models.Field, target: Any) -> None:
        try:
            with transaction.atomic():
                self.public[model].append(self._make(model, self.public_words, **{column.name: target}))
        except IntegrityError:  # there can be one alone
            row = self._fresh(model)
            setattr(row, column.name, target)
            row.save()

    def _fresh(self, model: type[models.Model]) -> Any:
        """Return the public row as it is now: children that it got meanwhile are counted in it."""
        return model.objects.get(pk=self.public_row(model).pk)

    def _first_with(self, kind: type[models.Field]) -> type[Page]:
        """Return the page type that a walk by name comes to first, of those with a column of this kind."""
        types = [model for model in self.models if issubclass(model, Page)]
        having = [model for model in types if any(isinstance(column, kind) for column in model._meta.concrete_fields)]
        return min(having, key=lambda model: model.__name__)

    def _choose_hidden(self, page: Any, column: StreamField) -> None:
        values: list[tuple[str, Any]] = []
        for name, block in column.stream_block.child_blocks.items():
            owner = f"{column.name}.{name}"
            empty = block_value(block, self.public_words, owner, self.public_row)
            values.append((name, empty))
            chosen = set(chosen_by(block))
            hidden = [row for model in chosen for _kind, row in self.one_of_each_kind(model)]
            values += [
                (name, block_value(block, self.public_words, owner, lambda model, row=row: row)) for row in hidden
            ]
        values += [("rich_text", {"text": self._links()})] if "rich_text" in column.stream_block.child_blocks else []
        setattr(page, column.name, values)
        page.save()

    def _links(self) -> Any:
        pages = [row for _kind, row in self.one_of_each_kind(Page)]
        files = [model for model in self.models if issubclass(model, CollectionMember)]
        documents = [row for model in files for _kind, row in self.hidden[model]]
        links = [f'<a linktype="page" id="{page.pk}">{self.public_words.take("link")}</a>' for page in pages]
        links += [f'<a linktype="document" id="{row.pk}">{self.public_words.take("link")}</a>' for row in documents]
        return RichText(f"<p>{' '.join(links)}</p>")

    def _withdraw(self) -> None:
        """Leave the place of a comment whose author took it back, with an answer to it."""
        taken = self._make(Comment, self.hidden_words)
        self.public[Comment].append(self._make(Comment, self.public_words, parent=taken))
        withdraw(taken)

    def _revise(self) -> None:
        for rows in list(self.public.values()):
            if rows and isinstance(rows[0], DraftStateMixin):
                row = rows[0]
                draft = type(row).objects.get(pk=row.pk)
                for name, value in texts(type(row), self.hidden_words).items():
                    setattr(draft, name, value)
                draft.save_revision()
                self.revised.append(row)

    # --- As if it had never been --------------------------------------------------------------

    @contextmanager
    def absent(self) -> Iterator[None]:
        """Have nothing of what is hidden exist while the context lasts."""
        with transaction.atomic():
            self._remove()
            yield
            transaction.set_rollback(True)

    def _remove(self) -> None:
        for row in self.revised:
            model = Page if isinstance(row, Page) else type(row)
            state = {"latest_revision": None, "has_unpublished_changes": False}
            model.objects.filter(pk=row.pk).update(**state, **({"draft_title": row.title} if model is Page else {}))
        Revision.objects.all().delete()
        for model in self.models:
            for column in model._meta.concrete_fields:
                if column.is_relation and column.null and column.remote_field.on_delete is models.PROTECT:
                    hidden = [row.pk for _kind, row in self.one_of_each_kind(column.related_model)]
                    model.objects.filter(**{f"{column.name}__in": hidden}).update(**{column.name: None})
        rows = [row for rows in self.hidden.values() for _kind, row in rows]
        others = [row for row in rows if not isinstance(row, Page)]
        for row in sorted(others, key=lambda row: isinstance(row, DraftStateMixin | CollectionMember)):
            type(row).objects.filter(pk=row.pk).delete()
        Page.objects.filter(pk__in=[row.pk for row in rows if isinstance(row, Page)]).delete()
        Collection.objects.filter(name__startswith=HIDDEN).delete()


def _draft() -> dict[str, Any]:
    return {"live": False}


def _expired() -> dict[str, Any]:
    return {"live": True, "expire_at": timezone.now() - timedelta(minutes=1)}


def _scheduled() -> dict[str, Any]:
    return {"live": True, "go_live_at": timezone.now() + timedelta(days=1)}


def _live() -> dict[str, Any]:
    return {}


def _restrict(page: Page, kind: str) -> None:
    made = PageViewRestriction.objects.create(page=page, restriction_type=kind, password=PASSWORD)
    made.groups.add(Group.objects.first())


def _hide_for_a_while(page: Page, _kind: str) -> None:
    now, day = timezone.now(), timedelta(days=1)  # longer than whoever tries all checks needs
    period, _is_new = Hiding.objects.get_or_create(
        reason=f"{HIDDEN}bcdfg", defaults={"begins_at": now - day, "ends_at": now + day}
    )
    times = {"begins_at": period.begins_at, "ends_at": period.ends_at}
    HiddenPage.objects.create(hiding=period, page=page, title=page.title, **times)


HIDINGS: dict[str, Callable[[Page, str], None]] = {"for a while": _hide_for_a_while}
"""What hides a page by a row beside it; whatever is not here is a restriction of Wagtail's."""
PAGE_KINDS: list[tuple[str, Callable[[], dict[str, Any]], str]] = [
    ("draft", _draft, ""),
    ("expired", _expired, ""),
    ("scheduled", _scheduled, ""),
    *((kind, _live, kind) for kind in (*RESTRICTIONS, *HIDINGS)),
]
"""What hides a page: its name, the page's own columns, what is put beside it. A new kind is a line here."""
SHOWN_WHERE: dict[str, dict[str, tuple[str, ...]]] = {
    "engagement.Comment": {"status": (CommentStatus.APPROVED, CommentStatus.WITHDRAWN)},
}
"""Columns whose value says whether a row shows, and the values with which it does: with each other, one is hidden."""
SECRET = {
    "home.FormSubmission",
    "home.SubmittedFile",
    "search.SearchCount",
    "cms.ContentImport",
    "rules.Overruling",
    "rules.PageFault",
    "previews.Draft",
    "previews.PreviewSettings",
    "hiding.Hiding",
    "webhooks.Webhook",
    "engagement.CommentReport",
    "engagement.Wish",
    "engagement.Follower",
    "engagement.Issue",
    *OF_LIBRARIES,
}
"""Models whose rows no visitor is ever told of: what visitors sent, what the team notes."""
