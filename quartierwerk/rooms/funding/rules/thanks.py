"""Thanking those who gave money to a project, and what is confirmed to them; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import written
from quartierwerk.foundation.ui.writing import when
from quartierwerk.rooms.funding.rules.letters import fits_an_envelope, tidy_address

LONGEST_THANKS = 3_000
LONGEST_PURPOSE = 300
OLDEST_MONEY = timedelta(days=10 * 366)
THANKED_WITHIN = timedelta(days=14)
"""So soon after money has come in whoever gave it is thanked."""
KEEP_GIVERS_ADDRESS_FOR = timedelta(days=92)
"""So long the address is kept to which thanks went: until it is plain that they arrived."""
NO_TAX_RECEIPT = _(
    "Diese Bestätigung ist keine Zuwendungsbestätigung im Sinne des Steuerrechts (§ 10b EStG, § 50 EStDV). Wer eine "
    "Spende von der Steuer absetzen möchte, braucht eine Zuwendungsbestätigung von der Körperschaft, die sie erhalten "
    "hat."
)


class ThanksWay(TextChoices):
    """How thanks go to whoever gave the money."""

    MAIL = "mail", pgettext_lazy("thanks", "per E-Mail")
    POST = "post", pgettext_lazy("thanks", "mit der Post")
    HAND = "hand", pgettext_lazy("thanks", "persönlich übergeben")


@dataclass(frozen=True, kw_only=True)
class Gratitude:
    """Thanks as they are to go out."""

    way: ThanksWay
    text: str
    received_on: date
    """The day on which the money came in."""
    purpose: str
    email: str = ""
    postal: str = ""
    """Name and postal address, one line each."""

    def tidied(self) -> Gratitude:
        """The same without idle blanks; of the two addresses only the one that this way takes."""
        return replace(
            self,
            text=self.text.strip(),
            purpose=" ".join(self.purpose.split()),
            email=self.email.strip() if self.way == ThanksWay.MAIL else "",
            postal=tidy_address(self.postal) if self.way != ThanksWay.MAIL else "",
        )


def gratitude_problems(gratitude: Gratitude, *, on: date) -> list[Problem]:
    """Why thanks cannot go out so on a day; empty when they can."""
    found = []
    if not gratitude.text.strip():
        found.append(Problem("text", _("Bitte schreiben Sie einen Dank.")))
    if not gratitude.purpose.strip():
        found.append(Problem("purpose", _("Bitte sagen Sie, wofür das Geld ist.")))
    if gratitude.way == ThanksWay.MAIL and not gratitude.email.strip():
        found.append(Problem("email", _("Bitte nennen Sie die E-Mail-Adresse, an die der Dank geht.")))
    if gratitude.way == ThanksWay.POST and not gratitude.postal.strip():
        found.append(Problem("postal", _("Bitte nennen Sie die Anschrift, an die der Dank geht.")))
    if not fits_an_envelope(gratitude.postal):
        found.append(Problem("postal", _("Die Anschrift passt nicht in das Fenster eines Umschlags.")))
    if not on - OLDEST_MONEY <= gratitude.received_on <= on:
        found.append(Problem("received_on", _("Bitte prüfen Sie den Tag: Er darf nicht in der Zukunft liegen.")))
    longest = {"text": LONGEST_THANKS, "purpose": LONGEST_PURPOSE}
    found += [
        Problem(name, _("Dieser Text ist zu lang."))
        for name, most in longest.items()
        if len(getattr(gratitude, name)) > most
    ]
    return found


@dataclass(frozen=True, kw_only=True)
class MoneyReceipt:
    """That money has come in for a project: what is confirmed to whoever gave it. The sum is in cents."""

    source: str
    cents: int
    received_on: date
    project: str
    purpose: str

    @property
    def facts(self) -> list[tuple[Any, str]]:
        """Name and value of each; sum and day are written in the language of now."""
        return [
            (_("Eingegangen von"), self.source),
            (_("Betrag"), written(self.cents)),
            (_("Tag des Eingangs"), when(self.received_on, "long")),
            (_("Für das Projekt"), self.project),
            (_("Zweck"), self.purpose),
        ]
