"""What the office, the bodies and whoever applied do about an application: added, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.boards.models import Item, Resolution
from quartierwerk.rooms.budget.models import Earmark, Pot
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.applications import Application
from quartierwerk.rooms.funding.rules import ApplicationState, Content, Outcome


class Check(models.Model):
    """What the formal check of an application came to, point by point (formale Prüfung); the latest counts."""

    audit_private = frozenset({"note"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="checks")
    marks = models.JSONField(_("Prüfpunkte"), default=dict)
    """``rules.Mark`` by the keys of ``rules.checklist``."""
    note = models.TextField(_("Prüfvermerk"), max_length=rules.LONGEST_NOTE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("geprüft am"))

    class Meta:
        verbose_name = _("formale Prüfung")
        verbose_name_plural = _("formale Prüfungen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.pk}"


class Inquiry(models.Model):
    """What the office asks whoever applied, and until when it wants the answer (Nachforderung)."""

    audit_private = frozenset({"question", "answer"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="inquiries")
    question = models.TextField(_("Frage"), max_length=rules.LONGEST_QUESTION)
    due_on = models.DateField(_("Antwort bis"))
    asked_at = models.DateTimeField(_("gefragt am"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("Antwort"), max_length=rules.LONGEST_ANSWER, blank=True)
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True)
    """Empty as long as nobody has answered; also set where the office goes on without an answer."""
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who in the office entered an answer that came by post; empty where whoever applied wrote it."""
    reminded_at = models.DateTimeField(_("erinnert am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Nachforderung")
        verbose_name_plural = _("Nachforderungen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="funding_inquiry_asks_something"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at__isnull=True), name="funding_one_inquiry_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.question[:80]


class Supplement(models.Model):
    """What an application says from an answer on, whole (Nachtrag); what was submitted before stays as it is."""

    audit_private = frozenset({"content"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="supplements")
    inquiry = models.OneToOneField(Inquiry, on_delete=models.PROTECT, related_name="supplement")
    """The question that it answers: nobody rewrites an application unasked."""
    content = models.JSONField(_("Angaben"))
    """``rules.Content``, as in the application."""
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    at = models.DateTimeField(_("eingereicht am"))

    class Meta:
        verbose_name = _("Nachtrag")
        verbose_name_plural = _("Nachträge")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.pk}"

    @property
    def said(self) -> Content:
        """What the application says since."""
        return Content.read(self.content)


class EarlyStart(models.Model):
    """That a project may begin before the decision; no claim to money follows (vorzeitiger Maßnahmenbeginn)."""

    audit_private = frozenset({"note"})

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="early_start")
    from_on = models.DateField(_("ab"))
    note = models.CharField(_("warum"), max_length=rules.LONGEST_NOTE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("erlaubt am"))

    class Meta:
        verbose_name = _("vorzeitiger Maßnahmenbeginn")
        verbose_name_plural = _("vorzeitige Maßnahmenbeginne")

    def __str__(self) -> str:
        return f"{self.application_id}: {self.from_on:%Y-%m-%d}"


class Assessment(models.Model):
    """What the office makes of an application for whoever decides (Votum); the latest counts.

    ``summary`` is what a body reads: no private person is named in it.
    """

    audit_private = frozenset({"note", "summary", "conditions"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(_("Überschrift"), max_length=rules.LONGEST_TITLE)
    summary = models.TextField(_("Worum es geht, ohne Namen"), max_length=rules.LONGEST_SUMMARY_FOR_BODY)
    cents = models.BigIntegerField(_("vorgeschlagen"))
    conditions = models.TextField(_("Bedingungen"), max_length=rules.LONGEST_CONDITIONS, blank=True)
    note = models.TextField(_("Votum, nur für das Büro"), max_length=rules.LONGEST_NOTE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("eingeschätzt am"))

    class Meta:
        verbose_name = _("Votum")
        verbose_name_plural = _("Voten")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gte=0), name="funding_assessment_proposes_no_debt"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(summary=""), name="funding_assessment_says_something"),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Lists of decisions."""

    def final(self) -> DecisionQuerySet:
        """Those with which something was decided; the latest of an application counts."""
        return self.exclude(outcome=Outcome.DEFERRED)

    def counting(self) -> DecisionQuerySet:
        """The last of each application with which something was decided, unless it was withdrawn afterwards."""
        later = Decision.objects.final().filter(application=OuterRef("application"), number__gt=OuterRef("number"))
        return self.final().exclude(application__state=ApplicationState.WITHDRAWN).filter(~Exists(later))


class Decision(models.Model):
    """How an application was decided, by whom and why (Förderentscheidung); the latest of an application counts.

    A body decides by a resolution, the office by a person. A deferral is one too: nothing follows from it.
    """

    audit_private = frozenset({"reason", "conditions"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("laufende Nummer"))
    outcome = models.CharField(_("Entscheidung"), max_length=20, choices=Outcome.choices)
    cents = models.BigIntegerField(_("bewilligt"), default=0)
    reason = models.TextField(_("Begründung"), max_length=rules.LONGEST_REASON_OF_DECISION, blank=True)
    conditions = models.TextField(_("Bedingungen"), max_length=rules.LONGEST_CONDITIONS, blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Beschluss")
    )
    """With which a body decided; empty where the office did."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who decided in the office; the house where a body did."""
    pot = models.ForeignKey(
        Pot, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Topf")
    )
    earmark = models.ForeignKey(Earmark, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """What the pot holds back for it since."""
    at = models.DateTimeField(_("entschieden am"))
    told = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The item of an agenda with which the body was told of what the office decided."""

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Förderentscheidung")
        verbose_name_plural = _("Förderentscheidungen")
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="funding_decisions_are_numbered"),
            models.UniqueConstraint(
                fields=["application", "resolution"],
                condition=Q(resolution__isnull=False),
                name="funding_each_resolution_decides_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[Outcome.FULL, Outcome.PARTIAL, Outcome.CONDITIONAL],
                    cents__gt=0,
                    pot__isnull=False,
                    earmark__isnull=False,
                )
                | Q(outcome__in=[Outcome.DEFERRED, Outcome.REJECTED], cents=0, pot__isnull=True, earmark__isnull=True),
                name="funding_decision_grants_held_money_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.CONDITIONAL) | ~Q(conditions=""),
                name="funding_conditional_decision_says_them",
            ),
            models.CheckConstraint(
                condition=Q(told__isnull=True) | Q(resolution__isnull=True),
                name="funding_bodies_are_told_of_the_office",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())

    @property
    def is_granting(self) -> bool:
        """Whether somebody gets money by it."""
        return self.outcome in rules.GRANTING


class Message(models.Model):
    """What somebody writes on a case: whoever applied to the office, or the office to them (Nachricht)."""

    audit_private = frozenset({"text"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(_("Nachricht"), max_length=rules.LONGEST_MESSAGE)
    is_from_office = models.BooleanField(_("vom Büro"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who wrote it; empty once an account is erased."""
    at = models.DateTimeField(_("geschrieben am"))
    read_at = models.DateTimeField(_("gelesen am"), null=True, blank=True)
    """When the other side first saw it."""

    class Meta:
        verbose_name = _("Nachricht")
        verbose_name_plural = _("Nachrichten")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["application"], condition=Q(read_at__isnull=True), name="funding_message_unread")
        ]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="funding_message_says_something")]

    def __str__(self) -> str:
        return self.text[:80]
