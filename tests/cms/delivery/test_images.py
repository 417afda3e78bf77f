"""Files of images are made before anybody asks: of what is public and used, once, and again after a change."""

import json

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection, CollectionViewRestriction

from cms.delivery import images, stopping
from cms.delivery.images import find_missing_files, look_for_missing_files, make_files
from cms.delivery.lanes import Lane
from cms.importing.load import import_content
from cms.importing.references import Scope
from cms.importing.sources import Content, Folder
from cms.media import CustomImage
from cms.renditions import all_files_of, state_of
from home.models import SiteSettings
from tests.builders import make_city, make_image, make_narrative, make_person, make_work_front
from tests.cms.delivery.waiting import wait_for
from tests.pictures import KINDS

READY, SUCCESSFUL, FAILED = TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED


def waiting():
    """The images whose files are to be made."""
    rows = DBTaskResult.objects.ready().filter(task_path=make_files.module_path)
    return sorted(row.args_kwargs["args"][0] for row in rows)


def work():
    """Run what is ready, as a lane does."""
    lane = Lane("one", "long", may_run=lambda: True)
    for row in DBTaskResult.objects.ready():
        row.claim(lane.worker_id)
        lane.run_task(row)


def specs(image):
    return sorted(image.renditions.values_list("filter_spec", flat=True))


def wanted(image):
    return sorted(file.spec for file in all_files_of(image))


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def private(db):
    secret = Collection.get_first_root_node().add_child(name="Reservada")
    CollectionViewRestriction.objects.create(collection=secret, restriction_type="login")
    return secret


class TestPublishing:
    def test_makes_the_files_of_the_images_of_the_page_once(self, home, commit):
        hero, inside, unused = make_image(), make_image(), make_image()
        shown = {"image": inside.pk, "alt_text": "Praça", "decorative": False}
        body = json.dumps([{"type": "image", "value": {"image": shown}}])
        city = make_city()
        with commit():
            publish(city, hero_image=hero, hero_alt="Vista", body=body)
            publish(city, title="De novo")
        assert waiting() == [hero.pk, inside.pk]
        work()
        assert (specs(hero), specs(inside), specs(unused)) == (wanted(hero), wanted(inside), [])
        with commit():
            publish(city, title="E de novo")
        assert waiting() == []

    def test_makes_none_of_what_is_not_public(self, home, commit, private):
        front = make_work_front(make_city(live=False))
        with commit():
            publish(front, hero_image=make_image(), hero_alt="Vista")
            publish(make_city(), hero_image=make_image(collection=private), hero_alt="Vista")
            make_narrative(hero_image=make_image(), hero_alt="Vista").save_revision()
        assert waiting() == []

    def test_makes_the_files_of_a_snippet(self, home, commit):
        person, photo = make_person(live=False), make_image()
        person.photo = photo
        with commit():
            person.save_revision().publish()
        assert waiting() == [photo.pk]


class TestAChangedImage:
    @pytest.fixture
    def image(self, home):
        image = make_image(width=100, height=40)
        make_city(hero_image=image, hero_alt="Vista")
        make_files.func(image.pk, state_of(image))
        return image

    def test_a_new_file(self, image, commit):
        with commit():
            image.file = ContentFile(KINDS["clear.png"], "outra.png")
            image.save()
        assert waiting() == [image.pk]
        work()
        assert specs(image) == wanted(image)
        assert "png" in {spec.split("-")[-1] for spec in specs(image)}

    def test_a_new_focal_point_whose_old_files_go(self, image, commit, tmp_path):
        before = set(image.renditions.values_list("pk", flat=True))
        with commit():
            image.focal_point_x, image.focal_point_y = 10, 10
            image.focal_point_width = image.focal_point_height = 5
            image.save()
        assert waiting() == [image.pk]
        with commit():
            work()
        assert specs(image) == wanted(image)
        assert not before & set(image.renditions.values_list("pk", flat=True))
        assert len(list(tmp_path.glob("images/*"))) == image.renditions.count()

    def test_a_new_title_and_an_image_without_use(self, image, commit):
        unused = make_image()
        with commit():
            image.title = unused.title = "Outro"
            image.save()
            unused.save()
        assert waiting() == []

    def test_what_the_admin_made_for_itself_stays(self, image):
        image.get_rendition("max-50x50")
        make_files.func(image.pk, state_of(image))
        assert specs(image) == sorted([*wanted(image), "max-50x50"])


class TestTheSearch:
    def test_it_finds_what_something_public_uses(self, home, private):
        used = [make_image() for _ in range(3)]
        make_city(hero_image=used[0], hero_alt="Vista")
        make_person(photo=used[1])
        SiteSettings.objects.create(site=home.get_site(), share_image=used[2], share_image_alt="Vista")
        make_image()
        make_city(live=False, hero_image=make_image(), hero_alt="Vista")
        make_person(live=False, photo=make_image())
        make_city(hero_image=make_image(collection=private), hero_alt="Vista")
        find_missing_files.func()
        find_missing_files.func()
        assert waiting() == sorted(image.pk for image in used)
        work()
        find_missing_files.func()
        assert waiting() == []
        used[0].renditions.first().delete()
        find_missing_files.func()
        assert waiting() == [used[0].pk]

    def test_it_takes_some_at_a_time_and_goes_on_soon(self, home, monkeypatch):
        monkeypatch.setattr(images, "AT_ONCE", 2)
        found = [make_image() for _ in range(3)]
        for image in found:
            make_person(photo=image)
        find_missing_files.func()
        assert waiting() == [image.pk for image in found[:2]]
        again = DBTaskResult.objects.get(task_path=find_missing_files.module_path)
        assert 50 < (again.run_after - timezone.now()).total_seconds() < 61

    def test_it_lets_be_what_was_given_up_until_the_image_changes(self, home):
        image = make_image()
        make_person(photo=image)
        find_missing_files.func()
        DBTaskResult.objects.update(status=FAILED, finished_at=timezone.now())
        find_missing_files.func()
        assert waiting() == []
        image.file = ContentFile(KINDS["photo.jpg"], "outra.jpg")
        image.save()
        find_missing_files.func()
        assert waiting() == [image.pk]

    def test_it_is_called_once_after_a_change(self, home):
        look_for_missing_files()
        look_for_missing_files()
        assert DBTaskResult.objects.get().task_path == find_missing_files.module_path

    def test_it_runs_after_an_import(self, home, tmp_path):
        (tmp_path / "images").mkdir()
        (tmp_path / "images" / "ana.png").write_bytes(KINDS["opaque.png"])
        content = {"people": [{"slug": "ana", "name": "Ana", "role": "secretária", "photo": "ana.png"}]}
        scope = Scope(home.get_site())
        import_content(Content(content, Folder(tmp_path)), scope, dry_run=True)
        assert not DBTaskResult.objects.exists()
        import_content(Content(content, Folder(tmp_path)), scope)
        work()
        work()
        image = CustomImage.objects.get()
        assert specs(image) == wanted(image)
        assert image.placeholder


class TestTheTask:
    def test_stopped_in_its_middle_it_keeps_what_it_made(self, home, monkeypatch):
        image = make_image()
        row = make_files.enqueue(image.pk, state_of(image)).db_result
        answers = iter([False, False, True])
        monkeypatch.setattr(images, "is_stopping", lambda: next(answers))
        work()
        row.refresh_from_db()
        assert (row.status, row.worker_ids, len(specs(image))) == (READY, [], 2)
        monkeypatch.setattr(images, "is_stopping", stopping.is_stopping)
        work()
        row.refresh_from_db()
        assert (row.status, specs(image)) == (SUCCESSFUL, wanted(image))

    def test_without_the_original_it_is_tried_again(self, home):
        image = make_image()
        image.file.storage.delete(image.file.name)
        row = make_files.enqueue(image.pk, state_of(image)).db_result
        work()
        row.refresh_from_db()
        assert (row.status, row.exception_class_path) == (READY, "wagtail.images.models.SourceImageIOError")

    def test_an_image_that_is_gone_or_private_is_no_failure(self, home, private):
        hidden = make_image(collection=private)
        make_files.enqueue(hidden.pk, state_of(hidden))
        make_files.enqueue(0, "")
        work()
        assert set(DBTaskResult.objects.values_list("status", flat=True)) == {SUCCESSFUL}
        assert specs(hidden) == []


def test_a_worker_makes_what_is_missing(start_worker, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    image = make_image()
    make_city(hero_image=image, hero_alt="Vista")
    start_worker()
    wait_for(lambda: specs(image) == wanted(image))
    wait_for(lambda: not DBTaskResult.objects.exclude(status=SUCCESSFUL).exists())
    files = {rendition.file.path for rendition in image.renditions.all()}
    assert files == {str(path) for path in (tmp_path / "media" / "images").iterdir()}
