"""Search in the admin folds words as visitors' search does."""

import pytest
from django.test import Client

from tests.builders import make_area, make_image, make_partner


@pytest.fixture
def admin(admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


@pytest.mark.parametrize("typed", ["licitacao", "LICITAÇÕES", "licitação pública", "licit"])
def test_pages_are_found_by_any_form_of_their_words(admin, home, typed):
    make_area(title="Licitações públicas")
    make_area(title="Outra coisa")
    text = admin.get("/admin/pages/search/", {"q": typed}).content.decode()
    assert "Licitações públicas" in text
    assert "Outra coisa" not in text


@pytest.mark.parametrize("typed", ['"', '"' * 3, " ", "%", "\\", "'", "(", "AND", "🏙️", "de"])
def test_whatever_is_typed_gets_an_answer(admin, home, typed):
    make_area(title="Licitações")
    assert admin.get("/admin/pages/search/", {"q": typed}).status_code == 200


def test_images_and_snippets_too(admin, home):
    make_image(title="Praça de São João")
    make_partner(name="Fundação São João")
    assert "Praça de São João" in admin.get("/admin/images/", {"q": "sao joao"}).content.decode()
    assert "Fundação São João" in admin.get("/admin/snippets/home/partner/", {"q": "fundacoes"}).content.decode()
