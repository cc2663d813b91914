"""How the house says no: with a sentence that a person can use."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """A rule refuses a step; ``str()`` is the sentence for the person, ``field`` the form field it belongs to."""

    sentence: str | Promise = _("Das ist hier nicht möglich.")

    def __init__(self, sentence: str | Promise | None = None, *, field: str | None = None) -> None:
        self.sentence = sentence or type(self).sentence
        self.field = field
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(RuleBroken):
    """The actor has no right to this step."""

    sentence = _("Dazu fehlt Ihnen das Recht.")
