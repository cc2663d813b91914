"""Lists of the open interface are read page by page, following the addresses they name."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from pydantic import ValidationError

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.models import Hit
from quartierwerk.foundation.paging import CursorRefused, Paging


@pytest.fixture
def rows(db):
    Hit.objects.bulk_create(Hit(key=key, window=1, until=clock.now()) for key in "abcde")
    return Hit.objects.order_by("key")


def keys(answer) -> str:
    return "".join(hit.key for hit in answer["items"])


def test_every_row_is_on_one_page(rows):
    request, seen = RequestFactory().get("/api/v1/hits?limit=2&q=ä"), []

    while True:
        page = Paging(limit=2, cursor=request.GET.get("cursor", "")).of_rows(request, rows)
        seen.append(keys(page))
        if page["next"] is None:
            break
        assert page["next"].startswith("http://testserver/api/v1/hits?limit=2&q=%C3%A4&cursor=")
        request = RequestFactory().get(page["next"])

    assert (seen, page["total"]) == (["ab", "cd", "e"], 5)


def ask(address, rows, **given):
    request = RequestFactory().get(address)
    return Paging(limit=2, cursor=request.GET.get("cursor", ""), **given).of_rows(request, rows)


@pytest.mark.parametrize("order", [("key",), ("-key",), ("window", "-key"), ("-until", "key")])
def test_what_comes_and_goes_between_pages_skips_and_repeats_nothing(rows, order):
    rows, seen, address = rows.order_by(*order), [], "/api/v1/hits"

    for number in range(10):
        page = ask(address, rows)
        seen.extend(hit.key for hit in page["items"])
        if page["next"] is None:
            break
        # Before all and behind all something comes, and what was handed out just now goes.
        Hit.objects.filter(key=seen[-1]).delete()
        new = [Hit(key=f"{end}{number}", window=1, until=clock.now()) for end in ("A", "z")]
        Hit.objects.bulk_create(new if number == 0 else new[:1])
        address = page["next"]

    assert len(set(seen)) == len(seen)
    assert {"a", "b", "c", "d", "e"} <= set(seen)


def test_rows_of_one_place_are_told_apart_by_their_numbers(rows):
    first = ask("/", rows.order_by("window"))
    second = ask(first["next"], rows.order_by("window"))
    third = ask(second["next"], rows.order_by("window"))

    assert "".join(keys(page) for page in (first, second, third)) == "abcde"


def test_page_after_all_that_follows_has_gone_is_empty(rows):
    first = ask("/", rows)
    Hit.objects.exclude(key__in="ab").delete()

    page = ask(first["next"], rows)

    assert (page["total"], page["items"], page["next"]) == (2, [], None)


@pytest.mark.parametrize("cursor", ["-1", "x", "123456789", "1\n", "\x00", "٣", "e30:abc", "ä" * 5_000, "." * 300])
def test_cursor_that_no_list_has_named_is_refused(cursor, rf):
    with pytest.raises(CursorRefused, match="comes from no page"):
        Paging(cursor=cursor).after(rf.get("/"))


def test_cursor_that_was_changed_is_refused(rows, rf):
    cursor = QueryDict(urlsplit(ask("/", rows)["next"]).query)["cursor"]

    for at in range(len(cursor)):
        changed = cursor[:at] + ("a" if cursor[at] != "a" else "b") + cursor[at + 1 :]
        with pytest.raises(CursorRefused):
            Paging(cursor=changed).after(rf.get("/"))


def test_cursor_of_another_list_or_of_other_filters_is_refused_and_of_another_length_not(rows, rf):
    class Filtered(Paging):
        word: list[str] = []

    at = rf.get("/hits")
    page = Filtered(limit=2, word=["a", "b"]).of_rows(at, rows)
    cursor = QueryDict(urlsplit(page["next"]).query)["cursor"]

    for other, request in ((["a"], at), (["a", "b"], rf.get("/others"))):
        with pytest.raises(CursorRefused, match="another question"):
            Filtered(cursor=cursor, word=other).after(request)
    assert Filtered(limit=5, cursor=cursor, word=["b", "a"]).after(at) is not None


@pytest.mark.parametrize("limit", [0, -1, 101, 10**30])
def test_page_holds_one_to_a_hundred(limit):
    with pytest.raises(ValidationError):
        Paging(limit=limit)
