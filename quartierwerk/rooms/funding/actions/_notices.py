"""Mails about a case, in the transaction in which something becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import note_change
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import deputies_on
from quartierwerk.rooms.funding import permissions, queries
from quartierwerk.rooms.funding.models import Application


def tell(application: Application, to: Person | None, template: str, **said: Any) -> None:
    """Write a mail about a case to somebody, in the transaction in which something becomes of it.

    Whom no mail reaches finds it in their corner; where nobody has the case, it waits in the office's queue.
    """
    if to is None or not to.email or not to.is_active:
        note_change(mail=False)
        return
    context = queries.about_mail(application)
    about = reference(application)
    post(
        template,
        to=to.email,
        language=to.language,
        context=context | said,
        reply_to=house().contact_email,
        about=about,
    )


def at_the_desk(application: Application, *, at: datetime) -> list[Person | None]:
    """Who looks after a case, and whoever stands in for them on that day and handles it too."""
    clerk = application.clerk
    if clerk is None:
        return [None]
    deputies = deputies_on(clerk, on=clock.local(at).date())
    return [clerk, *(one for one in deputies if permissions.may_handle(one, application))]
