"""A receiver of webhooks, with nothing but Python's standard library.

WEBHOOK_SECRET=whsec_... python receiver.py 9000
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOLERANCE = 5 * 60
"""Seconds that a message may be old: an old one that is genuine may have been copied."""
LONGEST = 1024 * 1024
REMEMBERED = 1000


def verified(headers: Mapping[str, str], body: bytes, secret: str) -> dict[str, Any]:
    """Return the message. Raises ``ValueError`` unless somebody who knows the secret sent it just now."""
    identifier, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not moment.isdecimal() or abs(time.time() - int(moment)) > TOLERANCE:
        raise ValueError("The message is too old, or says no time.")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    ours = hmac.new(key, f"{identifier}.{moment}.".encode() + body, hashlib.sha256).digest()
    for signature in headers.get("webhook-signature", "").split():
        version, _comma, theirs = signature.partition(",")
        try:
            if version == "v1" and hmac.compare_digest(base64.b64decode(theirs), ours):
                return json.loads(body)
        except binascii.Error:
            continue
    raise ValueError("No signature is right.")


class Receiver(ThreadingHTTPServer):
    """Gives each message to ``act``, once: what comes again under the same id was heard already."""

    def __init__(self, port: int, secret: str, act: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(("127.0.0.1", port), Request)
        self.secret, self.act = secret, act
        self.seen: OrderedDict[str, None] = OrderedDict()


class Request(BaseHTTPRequestHandler):
    server: Receiver
    timeout = 10

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        if length > LONGEST:
            return self.answer(413)
        try:
            message = verified(self.headers, self.rfile.read(length), self.server.secret)
        except ValueError as wrong:
            return self.answer(400, str(wrong))
        identifier = self.headers["webhook-id"]
        if identifier not in self.server.seen:
            self.server.act(message)  # keep it short: after ten seconds the message is sent again
            self.server.seen[identifier] = None
            while len(self.server.seen) > REMEMBERED:
                self.server.seen.popitem(last=False)
        return self.answer(204)

    def answer(self, status: int, text: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


def show(message: dict[str, Any]) -> None:
    print(message["type"], *message["data"].get("paths", ()), flush=True)  # noqa: T201


if __name__ == "__main__":
    Receiver(int(sys.argv[1]), os.environ["WEBHOOK_SECRET"], show).serve_forever()
