"""Where an entry comes from: a list by its name, or one of the house's own ways in."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Source(TextChoices):
    """A way in that is no list; no list may bear its name, or it would take over the entries of that way."""

    OFFICE = "office", _("Stabsstelle")
    PROPOSAL = "proposal", pgettext_lazy("proposal", "Vorschlag")
    DEMO = "demo", _("Beispieldaten")
    BENCH = "bench", _("Messlauf")


def may_name_a_list(name: str) -> bool:
    """Whether a list may bear this name."""
    return name.strip().casefold() not in Source.values


def source_in_words(source: str) -> str | Promise:
    """What readers are told about where an entry comes from."""
    return Source(source).label if source in Source.values else source
