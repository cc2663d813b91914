"""Where somebody may have wanted to go whose address leads nowhere: what its words find."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quartierwerk.foundation import search
from quartierwerk.rooms.directory import queries as directory

MOST = 4
"""So many suggestions of each kind."""
LONGEST = 100
WORD = re.compile(r"[^\W\d_]{3,}")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing stands here; the words of the address are searched for, and the menu shows other ways."""
    words = words_of(request.path_info)
    is_page = request.method == "GET" and not request.headers.get("HX-Request")
    hits = _found(words) if words and is_page else []
    return render(request, "404.html", {"q": words, "hits": hits}, status=404)


def words_of(path: str) -> str:
    """The words in the last part of an address that has some; empty for files, which machines ask for."""
    parts = [part for part in unquote(path).split("/") if WORD.search(part)]
    if not parts or "." in parts[-1]:
        return ""
    return " ".join(WORD.findall(parts[-1]))[:LONGEST]


def _found(words: str) -> list[search.Hit]:
    """The places and public profiles that the words find."""
    places = search.find("places.place", search.Query(text=words, limit=MOST, counts=False))
    profiles = directory.find(directory.Wanted(q=words), limit=MOST, counts=False)
    return [*places.hits, *profiles.hits]
