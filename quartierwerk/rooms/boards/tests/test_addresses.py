"""Addresses of the house as references, and what of references somebody may see."""

from __future__ import annotations

import pytest
from django.utils import translation

from quartierwerk.foundation.references import reference, reference_at, seen
from quartierwerk.rooms.accounts.tests.factories import person
from quartierwerk.rooms.boards.tests import factories

pytestmark = pytest.mark.django_db


def test_the_address_of_a_page_leads_to_its_thing_in_every_language(profile):
    body = factories.body()
    for language in ("de", "en"):
        with translation.override(language):
            addresses = profile.get_absolute_url(), body.get_absolute_url()
        assert [reference_at(address) for address in addresses] == [reference(profile), reference(body)]
    assert reference_at(f"https://haus.example{addresses[0]}?x=1#y", host="haus.example") == reference(profile)


@pytest.mark.parametrize("address", ["", "Unsinn", "/gremien/", "/gremien/gibt-es-nicht/", "https://anderswo.example/"])
def test_what_is_no_page_of_a_thing_is_none(address):
    with pytest.raises(LookupError):
        reference_at(address)


def test_nobody_sees_more_by_a_reference_than_by_the_page(profile):
    hidden, shown = factories.body("Verborgen", is_public=False), factories.body("Offen")
    refs = [reference(hidden), reference(shown), reference(profile), reference(person()), "weg.ding:1", "Unsinn"]
    assert seen(refs, None) == {reference(shown): shown, reference(profile): profile}
    member = factories.seat(hidden).person
    assert seen(refs, member)[reference(hidden)] == hidden
