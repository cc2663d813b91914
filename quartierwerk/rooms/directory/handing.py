"""What of the directory hangs on a person, and how it passes to somebody else."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.handing import Holding
from quartierwerk.rooms.accounts.actions import drop_roles, pass_on_roles
from quartierwerk.rooms.accounts.queries import names_of_kept, said_before_roles
from quartierwerk.rooms.accounts.rules import RoleName

HOLDINGS = (
    Holding(
        kind="directory.profiles",
        label=_("Profile"),
        hint=_("Die neue Person verwaltet sie; hier endet die Verwaltung."),
        things=partial(names_of_kept, name=RoleName.PROFILE_ADMIN),
        said_before=partial(said_before_roles, names={RoleName.PROFILE_ADMIN}),
        pass_on=partial(pass_on_roles, names={RoleName.PROFILE_ADMIN}),
        let_go=partial(drop_roles, names={RoleName.PROFILE_ADMIN}),
    ),
)
