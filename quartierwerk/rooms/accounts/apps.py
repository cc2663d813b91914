"""Wiring of accounts."""

from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.banners import Banner


def _errand(request: Any) -> Banner | None:
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


class AccountsConfig(AppConfig):
    """Persons and roles."""

    name = "quartierwerk.rooms.accounts"
    label = "accounts"
    verbose_name = _("Personen und Rollen")

    def ready(self) -> None:
        from functools import partial

        from quartierwerk.foundation import handing, privacy
        from quartierwerk.foundation.house import words
        from quartierwerk.foundation.ui import banners
        from quartierwerk.foundation.ui.links import Link, register
        from quartierwerk.foundation.waiting import register as wait_for
        from quartierwerk.rooms.accounts import actions, queries, rules
        from quartierwerk.rooms.accounts.models import call_pages
        from quartierwerk.rooms.accounts.permissions import may_see_colleagues, may_see_keepers, may_see_mailing_lists
        from quartierwerk.rooms.accounts.privacy import PERSONAL, WORDINGS
        from quartierwerk.rooms.accounts.queries import is_officer
        from quartierwerk.rooms.accounts.waiting import piles

        privacy.register(*PERSONAL)
        privacy.ask_for(*WORDINGS)
        call_pages(
            {
                "accounts.colleague": _("Übergabe und Vertretungen"),
                "accounts.person": _("Ihr Konto im Betriebsfenster"),
                "accounts.mailing": _("Verteiler, in den Sie eingewilligt haben"),
            }
        )
        banners.register(_errand)
        wait_for(piles)
        words.register("office", one=_("Stabsstelle"), many=_("Stabsstellen"))
        register(
            Link(label=_("Mein Konto"), url_name="accounts:profile", where="mine", order=90, icon="user"),
            Link(
                label=_("Zweiten Faktor einrichten"),
                url_name="mfa_index",
                where="mine",
                order=1,
                icon="warning",
                may=lambda person: person.is_authenticated and person.is_held_back,
            ),
            Link(
                label=_("Kollegium"),
                url_name="accounts:office",
                where="office",
                order=80,
                icon="users",
                may=may_see_colleagues,
            ),
            Link(
                label=_("Einwilligungen"),
                url_name="accounts:consents",
                where="mine",
                order=85,
                icon="check",
            ),
            Link(
                label=_("Verteiler"),
                url_name="accounts:mailing_lists",
                where="office",
                order=75,
                icon="mail",
                may=may_see_mailing_lists,
            ),
            Link(
                label=_("Im Auftrag handeln"),
                url_name="accounts:errands",
                where="office",
                order=70,
                icon="mail",
                may=is_officer,
            ),
            Link(
                label=_("Verlorene Faktoren"),
                url_name="accounts:resets",
                where="office",
                order=85,
                icon="lock",
                may=is_officer,
            ),
            Link(
                label=_("Mitverwalten"),
                url_name="accounts:keepers",
                on="directory.profile",
                order=90,
                icon="users",
                may=may_see_keepers,
                arguments=lambda scope: {"scope": scope},
            ),
        )
        handing.register(
            handing.Holding(
                kind="accounts.roles",
                label=_("Rollen im Amt"),
                hint=_("Die neue Person bekommt sie sofort; hier enden sie."),
                things=partial(queries.names_of_roles, names=rules.OFFICE_ROLES),
                said_before=partial(queries.said_before_roles, names=rules.OFFICE_ROLES),
                pass_on=partial(actions.pass_on_roles, names=rules.OFFICE_ROLES),
                let_go=partial(actions.drop_roles, names=rules.OFFICE_ROLES),
                order=10,
            ),
            handing.Holding(
                kind="accounts.invitations",
                label=_("Offene Einladungen"),
                hint=_("Sie gelten weiter; was die neue Person nicht vergeben darf, wird zurückgezogen."),
                things=queries.addresses_invited,
                pass_on=actions.pass_on_invitations,
                let_go=actions.drop_invitations,
                # After the roles, which decide what the new person may offer.
                order=90,
            ),
            handing.Holding(
                kind="accounts.assignments",
                label=_("Zuständigkeiten in der Warteschlange"),
                hint=_("Im Büro kümmert sich die neue Person darum; sonst warten sie ohne Zuständige."),
                things=queries.names_of_assignments,
                pass_on=actions.pass_on_assignments,
                let_go=actions.drop_assignments,
                # After the roles, since only the office takes care of what waits.
                order=80,
            ),
            handing.Holding(
                kind="accounts.deputyships",
                label=_("Vertretungen"),
                hint=_("Sie lassen sich nicht weitergeben; beim Ausscheiden enden sie."),
                things=queries.names_of_deputyships,
                let_go=actions.end_deputyships,
                order=95,
            ),
        )
