"""What every answer of the open interface has in common."""

from __future__ import annotations

import pytest
from django.urls import path

pytestmark = pytest.mark.django_db
PATH = "/api/v1/sectors"


def test_any_page_may_read_and_caches_may_keep(client):
    answer = client.get(PATH)

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_answer_is_the_same_for_whoever_is_signed_in(client, officer):
    before = client.get(PATH)
    client.force_login(officer)

    after = client.get(PATH, headers={"Accept-Language": "en"})

    assert (after.content, after["Cache-Control"]) == (before.content, before["Cache-Control"])


def test_head_says_how_long_the_answer_would_be(client):
    whole, head = client.get(PATH), client.head(PATH)

    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(whole.content))
    assert head["Content-Type"] == whole["Content-Type"]


def test_options_says_what_may_be_asked(client):
    answer = client.options(PATH)

    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    answer = getattr(client, method)(PATH)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["title"] == "Method Not Allowed"


@pytest.mark.parametrize(
    "address", ["/api/v1/nowhere", "/api/v1/profiles/1", "/api/v1/profiles/x", "/api/v1/profiles/9" + "9" * 40]
)
def test_unknown_address_is_a_problem(client, address):
    answer = client.get(f"/api/v1/{address}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert (answer.json()["status"], answer["Cache-Control"]) == (404, "no-store")


def test_wrong_host_is_a_problem(client):
    answer = client.get(PATH, headers={"Host": "anderswo.example"})

    assert (answer.status_code, answer.json()["title"]) == (400, "Bad Request")


def broken(request):
    raise RuntimeError("secret detail")


urlpatterns = [path("api/v1/broken", broken)]
handler500 = "quartierwerk.foundation.ui.pages.server_error"


@pytest.mark.urls(__name__)
def test_failure_of_ours_is_a_problem_and_tells_nothing(client, caplog):
    client.raise_request_exception = False

    answer = client.get("/api/v1/broken")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert b"secret" not in answer.content
