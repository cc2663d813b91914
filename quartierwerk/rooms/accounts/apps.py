"""Wiring of accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Persons and roles."""

    name = "quartierwerk.rooms.accounts"
    label = "accounts"
    verbose_name = _("Personen und Rollen")

    def ready(self) -> None:
        from quartierwerk.foundation.house import words
        from quartierwerk.foundation.ui.links import Link, register
        from quartierwerk.rooms.accounts.permissions import may_see_colleagues, may_see_keepers
        from quartierwerk.rooms.accounts.queries import is_officer

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
