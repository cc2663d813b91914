"""The verbs of reported figures: what a source says of a year, entered, put right and struck by the office."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.funding import permissions, rules
from quartierwerk.rooms.funding.models import ReportedFigure
from quartierwerk.rooms.funding.models.reported import columns_of
from quartierwerk.rooms.funding.rules import Reported
from quartierwerk.rooms.places.models import District


class ReportRefusedSo(RuleBroken):
    """What was reported cannot be kept so; the sentence says why."""


class ReportedAlready(RuleBroken):
    """The same source has said something of this year."""

    sentence = _("Aus dieser Quelle steht zu diesem Jahr schon etwas da. Bitte berichtigen Sie das.")
    field = "source"


@action(may=permissions.may_report)
def report_year(reported: Reported, *, actor: Person, at: datetime) -> ReportedFigure:
    """Enter what a source says of a year (berichtete Zahl eintragen)."""
    return _kept(ReportedFigure(entered_at=at, entered_by=actor), _checked(reported))


@action(may=permissions.may_report)
def correct_reported(figure: ReportedFigure, *, actor: Person, reported: Reported, based_on: str) -> ReportedFigure:
    """Put right what was entered (berichtete Zahl berichtigen)."""
    if figure.reported.digest != based_on:
        raise MovedOn
    return _kept(figure, _checked(reported))


@action(may=permissions.may_report)
def drop_reported(figure: ReportedFigure, *, actor: Person) -> ReportedFigure:
    """Strike what was entered by mistake (berichtete Zahl streichen)."""
    note_change(year=figure.year, source=figure.source)
    ReportedFigure.objects.filter(pk=figure.pk).delete()  # not of itself: the trail still names what is gone
    return figure


def _checked(reported: Reported) -> Reported:
    tidy = reported.tidied()
    refused = rules.reported_problem(tidy)
    if refused is not None:
        raise ReportRefusedSo(refused.sentence, field=refused.field)
    if tidy.district is not None and not District.objects.filter(pk=tidy.district).exists():
        raise ReportRefusedSo(_("Diesen Ort gibt es nicht."), field="district")
    return tidy


def _kept(figure: ReportedFigure, reported: Reported) -> ReportedFigure:
    for name, value in columns_of(reported).items():
        setattr(figure, name, value)
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError:
        raise ReportedAlready from None
    return figure
