"""How a vote is taken, what was counted, and why it was broken off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.boards import actions, rules
from quartierwerk.rooms.boards.models import Ballot, Motion, Seat
from quartierwerk.rooms.boards.rules import Choice, Method

SEEN = [("", _("nicht zu sehen")), *Choice.choices]


class OpeningForm(Refusable):
    """How a body votes on a motion; why, where too few are there."""

    method = forms.ChoiceField(label=_("Abgestimmt wird"), choices=Method.choices)
    override_reason = forms.CharField(
        label=_("Trotzdem abstimmen, weil"),
        required=False,
        max_length=rules.LONGEST_REASON,
        help_text=_("Der Beschluss ist dann angreifbar. Der Grund steht überall dabei, wo der Beschluss steht."),
    )

    def __init__(self, data: Any, *, motion: Motion, is_met: bool, **rest: Any) -> None:
        super().__init__(data, **rest)
        self.motion = motion
        if is_met:
            del self.fields["override_reason"]

    @property
    def opening(self) -> actions.Opening:
        """What the verb takes."""
        given = self.cleaned_data
        return actions.Opening(
            motion=self.motion,
            method=Method(given["method"]),
            override_reason=given.get("override_reason", ""),
        )


class CastForm(Refusable):
    """How one seat votes, of those that may."""

    choice = forms.ChoiceField(choices=Choice.choices)
    seat = forms.ModelChoiceField(queryset=Seat.objects.none())

    def __init__(self, data: Any, *, ballot: Ballot) -> None:
        super().__init__(data)
        self.ballot = ballot
        self.fields["seat"].queryset = Seat.objects.filter(entitlements__ballot=ballot)

    @property
    def casting(self) -> actions.Casting:
        """What the verb takes."""
        entitled = self.ballot.entitlements.select_related("seat", "ballot__motion__item__meeting__body")
        return actions.Casting(entitled.get(seat=self.cleaned_data["seat"]), Choice(self.cleaned_data["choice"]))


class CountForm(Refusable):
    """What somebody counted."""

    yes = forms.IntegerField(label=_("Ja"), min_value=0, max_value=10_000)
    no = forms.IntegerField(label=_("Nein"), min_value=0, max_value=10_000)
    abstained = forms.IntegerField(label=_("Enthaltungen"), min_value=0, max_value=10_000)
    invalid = forms.IntegerField(label=_("ungültig"), min_value=0, max_value=10_000)
    chair = forms.ChoiceField(
        label=_("Stimme des Vorsitzes"),
        choices=SEEN,
        required=False,
        help_text=_("Sie entscheidet bei Stimmengleichheit, wo die Regeln es so sagen."),
    )

    def __init__(self, data: Any, *, ballot: Ballot, has_chair: bool) -> None:
        super().__init__(data, prefix=None, initial={"abstained": 0, "invalid": 0})
        self.ballot = ballot
        if ballot.method != Method.PAPER:
            del self.fields["invalid"]
        if not has_chair or ballot.method == Method.PAPER:
            del self.fields["chair"]

    @property
    def counting(self) -> actions.Counting:
        """What the verb takes."""
        return actions.Counting(ballot=self.ballot, **self.cleaned_data)


class VoidForm(Refusable):
    """Why a vote is broken off."""

    reason = forms.CharField(
        label=_("Grund"),
        max_length=rules.LONGEST_REASON,
        help_text=_("Er bleibt bei der Vorlage stehen. Danach kann über sie neu abgestimmt werden."),
    )
