"""Whom to thank, with what words, and whose address is kept too long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from quartierwerk.foundation.house.holding import house
from quartierwerk.rooms.funding.models import Contribution, Project, Thanks


def to_thank(person: Any) -> QuerySet[Contribution]:
    """Money of others that has come in for projects that somebody tends, and nobody has thanked them yet."""
    tended = Project.objects.tended_by(person).values("pk")
    seen = Contribution.objects.visible_to(person)
    return seen.to_thank().filter(project__in=tended).select_related("project")


def thanks_composed(contribution: Contribution) -> str:
    """The words with which somebody may be thanked, in the language of the house, to be gone over."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {"contribution": contribution, "project": contribution.project, "city": house().title}
        return render_to_string("funding/thanks.txt", context).strip()


def beyond_givers_term(before: datetime) -> QuerySet[Thanks]:
    """Thanks that went out before a moment and still say where."""
    return Thanks.objects.filter(at__lt=before).exclude(email="", postal="")
