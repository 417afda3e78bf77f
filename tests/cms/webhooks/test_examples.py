"""The receivers of the documentation receive what the worker sends."""

import importlib.util
import json
from pathlib import Path
from threading import Thread

import requests
from django.utils import timezone

from cms.webhooks.composing import message_about
from cms.webhooks.events import EVENTS, TEST
from cms.webhooks.models import Webhook
from cms.webhooks.sending import send
from tests.cms.webhooks.conftest import SCHEMA

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
PUBLISHED = message_about("page.published", {"paths": ["/areas/saude/"]}, at=timezone.now())


def test_the_receiver_of_the_standard_library():
    spec = importlib.util.spec_from_file_location("receiver", EXAMPLES / "webhooks" / "receiver.py")
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    heard = []
    webhook = Webhook(name="Site")
    server = example.Receiver(0, webhook.secret, heard.append)
    webhook.url = f"http://127.0.0.1:{server.server_port}/"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    assert [send(PUBLISHED, webhook).status for _time in range(2)] == [204, 204]
    assert [message["data"]["paths"] for message in heard] == [["/areas/saude/"]]  # once, though it came twice
    stranger = Webhook(name="Outro", url=webhook.url)
    assert (send(PUBLISHED, stranger).status, requests.post(webhook.url, data=b"{}").status_code) == (400, 400)
    assert len(heard) == 1
    server.shutdown()
    server.server_close()


def test_the_message_of_the_documentation_is_one():
    text = (EXAMPLES.parent / "frontend" / "webhooks.md").read_text(encoding="utf-8")
    message = json.loads(text.partition("```json\n")[2].partition("```")[0])
    SCHEMA.validate(message)
    assert all(f"`{event}`" in text for event in [*EVENTS, TEST])
    assert SCHEMA.schema["properties"]["type"]["enum"] == [*EVENTS, TEST]
