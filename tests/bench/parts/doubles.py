"""Looking for doubles in the whole stock, as the worker does it: seconds, memory, and how many planted ones it finds.

Names and contact fields of the generated stock occur once each, so it holds no doubles. Planted are misspelt, moved and
shortened copies of some of its profiles, the labelled pairs of ``tests/doubles``, and tenants of their platforms.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions, queries
from quartierwerk.rooms.directory.actions.writer import ProfileWriter
from quartierwerk.rooms.directory.models import DoublePair, Profile
from quartierwerk.rooms.directory.queries.doubles import look_for, waiting
from quartierwerk.rooms.directory.rules import Contact, ContactType, ProfileContent
from quartierwerk.rooms.directory.schedule import COMPARED_AT_ONCE
from tests.bench import memory
from tests.doubles.pairs import PLATFORMS, read

COPIES = 3_000
"""So many profiles are copied, but never more than every tenth."""
TENANTS = 30
"""So many share each platform: more than a key may have that tells two actors apart."""


def measure() -> dict[str, Any]:
    """From a stock in which nothing was compared to one in which all is."""
    copied, labelled = _plant()
    Profile.objects.update(compared_version=0)
    actor, idle, longest, done = system("worker"), memory.held(), 0.0, 0
    start, working = time.perf_counter(), time.process_time()
    while block := waiting(limit=COMPARED_AT_ONCE):
        began = time.perf_counter()
        actions.propose_doubles(look_for(block), actor=actor)
        longest, done = max(longest, time.perf_counter() - began), done + len(block)
    seconds, processor = time.perf_counter() - start, time.process_time() - working
    proposed = set(DoublePair.objects.values_list("one", "other"))
    told = [is_one for pair, is_one in labelled.items() if pair in proposed]
    return {
        "profiles": done,
        "seconds": seconds,
        "processor": processor,
        "longest_block": longest,
        "pairs": len(proposed),
        "above_idle_mb": memory.most_held() - idle,
        "copies": {kind: [len(pairs & proposed), len(pairs)] for kind, pairs in copied.items()},
        "labelled_precision": sum(told) / len(told),
        "labelled_recall": sum(told) / sum(labelled.values()),
    }


def _plant() -> tuple[dict[str, set[tuple[int, int]]], dict[tuple[int, int], bool]]:
    """Copies (kind → pairs) and labelled pairs (pair → whether they are one)."""
    public = Profile.objects.visible_to(None).filter(locations__position=0).order_by("pk")
    count = min(COPIES, public.count() // 10)
    stock = list(public[:: public.count() // count][:count])
    contents = queries.contents_of(stock)
    kinds = {"misspelt": _misspelt, "moved": _moved, "shortened": _shortened}
    copied: dict[str, set[tuple[int, int]]] = {}
    for number, (kind, change) in enumerate(kinds.items()):
        some = stock[number :: len(kinds)]
        new = _load([change(contents[profile.pk]) for profile in some])
        copied[kind] = {(old.pk, one) for old, one in zip(some, new, strict=True)}
    pairs = [pair for half in "ab" for pair in read(half)]
    entries = list(dict.fromkeys(entry for pair in pairs for entry in (pair.one, pair.other)))
    keys = dict(zip(entries, _load(entries), strict=True))
    labelled = {
        (min(one, other), max(one, other)): pair.is_one
        for pair in pairs
        for one, other in [(keys[pair.one], keys[pair.other])]
        if one != other
    }
    _load([_tenant(platform, number) for platform in sorted(PLATFORMS) for number in range(TENANTS)])
    return copied, labelled


def _load(contents: Sequence[ProfileContent]) -> list[int]:
    """The numbers of new profiles, in the order of their contents."""
    actor, now = system("demo"), clock.now()
    last = Profile.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    job = actions.open_load("doubles", actor=actor, at=now)
    actions.load_block(job, actor=actor, contents=contents, writer=ProfileWriter(), at=now)
    return list(Profile.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True))


def _misspelt(content: ProfileContent) -> ProfileContent:
    """Two letters of the longest word changed places; only the house is the same."""
    longest = max(re.findall(r"[^\W\d_]+", content.name), key=len)
    middle = len(longest) // 2
    slip = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return replace(content, name=content.name.replace(longest, slip), contacts=())


def _moved(content: ProfileContent) -> ProfileContent:
    """No address, and only the website is the same."""
    return replace(content, sites=(), contacts=_only(content, ContactType.WEBSITE))


def _shortened(content: ProfileContent) -> ProfileContent:
    """The last word of the name is gone, and only the mailbox is the same."""
    name = content.name.rpartition(" ")[0]
    return replace(content, name=name, sites=(), contacts=_only(content, ContactType.EMAIL))


def _only(content: ProfileContent, kind: ContactType) -> tuple[Contact, ...]:
    return tuple(contact for contact in content.contacts if contact.type == kind)


def _tenant(platform: str, number: int) -> ProfileContent:
    host = platform.removeprefix("web:")
    return ProfileContent(
        name=f"Mitglied {number} {host}",
        contacts=(Contact(type=ContactType.WEBSITE, value=f"https://{host}/{number}"),),
    )
