"""Whoever has an account reaches the admin, in Portuguese."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("name", ["admin", "editor", "reviewer"])
def test_each_of_the_team_gets_in(request, name):
    page = request.getfixturevalue(name)
    page.goto("/admin/")
    expect(page.locator("html")).to_have_attribute("lang", "pt-br")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_stranger_is_asked_to_log_in(visitor):
    visitor.goto("/admin/pages/")
    expect(visitor).to_have_url("/admin/login/?next=/admin/pages/")
