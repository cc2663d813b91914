"""Answers to the short survey after a case."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.applications import Application
from quartierwerk.rooms.funding.rules import MARKS, Topic


def _mark(topic: Topic) -> models.PositiveSmallIntegerField:
    bounds = [MinValueValidator(MARKS[0]), MaxValueValidator(MARKS[-1])]
    return models.PositiveSmallIntegerField(topic.label, null=True, blank=True, validators=bounds)


class SurveyAnswer(models.Model):
    """How it was for whoever applied, once all was over (Antwort auf die Befragung): marks of ``rules.MARKS``.

    Marks appear as averages of several answers only. The remark is for the office.
    """

    audit_private = frozenset({"remark", *Topic.values})

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="survey_answer", verbose_name=_("Förderantrag")
    )
    information = _mark(Topic.INFORMATION)
    procedure = _mark(Topic.PROCEDURE)
    decision = _mark(Topic.DECISION)
    settlement = _mark(Topic.SETTLEMENT)
    remark = models.TextField(_("Hinweis an das Büro"), max_length=rules.LONGEST_REMARK, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Empty once an account is erased."""
    at = models.DateTimeField(_("beantwortet am"))

    class Meta:
        verbose_name = _("Antwort auf die Befragung")
        verbose_name_plural = _("Antworten auf die Befragung")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(**{f"{topic}__isnull": True}) | Q(**{f"{topic}__gte": MARKS[0], f"{topic}__lte": MARKS[-1]})
                        for topic in Topic.values
                    )
                ),
                name="funding_survey_marks_are_marks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.pk}"

    @property
    def marks(self) -> list[tuple[str, int | None]]:
        """What was asked, and the mark that was given."""
        return [(str(topic.label), getattr(self, topic)) for topic in Topic]
