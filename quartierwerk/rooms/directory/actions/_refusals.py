"""Refusals that several verbs of this room say, where the house's own sentences would be too general."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import MovedOn, NotNow


class Decided(NotNow):
    """Somebody has decided on it meanwhile, or it is gone."""

    sentence = _("Darüber ist inzwischen entschieden. Bitte laden Sie die Seite neu.")


class LookAgain(MovedOn):
    """What the person compared has been changed since."""

    sentence = _("Inzwischen hat jemand daran etwas geändert. Bitte vergleichen Sie noch einmal.")
