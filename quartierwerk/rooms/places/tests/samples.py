"""The pages of places for the tests that open every page: what visitors see, and things that fill the blanks."""

from __future__ import annotations

from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.places import actions, queries
from quartierwerk.rooms.places.models import ContactPerson, District, Place, Theme
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.rooms.places.tests import factories

PUBLIC = {
    f"places:{name}"
    for name in (
        *("districts", "district", "quarters", "quarter", "city", "neighbourhood", "centre", "partners", "partner"),
        *("profile", "picture", "themes", "tile"),
    )
}


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """Arguments of pages that exist: the first district with all that can be said of it, and the first quarter."""
    district = District.objects.order_by("pk").first()
    version = factories.furnish(district)
    dated = {"valid_from": clock.today()}
    theme = Theme(city=queries.city(), name_de="Räume schaffen", **dated)
    contact = ContactPerson(place=district, name="Nele Beispiel", function_de="Sprecherin", **dated)
    theme = actions.set_theme(Theme(), actor=system("test"), given=theme)
    contact = actions.set_contact(ContactPerson(), actor=system("test"), given=contact)
    of_contact = {"pk": district.pk, "contact_id": contact.pk}
    survey = factories.survey_with_a_hole()
    return {
        "places:district": {"slug": district.slug},
        "places:quarter": {"slug": Place.objects.filter(kind=PlaceKind.QUARTER).order_by("pk").first().slug},
        "places:picture": {"pk": district.pk},
        "places:profile": {"pk": district.pk, "version": version.pk},
        "places:edit_theme": {"pk": theme.pk},
        "places:edit_contact": of_contact,
        "places:remove_contact": of_contact,
        **{f"places:{name}": {"pk": district.pk} for name in ("edit_words", "new_profile", "new_contact")},
        **{
            f"places:{name}": {"pk": survey.pk}
            for name in ("survey", "check_survey", "confirm_enclaves", "draw_survey")
        },
    }
