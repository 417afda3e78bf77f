"""Synonyms, from the admin's form to what a search is given."""

import re

import pytest
from wagtail.models import Locale

from cms.collation import sort_key
from search.models import Synonyms
from search.synonyms import synonym_groups

ADD = "/admin/snippets/search/synonyms/add/"


@pytest.fixture
def empty(db):
    Synonyms.objects.all().delete()


def errors(response):
    found = re.findall(r'class="error-message"[^>]*>(.*?)</p>', response.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in found]


def test_the_first_list_is_valid_and_each_term_is_in_one_group(db):
    groups = synonym_groups("pt-br")
    assert ["jovem", "jovens", "juventude", "adolescente"] in groups
    assert len(groups) == 32
    terms = [sort_key(term) for group in groups for term in group]
    assert len(terms) == len(set(terms))
    for group in Synonyms.objects.all():
        group.full_clean()


def test_a_reviewer_writes_a_group_as_it_comes(empty, reviewer, django_assert_num_queries):
    response = reviewer.post(ADD, {"terms": " Prefeitura ,  governo   municipal;\r\n\r\ncidade\n"})
    assert response.status_code == 302
    with django_assert_num_queries(1):
        assert synonym_groups("pt-br") == [["Prefeitura", "governo municipal", "cidade"]]


def test_each_language_has_its_own(empty, reviewer):
    Locale.objects.create(language_code="es")
    reviewer.post(f"{ADD}?locale=es", {"terms": "ciudad, municipio"})
    reviewer.post(ADD, {"terms": "zelo, cuidado"})
    reviewer.post(ADD, {"terms": "água, rio"})
    assert synonym_groups("es") == [["ciudad", "municipio"]]
    assert synonym_groups("pt-br") == [["água", "rio"], ["zelo", "cuidado"]]
    assert synonym_groups("en") == []


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ("", "Este campo é obrigatório."),
        ("cidade", "Escreva pelo menos dois termos."),
        (", ;\n,", "Escreva pelo menos dois termos."),
        (",".join(f"termo {number}" for number in range(21)), "São 21 termos: um grupo tem no máximo 20."),
        ("saúde, hospital, SAUDE", "“SAUDE” repete “saúde”."),
        ("posto de saúde, Posto-de-saude", "“Posto-de-saude” repete “posto de saúde”."),
        ("cidade, ***", "“***” não tem letra nem número."),
        ("cidade, " + "m" * 61, f"“{'m' * 30}…” passa de 60 caracteres."),
    ],
)
def test_what_is_no_group_comes_back_with_its_reason(empty, reviewer, terms, message):
    response = reviewer.post(ADD, {"terms": terms})
    assert response.status_code == 200
    assert errors(response) == [message]
    assert not Synonyms.objects.exists()


def test_the_limits_themselves_are_allowed(empty, reviewer):
    twenty = [f"termo {number}" for number in range(19)] + ["m" * 60]
    reviewer.post(ADD, {"terms": "\n".join(twenty)})
    assert synonym_groups("pt-br") == [twenty]


def test_an_editor_looks_and_does_not_change(editor):
    page = editor.get("/admin/snippets/search/synonyms/")
    assert "jovem, jovens, juventude" in page.content.decode()
    assert editor.get(ADD).status_code == 302
    editor.post(ADD, {"terms": "um, dois"})
    assert ["um", "dois"] not in synonym_groups("pt-br")
