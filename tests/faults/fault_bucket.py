"""Uploads in a bucket: in by the admin, out through our views, and nothing on the server's own disk."""

import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import boto3
import pytest
import requests
from django.contrib.auth import get_user_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.media import CustomDocument, CustomImage
from cms.renditions import files_of
from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import HOST, KEY, ROOT, Browser, free_port, path_of, production
from tests.pictures import KINDS

PASSWORD = "uma senha bem comprida"
KEYS = {"S3_ACCESS_KEY_ID": "test", "S3_SECRET_ACCESS_KEY": "test-test-test", "S3_REGION": "sa-east-1"}


@pytest.fixture
def bucket(tmp_path) -> Iterator[dict[str, str]]:
    """A store of the test's own with an empty bucket. Yields the settings that name it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    program = str(Path(sys.executable).with_name("moto_server"))
    process = subprocess.Popen([program, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: _answers(url), seconds=60)
        _client(url).create_bucket(
            Bucket="uploads", CreateBucketConfiguration={"LocationConstraint": KEYS["S3_REGION"]}
        )
        yield {"S3_BUCKET": "uploads", "S3_ENDPOINT_URL": url, "S3_PREFIX": "cms", **KEYS}
    finally:
        process.terminate()
        process.wait(10)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code < 500
    except requests.ConnectionError:
        return False


def _client(url: str):
    keys = {"aws_access_key_id": KEYS["S3_ACCESS_KEY_ID"], "aws_secret_access_key": KEYS["S3_SECRET_ACCESS_KEY"]}
    return boto3.client("s3", endpoint_url=url, region_name=KEYS["S3_REGION"], **keys)


def names(bucket: dict[str, str]) -> set[str]:
    listed = _client(bucket["S3_ENDPOINT_URL"]).list_objects_v2(Bucket="uploads")
    return {entry["Key"].removeprefix("cms/") for entry in listed.get("Contents", [])}


def photo(name: str, kind: str = "photo.jpg") -> dict:
    return {"file": (name, BytesIO(KINDS[kind]), "image/jpeg")}


def test_uploads_live_in_a_bucket(own_database, start_server, bucket, settings, tmp_path, tell):
    settings.SECRET_KEY, settings.PUBLIC_URL = KEY, f"https://{HOST}"
    get_user_model().objects.create_superuser("ana", "ana@example.org", PASSWORD)
    server, editor, visitor = start_server(**bucket), Browser(), Browser()
    editor.log_in(server, "ana", PASSWORD)
    assert editor.get(server, "/health/ready").json()["checks"]["media"] == "ok"

    # an image: in, and out as a rendition; its original to nobody
    form = {"title": "Rua", "collection": "1"}
    assert editor.submit(server, "/admin/images/add/", form, files=photo("rua.jpg")).status_code == 302
    assert names(bucket) >= {"original_images/rua.jpg"}
    image = CustomImage.objects.get()
    first = path_of(files_of(image, "CONTENT")[0].url)
    answer = visitor.get(server, first)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert visitor.get(server, first, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert visitor.get(server, "/media/original_images/rua.jpg").status_code == 404
    assert editor.get(server, "/media/original_images/rua.jpg").status_code == 200
    assert [name for name in names(bucket) if name.startswith("images/")]

    # replaced: the old address leads to the new file
    editing = f"/admin/images/{image.pk}/"
    assert editor.submit(server, editing, form, files=photo("praca.jpg", "grey.jpg")).status_code == 302
    image = CustomImage.objects.get()
    second = path_of(files_of(image, "CONTENT")[0].url)
    assert second != first
    moved = visitor.get(server, first)
    assert (moved.status_code, path_of(moved.headers["Location"])) == (302, second)
    assert visitor.get(server, second).content != answer.content

    # a rendition that the bucket lost is made again
    for name in names(bucket):
        if name.startswith("images/"):
            _client(bucket["S3_ENDPOINT_URL"]).delete_object(Bucket="uploads", Key=f"cms/{name}")
    assert visitor.get(server, second).status_code == 200

    # a document: public, then private
    edital = {"file": ("edital.txt", BytesIO(b"Edital"), "text/plain")}
    assert editor.submit(server, "/admin/documents/add/", {**form, "title": "Edital"}, files=edital).status_code == 302
    document = CustomDocument.objects.get()
    address = path_of(document.url)
    found = visitor.get(server, address)
    assert (found.status_code, found.content) == (200, b"Edital")
    assert "Location" not in found.headers
    private = Collection.get_first_root_node().add_child(name="Interno")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    CustomDocument.objects.update(collection=private)
    assert visitor.get(server, address).status_code == 404
    assert editor.get(server, address).content == b"Edital"

    # a backup out of the bucket comes back into another
    own = {"DATABASE_URL": own_database["DATABASE_URL"], "VAR_DIR": str(tmp_path / "var"), **bucket}
    command = [sys.executable, str(ROOT / "manage.py"), "backup", str(tmp_path / "backup.tar")]
    done = subprocess.run(command, env=production(**own), capture_output=True, text=True, check=False)
    assert re.search(r"the database and (\d+) uploads", done.stdout)[1] == str(len(names(bucket))), done.stderr

    # deleted: gone from the bucket too
    before = len(names(bucket))
    editor.submit(server, f"/admin/images/{image.pk}/delete/", {})
    editor.submit(server, f"/admin/documents/delete/{document.pk}/", {})
    wait_for(lambda: names(bucket) == set(), seconds=10)
    tell("objects at most", before)

    # nothing was ever on the disk
    assert not (tmp_path / "media").exists() or not any((tmp_path / "media").iterdir())
