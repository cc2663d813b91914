"""What every answer of the open interface has in common."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import path

from quartierwerk.foundation import clock
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.tests import factories

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


PATHS = ["/sectors", "/profiles?q=Licht", "/profiles/{pk}", "/profiles/clusters", "/districts", "/openapi.json"]


@pytest.mark.parametrize("path", PATHS)
def test_answer_that_is_known_comes_without_its_body(client, profile, path, django_assert_max_num_queries):
    follower.rebuild()
    address = f"/api/v1{path.format(pk=profile.pk)}"
    tag = client.get(address)["ETag"]

    with django_assert_max_num_queries(2):
        again = client.get(address, headers={"If-None-Match": f'"other", {tag}'})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert (again["Cache-Control"], "Content-Type" in again) == ("public, max-age=60", False)
    assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 304
    assert client.head(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", PATHS[:-1])
def test_what_changes_in_the_house_changes_the_tag(client, profile, officer, path):
    follower.rebuild()
    address = f"/api/v1{path.format(pk=profile.pk)}"
    before = client.get(address)["ETag"]
    actions.edit(profile, actor=officer, content=factories.content(name="Lichtwerk Süd"), at=factories.NOON)

    changed = client.get(address, headers={"If-None-Match": before})
    follower.rebuild()  # nobody follows what this test has not committed
    indexed = client.get(address, headers={"If-None-Match": changed["ETag"]})

    assert (changed.status_code, indexed.status_code) == (200, 200)
    assert len({before, changed["ETag"], indexed["ETag"]}) == 3


def test_tag_stays_when_the_trail_is_sealed_only_if_nothing_else_happened(client, profile, officer):
    trail.seal()
    before = client.get(PATH)["ETag"]

    assert trail.seal() == 0
    assert client.get(PATH)["ETag"] == before


def test_other_questions_hosts_and_days_have_other_tags(client, db, monkeypatch):
    tags = [client.get(PATH)["ETag"], client.get(f"{PATH}?limit=1")["ETag"]]
    tags.append(client.get(PATH, headers={"Host": "localhost"})["ETag"])
    tags.append(client.get(PATH, secure=True)["ETag"])
    monkeypatch.setattr(clock, "today", lambda: date(2031, 1, 1))
    tags.append(client.get(PATH)["ETag"])

    assert len(set(tags)) == 5


@pytest.mark.parametrize("path", ["/nowhere", "/profiles/1", "/sectors?limit=0", "/profiles?cursor=x"])
def test_problem_has_no_tag_and_is_never_not_modified(client, db, path):
    answer = client.get(f"/api/v1{path}", headers={"If-None-Match": "*"})

    assert answer.status_code >= 400
    assert "ETag" not in answer


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
