"""How the house says no: with a sentence that a person can use."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """A rule refuses a step; ``str()`` is the sentence for the person, ``field`` the form field it belongs to."""

    sentence: str | Promise = _("Das ist hier nicht möglich.")
    field: str | None = None
    status = 422
    """What a page that shows the refusal answers with (HTTP)."""
    retry_after: int | None = None
    """After so many seconds another try may succeed; None where waiting does not help."""

    def __init__(self, sentence: str | Promise | None = None, *, field: str | None = None) -> None:
        self.sentence = sentence or type(self).sentence
        self.field = field or type(self).field
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(RuleBroken):
    """The actor has no right to this step."""

    sentence = _("Dazu fehlt Ihnen das Recht.")


class NotNow(RuleBroken):
    """The thing is in a state from which this step does not lead on; mostly somebody else was faster."""

    sentence = _(
        "Dieser Schritt ist so nicht mehr möglich. Es hat sich nichts geändert; bitte laden Sie die Seite neu."
    )


class MovedOn(RuleBroken):
    """Somebody has changed the thing since the person looked at it, so that the step would overwrite unseen words."""

    sentence = _(
        "Inzwischen hat jemand anderes hier etwas geändert. Ihre Angaben stehen noch hier. "
        "Bitte vergleichen Sie sie mit dem heutigen Stand und speichern Sie dann noch einmal."
    )


class WordsMissing(RuleBroken):
    """A step that needs words came without."""

    sentence = _("Bitte schreiben Sie etwas dazu.")


@dataclass(frozen=True)
class Problem:
    """Why something cannot be so, found by a rule, and the form field it is about."""

    field: str
    sentence: str | Promise
