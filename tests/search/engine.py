"""A double of OpenSearch: as much of its HTTP interface as Wagtail uses. It finds documents that hold all the words."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Engine:
    """What was sent: documents by index and id, and every request as method and path."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, dict]] = {}
        self.requests: list[tuple[str, str]] = []
        self.url = ""

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, dict]:
        self.requests.append((method, path))
        index, _, rest = path.strip("/").partition("?")[0].partition("/")
        if index == "_bulk" or rest == "_bulk":
            return 200, self._bulk(index, body)
        if rest.startswith("_doc/"):
            return self._document(method, index, rest.removeprefix("_doc/"), body)
        if rest in ("_search", "_count"):
            found = list(self._found(index, json.loads(body)))
            hits = [{"_id": key, "_score": 1.0, "fields": {"pk": [document["pk"]]}} for key, document in found]
            buckets = {name: {"buckets": []} for name in json.loads(body).get("aggregations", {})}
            return 200, {"count": len(found), "hits": {"hits": hits}, "aggregations": buckets}
        if method == "HEAD":
            return 404, {}
        return 200, {"acknowledged": True}

    def _bulk(self, index: str, body: bytes) -> dict:
        lines = [json.loads(line) for line in body.splitlines()]
        for action, document in zip(lines[::2], lines[1::2], strict=True):
            target = next(iter(action.values()))
            self.documents.setdefault(target.get("_index", index), {})[target["_id"]] = document
        return {"errors": False, "items": [{"index": {"_id": "", "status": 200}} for _ in lines[::2]]}

    def _document(self, method: str, index: str, key: str, body: bytes) -> tuple[int, dict]:
        if method == "DELETE":
            return (200 if self.documents.get(index, {}).pop(key, None) else 404), {}
        self.documents.setdefault(index, {})[key] = json.loads(body)
        return 201, {"result": "created"}

    def _found(self, index: str, asked: dict) -> Iterator[tuple[str, dict]]:
        wanted = set(re.findall(r"\w+", " ".join(_questions(asked))))
        for key, document in self.documents.get(index, {}).items():
            if wanted and wanted <= set(re.findall(r"\w+", json.dumps(document))):
                yield key, document


def _questions(part: object) -> Iterator[str]:
    """Yield the texts that a question asks for, wherever they are in it."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "query" and isinstance(value, str):
                yield value
            else:
                yield from _questions(value)
    elif isinstance(part, list):
        for member in part:
            yield from _questions(member)


@contextmanager
def running_engine() -> Iterator[Engine]:
    """Serve an engine on a free port of this machine."""
    engine = Engine()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, content = engine.answer(self.command, self.path, body)
            text = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(text)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _reply  # noqa: N815

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    engine.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield engine
    finally:
        server.shutdown()
        server.server_close()
