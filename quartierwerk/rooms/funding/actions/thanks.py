"""Thanking those who gave money to a project: what is written and confirmed to them, and the end of the term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import NotNow, RuleBroken
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.foundation.transactions import lock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, queries, rules
from quartierwerk.rooms.funding.models import Contribution, Thanks
from quartierwerk.rooms.funding.rules import Gratitude, IncomeKind, Promise, ThanksWay


class GratitudeRefused(RuleBroken):
    """Thanks that cannot go out so; the sentence names the first reason."""


class NothingToThank(NotNow):
    """Money that has not come in, is no gift of others, or was thanked for already."""

    sentence = _("Gedankt wird einmal, und erst wenn Geld von anderen eingegangen ist.")


@dataclass(frozen=True, kw_only=True)
class Thanking:
    """Thanks for money of a project, as they are to go out."""

    contribution: Contribution
    gratitude: Gratitude


@action(may=permissions.may_thank, first=lambda actor, thanking: lock(thanking.contribution.project))
def thank(thanking: Thanking, *, actor: Person, at: datetime) -> Thanks:
    """Thank whoever gave money that came in, and confirm it; by mail it goes out with this step (Danken)."""
    contribution, gratitude = thanking.contribution, thanking.gratitude.tidied()
    contribution.refresh_from_db()
    if contribution.kind != IncomeKind.THIRD_PARTY or contribution.state != Promise.RECEIVED:
        raise NothingToThank
    for problem in rules.gratitude_problems(gratitude, on=clock.local(at).date()):
        raise GratitudeRefused(problem.sentence, field=problem.field)
    title = contribution.project.title
    columns = vars(gratitude) | {"contribution": contribution, "project_title": title, "by": actor, "at": at}
    try:
        with transaction.atomic():
            thanks = Thanks.objects.create(**columns)
    except IntegrityError as broken:
        raise NothingToThank from broken
    if thanks.way == ThanksWay.MAIL:
        post(
            "funding/mail/thanks.txt",
            to=thanks.email,
            language=settings.LANGUAGE_CODE,
            context={"text": thanks.text, "receipt": thanks.receipt, "no_tax_receipt": rules.NO_TAX_RECEIPT},
            reply_to=house().contact_email,
            about=reference(contribution.project),
        )
    return thanks


@action(may=permissions.may_keep_house, bulk=True)
def forget_givers(before: datetime, *, actor: Person) -> list[Thanks]:
    """Forget where thanks went that were said before a moment: it is plain by now that they arrived."""
    due = list(queries.beyond_givers_term(before).order_by("pk"))
    Thanks.objects.filter(pk__in=[one.pk for one in due]).update(email="", postal="")
    return due
