"""The files of images are made before a visitor asks: when what uses an image is published, and once an hour."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from wagtail.images.models import Filter
from wagtail.models import ReferenceIndex

from cms.delivery.attempts import BACKEND
from cms.delivery.once import enqueue_missing, missing
from cms.delivery.periodic import periodic
from cms.delivery.steps import in_steps
from cms.delivery.stopping import Interrupted, is_stopping
from cms.delivery.titles import titled
from cms.media import CustomImage, CustomRendition
from cms.renditions import all_files_of, state_of
from cms.visibility import public

AFTER_OTHERS = -10
"""Below imports, which somebody waits for: a file that is missing is made when it is fetched."""

AT_ONCE = 200
"""Images that wait for their files at a time; the next ones are looked for when these are done."""

SOON = timedelta(minutes=1)
CHUNK = 500

T = TypeVar("T")
Made = tuple[str, str]
"""What a rendition is of its image: its filter, and the key of the focal point."""


@task(backend=BACKEND, queue_name="long", priority=AFTER_OTHERS)
def make_files(image_pk: int, state: str) -> None:
    """Make the files that the table names, and remove those that it named of an older focal point or table.

    The state of the image makes another task of the same image replaced; what is made is what it is now.
    """
    image = public(CustomImage.objects.filter(pk=image_pk)).first()
    if image is None:
        return
    made, wanted = _made([image])[image.pk], _wanted(image)
    for spec, _focal_point in sorted(wanted - made):
        if is_stopping():
            raise Interrupted
        image.create_rendition(Filter(spec))
    for spec, focal_point in made - wanted:
        image.renditions.filter(filter_spec=spec, focal_point_key=focal_point).delete()


@task(backend=BACKEND, queue_name="long", priority=AFTER_OTHERS)
def find_missing_files() -> None:
    """Look at every image that something public uses, and have the files made that are missing."""
    wanted = missing(
        make_files, [(image.pk, state_of(image)) for image in _incomplete(_in_use(ReferenceIndex.objects))]
    )
    enqueue_missing(make_files, wanted[:AT_ONCE])
    if wanted[AT_ONCE:]:
        find_missing_files.using(run_after=timezone.now() + SOON).enqueue()


def look_for_missing_files() -> None:
    """Have the search run soon, after a change that tells of no single page, such as an import."""
    waiting = DBTaskResult.objects.ready().filter(task_path=find_missing_files.module_path)
    if not waiting.exists():
        find_missing_files.enqueue()


def make_files_of_images_in_what_is_published(instance: Model, **kwargs: Any) -> None:
    transaction.on_commit(lambda: _enqueue(ReferenceIndex.get_references_for_object(instance)), robust=True)


def make_files_of_a_changed_image(instance: CustomImage, created: bool, **kwargs: Any) -> None:
    if not created:
        transaction.on_commit(lambda: _enqueue(ReferenceIndex.get_references_to(instance)), robust=True)


def _enqueue(references: QuerySet[ReferenceIndex]) -> None:
    enqueue_missing(make_files, [(image.pk, state_of(image)) for image in _incomplete(_in_use(references))])


def _in_use(references: QuerySet[ReferenceIndex]) -> set[int]:
    """Return the images among the targets of ``references`` that come from something public."""
    images = ContentType.objects.get_for_model(CustomImage)
    uses: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = references.filter(to_content_type=images).values_list("base_content_type", "object_id", "to_object_id")
    for kind, user, image in rows.distinct():
        uses[kind][user].add(image)
    return {
        int(image)
        for kind, users in uses.items()
        for user in _public_keys(ContentType.objects.get_for_id(kind).model_class(), users)
        for image in users[user]
    }


def _public_keys(model: type[Model] | None, keys: Iterable[str]) -> Iterator[str]:
    if model is None:  # of a version that is no more
        return
    for chunk in _chunks(keys):
        found = public(model._default_manager.filter(pk__in=chunk))
        yield from map(str, found.values_list("pk", flat=True))


def _incomplete(keys: Iterable[int]) -> Iterator[CustomImage]:
    """Yield the public images that lack a file."""
    for chunk in _chunks(sorted(keys)):
        images = list(public(CustomImage.objects.filter(pk__in=chunk)).order_by("pk"))
        made = _made(images)
        yield from (image for image in images if not _wanted(image) <= made[image.pk])


def _chunks(keys: Iterable[T]) -> Iterator[list[T]]:
    every = list(keys)
    return (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))


def _wanted(image: CustomImage) -> set[Made]:
    files = all_files_of(image)
    focal_point = Filter(files[0].spec).get_cache_key(image)
    return {(file.spec, focal_point) for file in files}


def _made(images: Iterable[CustomImage]) -> dict[int, set[Made]]:
    """Return what there is of each image, but for what the admin made for itself."""
    made: dict[int, set[Made]] = defaultdict(set)
    rows = CustomRendition.objects.filter(image__in=images, filter_spec__contains="|web-")
    for key, spec, focal_point in rows.values_list("image", "filter_spec", "focal_point_key"):
        made[key].add((spec, focal_point))
    return made


def _title(image_pk: int, state: str) -> str | None:
    return CustomImage.objects.filter(pk=image_pk).values_list("title", flat=True).first()


titled(
    make_files,
    _("Arquivos de uma imagem"),
    about=_title,
    discard=None,
    discarding=_("O site precisa destes arquivos. Se o original está com defeito, troque o arquivo da imagem."),
)
titled(find_missing_files, _("Busca de arquivos de imagens que faltam"))
in_steps(make_files)
in_steps(find_missing_files)
periodic(find_missing_files, every=timedelta(hours=1))
