"""Wiring of the directory."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DirectoryConfig(AppConfig):
    """The directory of creative actors."""

    name = "quartierwerk.rooms.directory"
    label = "directory"
    verbose_name = _("Verzeichnis")

    def ready(self) -> None:
        from dataclasses import fields
        from functools import partial

        from quartierwerk.foundation import handing, privacy
        from quartierwerk.foundation.house import terms, words
        from quartierwerk.foundation.ui.links import Link, register
        from quartierwerk.foundation.waiting import register as wait_for
        from quartierwerk.rooms.accounts.actions import drop_roles, pass_on_roles
        from quartierwerk.rooms.accounts.models import call_pages
        from quartierwerk.rooms.accounts.queries import names_of_kept, said_before_roles
        from quartierwerk.rooms.accounts.rules import RoleName
        from quartierwerk.rooms.directory import reactions, search  # noqa: F401 – they register themselves
        from quartierwerk.rooms.directory.permissions import (
            may_ask_again,
            may_count,
            may_define,
            may_import,
            may_seal,
            may_see_claims,
            may_see_proposals,
        )
        from quartierwerk.rooms.directory.privacy import PERSONAL
        from quartierwerk.rooms.directory.queries import locations_moving, new_at, profiles_at
        from quartierwerk.rooms.directory.rules import Terms
        from quartierwerk.rooms.directory.waiting import KINDS, piles
        from quartierwerk.rooms.places.queries import counting, register_mover, register_news

        privacy.register(*PERSONAL)
        call_pages(
            {
                "directory.claim": _("Ihr Anspruch auf ein Profil"),
                "directory.request": _("Ihr Vorschlag zum Verzeichnis"),
                "directory.report": _("Ihre Meldung zu einem Eintrag"),
            }
        )
        counting.register(profiles_at)
        register_mover(locations_moving)
        register_news(new_at)
        wait_for(*KINDS, piles)
        for term in fields(Terms):
            terms.register(term.name, term.default)
        words.register("sector", one=_("Teilmarkt"), many=_("Teilmärkte"))

        handing.register(
            handing.Holding(
                kind="directory.profiles",
                label=_("Profile"),
                hint=_("Die neue Person verwaltet sie; hier endet die Verwaltung."),
                things=partial(names_of_kept, name=RoleName.PROFILE_ADMIN),
                said_before=partial(said_before_roles, names={RoleName.PROFILE_ADMIN}),
                pass_on=partial(pass_on_roles, names={RoleName.PROFILE_ADMIN}),
                let_go=partial(drop_roles, names={RoleName.PROFILE_ADMIN}),
                order=20,
            )
        )
        register(Link(label=_("Verzeichnis"), url_name="directory:list", where="main", order=10))
        register(
            Link(
                label=pgettext_lazy("proposal", "Vorschläge"),
                url_name="directory:requests",
                where="office",
                order=15,
                icon="bell",
                may=may_see_proposals,
            )
        )
        register(
            Link(
                label=_("Ansprüche"),
                url_name="directory:claims",
                where="office",
                order=17,
                icon="user",
                may=may_see_claims,
            )
        )
        register(
            Link(
                label=_("Importe"),
                url_name="directory:imports",
                where="office",
                order=20,
                icon="upload",
                may=may_import,
            )
        )
        register(
            Link(
                label=_("Unbestätigte Einträge"),
                url_name="directory:unconfirmed",
                where="office",
                order=18,
                icon="clock",
                may=may_ask_again,
            )
        )
        register(
            Link(
                label=pgettext_lazy("many", "Siegel"),
                url_name="directory:seals",
                where="office",
                order=19,
                icon="check",
                may=may_seal,
            )
        )
        register(
            Link(
                label=_("Übersicht per Mail"),
                url_name="directory:digest",
                where="mine",
                order=80,
                icon="mail",
                may=may_ask_again,
            )
        )
        register(
            Link(
                label=_("Statistik"),
                url_name="directory:statistics",
                where="office",
                order=25,
                icon="chart",
                may=may_count,
            )
        )
        register(
            Link(
                label=_("Synonyme"),
                url_name="directory:synonyms",
                where="office",
                order=30,
                icon="list",
                may=may_define,
            )
        )
