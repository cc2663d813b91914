"""Assignments: who takes care of something that waits for the office."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models.people import Person


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about assignments."""

    def taken(self) -> AssignmentQuerySet:
        """Those with somebody who takes care."""
        return self.filter(person__isnull=False)


class Assignment(models.Model):
    """Somebody in the office takes care of one thing that waits, whatever room it is in (Zuständigkeit).

    There is one row for each thing, for good; without a person nobody takes care of it any more.
    """

    kind = models.CharField(max_length=60)
    """The kind part of the thing's reference: ``directory.changerequest``; in a column of its own for joins."""
    key = models.PositiveBigIntegerField()
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("zuständig"),
    )
    at = models.DateTimeField(_("seit"))
    """Since when it is so."""

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zuständigkeit")
        verbose_name_plural = _("Zuständigkeiten")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="accounts_one_assignment_per_thing")]

    def __str__(self) -> str:
        return f"{self.reference} · {self.person or '–'}"

    @property
    def reference(self) -> str:
        """The thing it is about."""
        return f"{self.kind}:{self.key}"
