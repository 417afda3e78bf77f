"""The build hook of the example frontend hears the worker's messages, and builds once for many."""

import os
import socket
import subprocess
from pathlib import Path

from django.utils import timezone

from cms.webhooks.composing import message_about
from cms.webhooks.models import Webhook
from cms.webhooks.sending import send
from tests.cms.delivery.waiting import wait_for

HOOK = Path(__file__).parents[2] / "docs" / "examples" / "astro" / "rebuild.mjs"
PUBLISHED = message_about("page.published", {"paths": ["/areas/saude/"]}, at=timezone.now())


def test_the_build_hook_of_the_static_site(tmp_path):
    webhook = Webhook(name="Site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    webhook.url = f"http://127.0.0.1:{port}/"
    environment = {**os.environ, "WEBHOOK_SECRET": webhook.secret}
    log = tmp_path / "log"
    command = ["node", str(HOOK), str(port), "sh", "-c", "echo build >> builds"]
    with log.open("w") as output:
        hook = subprocess.Popen(command, cwd=tmp_path, stdout=output, env=environment)
    try:
        wait_for(lambda: "listening" in log.read_text())
        assert [send(PUBLISHED, webhook).status for _time in range(3)] == [204] * 3
        assert send(PUBLISHED, Webhook(name="Outro", url=webhook.url)).status == 400
        wait_for(lambda: "built" in log.read_text())
        assert (tmp_path / "builds").read_text() == "build\n"  # three messages, one build
    finally:
        hook.kill()
        hook.wait()
