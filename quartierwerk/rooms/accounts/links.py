"""Where one comes from to the pages of accounts, and the line above every page during an errand."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.banners import Banner
from quartierwerk.foundation.ui.links import Band, Link
from quartierwerk.rooms.accounts.permissions import may_see_colleagues, may_see_keepers, may_see_mailing_lists
from quartierwerk.rooms.accounts.queries import is_officer

LINKS = (
    Link(
        label=_("Zweiten Faktor einrichten"),
        url_name="mfa_index",
        where="mine",
        band=Band.FIRST,
        icon="warning",
        may=lambda person: person.is_authenticated and person.is_held_back,
    ),
    Link(label=_("Einwilligungen"), url_name="accounts:consents", where="mine", band=Band.PEOPLE, icon="check"),
    Link(label=_("Mein Konto"), url_name="accounts:profile", where="mine", band=Band.PEOPLE, icon="user"),
    Link(
        label=_("Im Auftrag handeln"),
        url_name="accounts:errands",
        where="office",
        band=Band.PEOPLE,
        icon="mail",
        may=is_officer,
    ),
    Link(
        label=_("Verteiler"),
        url_name="accounts:mailing_lists",
        where="office",
        band=Band.PEOPLE,
        icon="mail",
        may=may_see_mailing_lists,
    ),
    Link(
        label=_("Kollegium"),
        url_name="accounts:office",
        where="office",
        band=Band.PEOPLE,
        icon="users",
        may=may_see_colleagues,
    ),
    Link(
        label=_("Verlorene Faktoren"),
        url_name="accounts:resets",
        where="office",
        band=Band.PEOPLE,
        icon="lock",
        may=is_officer,
    ),
    Link(
        label=_("Mitverwalten"),
        url_name="accounts:keepers",
        on="directory.profile",
        icon="users",
        may=may_see_keepers,
        arguments=lambda scope: {"scope": scope},
    ),
)


def errand(request: Any) -> Banner | None:
    """The line above every page while somebody in the office acts on another one's behalf."""
    person = request.user
    if person.errand is None:
        return None
    text = gettext("Sie handeln für %(whom)s") % {"whom": person.errand.in_words}
    if person.stands_in:
        text = gettext("%(text)s. Was Sie als Vertretung dürfen, gilt weiter; vermerkt wird dieser Auftrag.") % {
            "text": text
        }
    return Banner(
        text=text,
        url=reverse("accounts:end_errand", args=[person.errand.pk]),
        label=gettext("Beenden"),
    )


BANNERS = (errand,)
