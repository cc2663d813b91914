"""Lists of the open interface are read page by page, following the addresses they name."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pydantic import ValidationError

from quartierwerk.foundation import clock
from quartierwerk.foundation.limits.models import Hit
from quartierwerk.foundation.paging import Paging


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


def test_page_behind_the_end_is_empty(rows):
    page = Paging(cursor="ffffffff").of_rows(RequestFactory().get("/"), rows)

    assert (page["total"], page["items"], page["next"]) == (5, [], None)


@pytest.mark.parametrize("cursor", ["-1", "x", "123456789", "1\n", "\x00", "٣"])
def test_cursor_that_no_list_has_named_is_refused(cursor):
    with pytest.raises(ValidationError):
        Paging(cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 101, 10**30])
def test_page_holds_one_to_a_hundred(limit):
    with pytest.raises(ValidationError):
        Paging(limit=limit)
