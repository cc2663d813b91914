"""The style page shows every component in every state; where it has no fault, the kit has none."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_component_is_accessible(page, live_server, assert_accessible):
    page.goto(f"{live_server.url}/stil/")

    assert_accessible(page)


def test_a_fault_would_be_noticed(page, live_server, axe):
    page.goto(f"{live_server.url}/stil/")
    page.evaluate("document.querySelector('main').append(new Image())")

    assert [line.split(":")[0] for line in axe(page)] == ["image-alt"]
