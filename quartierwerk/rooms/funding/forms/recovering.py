"""Money that is claimed back: what somebody is heard about, their answer, and what is decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import Claim, Ground

USUAL_HEARING = timedelta(days=28)


class ClaimForm(Refusable):
    """What happened, how much it is about, and until when somebody can say something."""

    ground = forms.ChoiceField(label=_("Warum"), choices=Ground.choices)
    cents = Euros(label=_("Es geht um"))
    facts = forms.CharField(
        label=_("Was geschehen ist"),
        max_length=rules.LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Das steht im Schreiben. Ohne Namen von Privatpersonen."),
    )
    known_on = DayField(
        label=_("Bekannt seit"),
        help_text=_("Seit wann das Büro alles weiß. Ein Bescheid kann danach nur ein Jahr lang aufgehoben werden."),
    )
    until_on = DayField(label=_("Äußern kann man sich bis"), help_text=_("Mindestens zwei Wochen."))

    def __init__(self, data: Any, *, too_much: int = 0) -> None:
        today = clock.today()
        usual: dict[str, Any] = {"known_on": today, "until_on": today + USUAL_HEARING}
        if too_much:
            usual |= {"ground": Ground.SETTLED, "cents": too_much}
        super().__init__(data, initial=usual)
        if not too_much:
            grounds = [one for one in Ground.choices if one[0] != Ground.SETTLED]
            self.fields["ground"].choices = grounds  # type: ignore[attr-defined]

    @property
    def claim(self) -> Claim:
        """What was filled in, as the verb takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "until_on"}
        return Claim(**given | {"ground": Ground(given["ground"])})


class StatementForm(Refusable):
    """What somebody says before it is decided."""

    statement = forms.CharField(
        label=_("Was Sie dazu sagen"),
        max_length=rules.LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Sie können das einmal tun. Nehmen Sie sich die Zeit, die Sie haben."),
    )


class ClaimBackForm(Refusable):
    """How much is claimed after the hearing, and why."""

    cents = Euros(label=_("Zurückgefordert werden"))
    weighing = forms.CharField(
        label=_("Wie die Äußerung gewichtet ist, und warum so entschieden wird"),
        max_length=rules.LONGEST_WEIGHING,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Das steht im Schreiben. Kam keine Äußerung, schreiben Sie das."),
    )


class DroppingForm(Refusable):
    """Why nothing is claimed after all."""

    reason = forms.CharField(
        label=_("Warum nichts zurückgefordert wird"),
        max_length=rules.LONGEST_WEIGHING,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wer gehört wurde, liest das in einer Mail."),
    )
