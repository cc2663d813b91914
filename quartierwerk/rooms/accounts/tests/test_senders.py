"""Who writes to the house leaves one address at most, and one that can be."""

from __future__ import annotations

import pytest

from quartierwerk.rooms.accounts.models import NoSuchAddress, Sender
from quartierwerk.rooms.accounts.tests import factories


def test_a_visitor_leaves_an_address_or_none():
    assert Sender(email=" ute@gast.example ", language="en").checked() == Sender(
        email="ute@gast.example", language="en"
    )
    assert Sender().checked().address == ""


@pytest.mark.parametrize("email", ["ute", "ute@", "ute@gast example"])
def test_what_is_no_address_is_refused_at_its_field(email):
    with pytest.raises(NoSuchAddress) as refusal:
        Sender(email=email).checked()

    assert refusal.value.field == "email"


@pytest.mark.django_db
def test_somebody_signed_in_hears_of_it_at_their_own_address():
    person = factories.person()

    sender = Sender(person=person, email="anders@gast.example").checked()

    assert (sender.email, sender.address) == ("", person.email)
    person.is_active = False
    assert sender.address == ""
