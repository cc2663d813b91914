"""What of accounts hangs on a person, and how it passes to somebody else."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.handing import Holding, Turn
from quartierwerk.rooms.accounts import actions, queries, rules

HOLDINGS = (
    Holding(
        kind="accounts.roles",
        label=_("Rollen im Amt"),
        hint=_("Die neue Person bekommt sie sofort; hier enden sie."),
        things=partial(queries.names_of_roles, names=rules.OFFICE_ROLES),
        said_before=partial(queries.said_before_roles, names=rules.OFFICE_ROLES),
        pass_on=partial(actions.pass_on_roles, names=rules.OFFICE_ROLES),
        let_go=partial(actions.drop_roles, names=rules.OFFICE_ROLES),
        turn=Turn.OFFICE,
    ),
    Holding(
        kind="accounts.assignments",
        label=_("Zuständigkeiten in der Warteschlange"),
        hint=_("Im Büro kümmert sich die neue Person darum; sonst warten sie ohne Zuständige."),
        things=queries.names_of_assignments,
        pass_on=actions.pass_on_assignments,
        let_go=actions.drop_assignments,
        # Only the office takes care of what waits.
        turn=Turn.AFTERWARDS,
    ),
    Holding(
        kind="accounts.invitations",
        label=_("Offene Einladungen"),
        hint=_("Sie gelten weiter; was die neue Person nicht vergeben darf, wird zurückgezogen."),
        things=queries.addresses_invited,
        pass_on=actions.pass_on_invitations,
        let_go=actions.drop_invitations,
        # The roles decide what the new person may offer.
        turn=Turn.AFTERWARDS,
    ),
    Holding(
        kind="accounts.deputyships",
        label=_("Vertretungen"),
        hint=_("Sie lassen sich nicht weitergeben; beim Ausscheiden enden sie."),
        things=queries.names_of_deputyships,
        let_go=actions.end_deputyships,
        turn=Turn.REST,
    ),
)
