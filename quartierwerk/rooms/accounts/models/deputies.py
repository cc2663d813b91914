"""Deputies: who holds somebody's roles beside them, on which days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models.people import Person, Role
from quartierwerk.rooms.accounts.rules import Span


class DeputyshipQuerySet(models.QuerySet["Deputyship"]):
    """Questions about deputyships."""

    def unfinished(self, *, on: date) -> DeputyshipQuerySet:
        """The deputyships that run on this day or begin later."""
        return self.filter(ended_at__isnull=True, ends_on__gte=on)

    def running(self, *, on: date) -> DeputyshipQuerySet:
        """The deputyships that run on this day; the same sentence as ``rules.Span.holds``."""
        return self.unfinished(on=on).filter(starts_on__lte=on)

    def between(self, absent: Person | int, deputy: Person | int, *, role: Role | int | None) -> DeputyshipQuerySet:
        """Those of these two that were not ended, for the same role or, without one, for everything."""
        return self.filter(absent=absent, deputy=deputy, role=role, ended_at__isnull=True)

    def involving(self, person: Person) -> DeputyshipQuerySet:
        """Those in which somebody is absent or stands in."""
        return self.filter(models.Q(absent=person) | models.Q(deputy=person))

    def in_scope(self, scope: str, *, on: date) -> DeputyshipQuerySet:
        """Those that reach into this scope: for a role in it, or for everything somebody with a role in it holds.

        Roles that are over count no more: when somebody is away is no business of those they once worked with.
        """
        roles = Role.objects.unfinished(on=on).filter(scope=scope)
        everything = models.Q(role__isnull=True, absent__in=roles.values("person"))
        return self.filter(models.Q(role__in=roles.values("pk")) | everything)


class Deputyship(models.Model):
    """Somebody holds the roles of an absent person beside them, for some days (Vertretung).

    It carries no rights of its own: on each day the deputy holds what the absent person holds by themself.
    """

    absent = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="deputies", verbose_name=_("vertretene Person")
    )
    deputy = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="deputyships", verbose_name=_("Vertretung")
    )
    role = models.ForeignKey(
        Role, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Rolle")
    )
    """Empty for everything the absent person holds."""
    starts_on = models.DateField(_("erster Tag"))
    ends_on = models.DateField(_("letzter Tag"))
    """The last day on which it holds, in Europe/Berlin like the first."""
    arranged_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("eingerichtet von")
    )
    arranged_at = models.DateTimeField(_("eingerichtet am"))
    ended_at = models.DateTimeField(_("vorzeitig beendet am"), null=True, blank=True)

    objects = DeputyshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vertretung")
        verbose_name_plural = _("Vertretungen")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("deputy")), name="accounts_nobody_is_their_own_deputy"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="accounts_deputyship_ends_after_it_begins"
            ),
            # That two of the same people for the same role never overlap stands in migration 0006.
        ]
        indexes = [models.Index(fields=["deputy", "ends_on"], name="accounts_deputyship_of_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy} · {self.absent}"

    @property
    def span(self) -> Span:
        """Its days, as the rules see them."""
        return Span(self.starts_on, self.ends_on)

    @property
    def what(self) -> Any:
        """What it is for, in words."""
        return self.role.get_name_display() if self.role else _("alle Rollen")
