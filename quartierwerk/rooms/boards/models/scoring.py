"""What a jury scores before it meets: candidates on its agenda, by a rubric, each member unseen by the others."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.bilingual import text
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models.bodies import Body
from quartierwerk.rooms.boards.models.meetings import Item, Recusal
from quartierwerk.rooms.boards.models.seats import Seat
from quartierwerk.rooms.boards.rules import Criterion, ScoringState
from quartierwerk.rooms.budget.models import Pot


class ScoringQuerySet(models.QuerySet["Scoring"]):
    """Lists of scorings."""

    def visible_to(self, person: Any) -> ScoringQuerySet:
        """Those who sit on the body or keep it; a jury works unseen."""
        return self.filter(item__meeting__body__in=Body.objects.inside(person).values("pk"))


class Scoring(models.Model):
    """A body scores what stands below one item of its agenda (Bewertung).

    The rubric is kept with it, so that a later one changes nothing. What is decided is announced by a step of its own.
    """

    item = models.OneToOneField(
        Item, on_delete=models.PROTECT, related_name="scoring", verbose_name=_("Tagesordnungspunkt")
    )
    pot = models.ForeignKey(
        Pot, on_delete=models.PROTECT, null=True, blank=True, related_name="scorings", verbose_name=_("Topf")
    )
    """Whose free money draws the line under the ranking."""
    criteria = models.JSONField(_("Kriterien"), default=list)
    """The rubric, as ``rules.Criterion`` takes it."""
    closes_at = models.DateTimeField(_("Bewertung bis"))
    state = models.CharField(_("Stand"), max_length=10, choices=ScoringState.choices, default=ScoringState.OPEN)
    announced_at = models.DateTimeField(_("verkündet"), null=True, blank=True)

    objects = ScoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bewertung")
        verbose_name_plural = _("Bewertungen")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ScoringState.values), name="boards_scoring_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ScoringState.ANNOUNCED, announced_at__isnull=False)
                | (~Q(state=ScoringState.ANNOUNCED) & Q(announced_at__isnull=True)),
                name="boards_scoring_is_announced_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)

    def get_absolute_url(self) -> str:
        meeting = self.item.meeting
        return reverse("boards:scoring", args=[meeting.body.slug, meeting.pk, self.pk])

    @property
    def rubric(self) -> list[Criterion]:
        """The criteria as values."""
        return [Criterion.read(kept) for kept in self.criteria]


class Candidate(models.Model):
    """One thing that is scored: an item of the agenda below that of the scoring, with what it asks for (Vorhaben).

    What the jury reads is the text of the item, a copy in which names are left out; whom it concerns, its parties say.
    """

    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="candidates")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="candidate")
    cents = models.BigIntegerField(_("beantragt"))
    case = models.CharField(_("Vorgang"), max_length=rules.LONGEST_REFERENCE, blank=True)

    class Meta:
        verbose_name = _("Vorhaben")
        verbose_name_plural = _("Vorhaben (mehrere)")
        constraints = [models.CheckConstraint(condition=Q(cents__gt=0), name="boards_candidate_asks_for_something")]

    def __str__(self) -> str:
        return str(self.item)

    def get_absolute_url(self) -> str:
        meeting = self.item.meeting
        return reverse("boards:score", args=[meeting.body.slug, meeting.pk, self.scoring_id, self.pk])


class ScoreQuerySet(models.QuerySet["Score"]):
    """Lists of scores."""

    def visible_to(self, person: Any) -> ScoreQuerySet:
        """One's own; those of others on the same candidate once one's own is in, unless one is recused from it."""
        if not isinstance(person, Person):
            return self.none()
        seats = Seat.objects.of(person).values("pk")
        seen = Q(candidate__in=Score.objects.filter(seat__in=seats).values("candidate"))
        withheld = Q(candidate__item__in=Recusal.objects.of(person).values("item"))
        return self.filter(Q(seat__in=seats) | seen & ~withheld)

    def counting(self) -> ScoreQuerySet:
        """Those that did not abstain."""
        return self.filter(is_abstained=False)


class Score(models.Model):
    """What one seat gives one candidate (Punkte eines Mitglieds): given once, never changed, since others show then.

    Nobody gives points for another seat, so the seat says who it was, until it is forgotten who held it.
    """

    audit_private = frozenset({"points", "comment"})

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="scores")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="scores")
    points = models.JSONField(_("Punkte"), default=dict)
    """Points by the keys of the criteria; empty for an abstention."""
    is_abstained = models.BooleanField(_("enthält sich"), default=False)
    comment = models.CharField(_("Anmerkung"), max_length=rules.LONGEST_COMMENT, blank=True)
    at = models.DateTimeField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("Punkte eines Mitglieds")
        verbose_name_plural = _("Punkte der Mitglieder")
        constraints = [models.UniqueConstraint(fields=["candidate", "seat"], name="boards_each_seat_scores_once")]

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.seat_id}"

    @property
    def given(self) -> list[tuple[str, int, int]]:
        """Points in the order of the rubric: name of the criterion, what was given, the most there is."""
        if self.is_abstained:
            return []
        return [(text(one, "name"), self.points[one.key], one.most) for one in self.candidate.scoring.rubric]

    @property
    def in_words(self) -> str:
        """What was given, on one line."""
        if self.is_abstained:
            return str(_("enthält sich"))
        return ", ".join(f"{name}: {points}" for name, points, _most in self.given)
