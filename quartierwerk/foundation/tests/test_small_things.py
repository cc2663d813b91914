"""References, errors, bilingual texts, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from quartierwerk.foundation import bilingual, clock, references
from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.limits.models import Hit
from quartierwerk.rooms.places.models import Place, Quarter


@dataclass
class Said:
    """Something with a text in two columns."""

    about_de: str = ""
    about_en: str = ""


def test_reference_names_kind_and_key():
    assert references.reference(Hit(pk=7)) == references.reference_to(Hit, 7) == "limits.hit:7"


def test_reference_of_a_proxy_points_to_its_table():
    assert references.reference(Quarter(pk=3)) == references.reference(Place(pk=3)) == "places.place:3"


def test_reference_needs_a_saved_thing():
    with pytest.raises(ValueError, match="not saved"):
        references.reference(Hit())


def test_keys_are_those_of_one_model_only():
    given = ["limits.hit:12", "places.place:3", "limits.hit:7", "", "limits.hit:", "limits.hit:7"]

    assert references.keys_of(Hit, given) == [7, 12]
    assert references.keys_of(Quarter, given) == [3]


@pytest.mark.parametrize(
    "nonsense", ["", "directory", "directory.profile", "a.b:", "a.b:x", "a:1", "a.b.c:1", "a.b:1²"]
)
def test_parse_refuses_what_is_no_reference(nonsense):
    with pytest.raises(ValueError, match="not a reference"):
        references.parse(nonsense)


@pytest.mark.django_db
def test_resolve_finds_the_thing():
    hit = Hit.objects.create(key="k", window=1, until=clock.now())

    assert references.resolve(f"limits.hit:{hit.pk}") == hit


@pytest.mark.django_db
def test_resolve_says_when_there_is_none():
    with pytest.raises(LookupError):
        references.resolve("limits.hit:999")


def test_refusal_has_a_sentence_of_its_own_or_the_one_of_its_kind():
    assert str(RuleBroken("Nein.", field="name")) == "Nein."
    assert RuleBroken("Nein.", field="name").field == "name"
    assert str(NotAllowed()) == "Dazu fehlt Ihnen das Recht."


@pytest.mark.parametrize(
    ("german", "english", "language", "expected", "really"),
    [
        ("Hallo", "Hello", "de", "Hallo", "de"),
        ("Hallo", "Hello", "en", "Hello", "en"),
        ("Hallo", "", "en", "Hallo", "de"),
        ("", "Hello", "de", "Hello", "en"),
        ("", "", "de", "", "en"),
    ],
)
def test_text_falls_back_to_the_other_language(german, english, language, expected, really):
    thing = Said(german, english)

    with translation.override(language):
        shown = Template("{% load bilingual %}{{ t|text:'about' }}|{{ t|text_language:'about' }}").render(
            Context({"t": thing})
        )

        assert bilingual.text(thing, "about") == expected
    assert shown == f"{expected}|{really}"


def test_day_changes_at_midnight_in_berlin():
    with time_machine.travel(datetime(2026, 6, 2, 22, 30, tzinfo=UTC), tick=False):
        assert clock.today().isoformat() == "2026-06-03"
        assert clock.local(clock.now()).hour == 0
