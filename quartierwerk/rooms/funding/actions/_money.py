"""What a pot holds for an application, entered by the house itself: whoever decides need not keep the books."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.budget import actions as budget
from quartierwerk.rooms.budget.models import Earmark, Pot
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.models import Application


def hold(application: Application, pot: Pot, cents: int, *, at: datetime) -> Earmark:
    """Hold money for an application from its decision on; raises what the pot cannot bear (TooLittleLeft)."""
    with translation.override(settings.LANGUAGE_CODE):  # kept in the books, whatever language whoever decides reads
        basis = str(_("Entscheidung über Antrag %(number)s")) % {"number": application.number}
    wanted = budget.Reservation(
        pot=pot, cents=cents, title=queries.title_in_books(application), case=reference(application), basis=basis
    )
    return budget.reserve(wanted, actor=system("funding"), at=at)


def held_by(application: Application, pot: Pot) -> Earmark | None:
    """What a pot holds for an application."""
    return Earmark.objects.filter(case=reference(application), pot=pot).first()


def give_back(earmark: Earmark, cents: int, *, at: datetime) -> None:
    """Give back a part of what is held."""
    with translation.override(settings.LANGUAGE_CODE):
        reason = str(_("Die Förderung kommt nicht zustande."))
    budget.release(budget.Held(earmark=earmark, cents=cents, reason=reason), actor=system("funding"), at=at)


def give_back_all(application: Application, *, at: datetime) -> None:
    """Give back what is held for an application that is no more."""
    for earmark in Earmark.objects.filter(case=reference(application), reserved__gt=0):
        give_back(earmark, earmark.reserved, at=at)
