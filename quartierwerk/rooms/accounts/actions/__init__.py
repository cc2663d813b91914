"""The verbs of accounts: the only code that changes it."""

from quartierwerk.rooms.accounts.actions._keeping import LastOne
from quartierwerk.rooms.accounts.actions.assignments import (
    NoColleague,
    NotYours,
    TakenAlready,
    end_assignments,
    give,
    let_go,
    take_care,
)
from quartierwerk.rooms.accounts.actions.consents import (
    ConsentGiven,
    NoConsent,
    OtherWords,
    erase_consents,
    forget_consents,
    give_consent,
    withdraw_consent,
)
from quartierwerk.rooms.accounts.actions.deputies import (
    AlreadyDeputy,
    Arrangement,
    DeputyshipOver,
    arrange_deputy,
    end_deputy,
    end_idle_deputies,
)
from quartierwerk.rooms.accounts.actions.erasing import ResetWaits, erase
from quartierwerk.rooms.accounts.actions.errands import ErrandOver, begin_errand, end_errand, forget_errands
from quartierwerk.rooms.accounts.actions.handing_over import (
    NoSuccessor,
    StillHolds,
    drop_assignments,
    drop_invitations,
    drop_roles,
    end_deputyships,
    hand_over,
    leave,
    pass_on_assignments,
    pass_on_invitations,
    pass_on_roles,
)
from quartierwerk.rooms.accounts.actions.people import (
    AccountErased,
    AddressTaken,
    AlreadyEnded,
    AlreadyHeld,
    InvitationOver,
    InviterGone,
    NameMissing,
    NothingToReset,
    Offer,
    ResetOver,
    TooEarly,
    accept,
    ask_for_reset,
    change_address,
    confirm_reset,
    edit,
    finish_reset,
    forget_devices,
    forget_invitations,
    forget_unconfirmed,
    forget_viewings,
    grant,
    invite,
    join,
    note_factor,
    revoke,
    sign_out,
    stop_reset,
    take_back,
)
