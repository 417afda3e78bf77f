"""A visitor who opens a form, waits as people do, and sends it."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms import filling_in
from cms.api.ids import global_id
from home.models import FormPage

START = "mutation($page: ID!) { startForm(input: { page: $page }) { token expiresAt errors { field code message } } }"
SUBMIT = """
mutation($input: SubmitFormInput!) { submitForm(input: $input) { submitted errors { field code message } } }
"""


class Visitor:
    """Sends one form. ``waits`` is how long it is looked at."""

    def __init__(self, page: FormPage, *, waits: timedelta = timedelta(minutes=1)):
        self.page, self.id = page, global_id(page)
        begun = filling_in.begin(page.pk)
        self.token = filling_in.FillingIn(page.pk, begun.key, begun.began - waits).token
        self.client = Client(headers={"host": "127.0.0.1"})

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables})
        return self.client.post("/graphql/", body, content_type="application/json").json()

    def send(self, consent: str | None = None, /, **answers: Any) -> dict[str, Any]:
        """Return the payload of the mutation."""
        values = [
            {"name": name, "values" if isinstance(answer, list) else "value": answer}
            for name, answer in answers.items()
        ]
        given = {"page": self.id, "token": self.token, "values": values, "consent": consent}
        answer = self.ask(SUBMIT, input=given)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]["submitForm"]

    def mistakes(self, consent: str | None = None, /, **answers: Any) -> list[tuple[str | None, str]]:
        """Return the fields and codes of what was wrong."""
        payload = self.send(consent, **answers)
        assert payload["submitted"] == (not payload["errors"])
        assert all(error["message"] for error in payload["errors"])
        return [(error["field"], error["code"]) for error in payload["errors"]]

    def upload(self, field: str, content: bytes, name: str, **headers: str) -> tuple[int, dict[str, Any]]:
        """Return the status and the answer to an upload."""
        file = SimpleUploadedFile(name, content)
        given = {"authorization": f"Bearer {self.token}", **headers}
        response = self.client.post("/forms/upload/", {"page": self.id, "field": field, "file": file}, headers=given)
        return response.status_code, response.json()


def picture(kind: str = "PNG") -> bytes:
    from PIL import Image

    data = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(data, kind)
    return data.getvalue()
