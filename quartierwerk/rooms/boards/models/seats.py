"""Seats: who sits on which body, as what and how long."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models.bodies import Body
from quartierwerk.rooms.boards.rules import SeatRole
from quartierwerk.rooms.places.models import Dated, DatedQuerySet

RANK = models.Case(
    *(models.When(role=role, then=models.Value(rank)) for rank, role in enumerate(SeatRole.values)),
    output_field=models.PositiveSmallIntegerField(),
)
"""The chair first, those who advise last."""


class SeatQuerySet(DatedQuerySet["Seat"]):
    """Lists of seats, cut to what somebody may see."""

    def visible_to(self, person: Any) -> SeatQuerySet:
        """The seats of the bodies that somebody sees."""
        return self.filter(body__in=Body.objects.visible_to(person).values("pk"))

    def held(self) -> SeatQuerySet:
        """Without those that ended before they began."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")))

    def of(self, person: Person) -> SeatQuerySet:
        """The seats of somebody: in their name, or under the address with which they sign in."""
        mine = Q(person=person)
        return self.filter(mine | Q(email=person.email) if person.email else mine)

    def unfinished(self, *, on: date) -> SeatQuerySet:
        """The seats that hold on this day or begin later."""
        return self.held().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))

    def in_order(self) -> SeatQuerySet:
        """The chair first, then the others by name, with the people in them."""
        return self.select_related("person", "substitute").order_by(RANK, "person__name", "pk")


class Seat(Dated):
    """What somebody is on a body from one day on and perhaps until another (Sitz)."""

    audit_private = frozenset({"name", "email", "represents", "appointed_by", "basis"})

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats", verbose_name=_("Gremium"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("Person")
    )
    """Empty once it is forgotten who held it."""
    name = models.CharField(_("Name ohne Konto"), max_length=120, blank=True)
    """Of somebody whose account is erased, as long as the records need it."""
    email = models.EmailField(_("E-Mail-Adresse"), max_length=rules.LONGEST_EMAIL, blank=True)
    """Where somebody without a login is written to; empty for everybody else."""
    role = models.CharField(_("Funktion"), max_length=10, choices=SeatRole.choices)
    is_voting = models.BooleanField(_("stimmberechtigt"))
    represents = models.CharField(_("vertritt"), max_length=rules.LONGEST_TEXT, blank=True)
    """For which organisation or district somebody sits there."""
    appointed_by = models.CharField(_("bestellt durch"), max_length=rules.LONGEST_TEXT, blank=True)
    basis = models.CharField(_("Grundlage der Bestellung"), max_length=rules.LONGEST_TEXT, blank=True)
    """An election, a resolution, a letter, each with its day."""
    substitute = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Ersatz")
    )
    """Who votes in this seat when whoever holds it is not there."""
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When it was forgotten who held it, at the end of the term."""

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sitz")
        verbose_name_plural = _("Sitze")
        ordering = ["valid_from", "pk"]
        indexes = [
            models.Index(fields=["body", "valid_from"], name="boards_seat_of_body"),
            models.Index(fields=["email"], name="boards_seat_email"),
        ]
        constraints = [
            # That nobody sits twice on a body on one day, nor two chairs, stands in migration 0002.
            models.CheckConstraint(condition=Q(role__in=SeatRole.values), name="boards_seat_role_is_known"),
            models.CheckConstraint(
                condition=Q(is_voting=False) | ~Q(role__in=sorted(rules.VOTELESS)), name="boards_voteless_do_not_vote"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="boards_seat_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("person")),
                name="boards_nobody_is_their_substitute",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="boards_seat_email_in_small_letters"),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True, person__isnull=False)
                | Q(
                    forgotten_at__isnull=False,
                    person__isnull=True,
                    substitute__isnull=True,
                    name="",
                    email="",
                    represents="",
                    appointed_by="",
                    basis="",
                ),
                name="boards_seat_is_forgotten_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.holder

    @property
    def holder(self) -> str:
        """The name of whoever holds it."""
        if self.person is None:
            return str(_("Ohne Namen"))
        return self.name if self.person.erased_at is not None and self.name else str(self.person)

    def is_of(self, person: Any) -> bool:
        """Whether somebody holds it; the same sentence as ``SeatQuerySet.of``."""
        email = getattr(person, "email", None)
        return isinstance(person, Person) and (person.pk == self.person_id or bool(email and email == self.email))

    @property
    def address(self) -> str:
        """Where whoever holds it is written to; empty where nobody knows."""
        return (self.person.email if self.person else None) or self.email

    @property
    def taken(self) -> rules.Taken:
        """What of it may be in others' way."""
        return rules.Taken(self.person_id or 0, self.role, (self.valid_from, self.valid_to))
