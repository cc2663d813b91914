"""Letters, how each was served, and runs that take many of them a step on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer
from quartierwerk.rooms.budget.models import Entry
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.applications import Application
from quartierwerk.rooms.funding.models.cases import Decision, EarlyStart
from quartierwerk.rooms.funding.models.interest import InterestClaim
from quartierwerk.rooms.funding.models.letter_texts import ClauseSet
from quartierwerk.rooms.funding.models.recovering import Recovery
from quartierwerk.rooms.funding.models.rule_sets import RuleSet
from quartierwerk.rooms.funding.rules import Instrument, LetterContent, LetterKind, LetterState, Way


class LetterQuerySet(models.QuerySet["Letter"]):
    """Lists of letters; the bytes of their files stay in the database until somebody asks for one."""

    def visible_to(self, person: Any) -> LetterQuerySet:
        """The office sees those of every application that it sees; whoever applied, what is meant for them by now."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        if is_officer(person):
            return self
        own = Q(application__applicant=person) & self._arrived()
        tended = Application.objects.visible_to(person).exclude(applicant=person)
        return self.filter(own | Q(application__in=tended.values("pk"), state__in=rules.STANDING))

    def _arrived(self) -> Q:
        """Made known by now, or put into the portal, whether it was retrieved or not."""
        today = clock.today()
        there = Service.objects.filter(Q(effective_on__lte=today) | Q(way=Way.PORTAL))
        return Q(state__in=rules.STANDING, pk__in=there.values("letter"))

    def standing(self) -> LetterQuerySet:
        """Those that left the office's hands, the latest first."""
        return self.filter(state__in=rules.STANDING).order_by("-number")

    def to_approve(self, person: Any) -> LetterQuerySet:
        """Drafted by somebody else, and not to this person."""
        return self.filter(state=LetterState.DRAFTED).exclude(drafted_by=person).not_to(person)

    def to_issue(self, person: Any) -> LetterQuerySet:
        """Approved and not issued yet, and not to this person."""
        return self.filter(state=LetterState.APPROVED).not_to(person)

    def not_to(self, person: Any) -> LetterQuerySet:
        """Those to others: nobody decides what they asked for themself."""
        return self.filter(Q(application__applicant__isnull=True) | ~Q(application__applicant=person))

    def to_serve(self, *, on: date) -> LetterQuerySet:
        """Issued and not on their way: never served, or put into the portal and not retrieved in time."""
        latest = Service.objects.filter(letter=OuterRef("pk")).order_by("-number")
        rows = self.filter(state=LetterState.ISSUED).annotate(
            latest_way=Subquery(latest.values("way")[:1]), latest_until=Subquery(latest.values("until_on")[:1])
        )
        return rows.filter(Q(latest_way__isnull=True) | Q(latest_until__lt=on))

    def to_serve_again(self, *, on: date) -> LetterQuerySet:
        """Of these, those that lay in the portal in vain."""
        return self.to_serve(on=on).filter(latest_way__isnull=False)

    def explained(self) -> LetterQuerySet:
        """With what a list says of them."""
        related = ("application__project__district", "application__programme", "drafted_by", "approved_by")
        return self.select_related(*related).prefetch_related("services")


class LetterManager(models.Manager["Letter"]):
    """Leaves the bytes of the file where they are until somebody asks for them."""

    def get_queryset(self) -> LetterQuerySet:
        return LetterQuerySet(self.model, using=self._db).defer("pdf")


class Letter(models.Model):
    """What the office writes to whoever applied (Schreiben): what it says is pinned when it is drafted.

    It is drafted by one person and approved by another. When it is issued its file is made and kept beside its sum;
    from then on the database refuses any change. A later decision has a letter of its own, the earlier one stays.
    """

    audit_private = frozenset({"content", "pdf", "signed_as"})

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveSmallIntegerField(_("laufende Nummer"))
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    early_start = models.ForeignKey(EarlyStart, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    interest = models.ForeignKey(InterestClaim, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    """What it is about: a decision, that the project may begin before one, money that is claimed back, or interest."""
    kind = models.CharField(_("Art"), max_length=20, choices=LetterKind.choices)
    instrument = models.CharField(_("Form"), max_length=20, choices=Instrument.choices)
    state = models.CharField(_("Stand"), max_length=20, choices=LetterState.choices, default=LetterState.DRAFTED)
    content = models.JSONField(_("Inhalt"))
    """``rules.LetterContent``."""
    digest = models.CharField(_("Prüfsumme des Inhalts"), max_length=64)
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="letters")
    clause_set = models.ForeignKey(ClauseSet, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    """Empty in letters without clauses."""
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    """The letter about the decision before, whose place it takes."""
    drafted_at = models.DateTimeField(_("entworfen am"))
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_as = models.CharField(_("Name unter dem Schreiben"), max_length=150, blank=True)
    """Of whoever approved it, as they were called then."""
    issued_at = models.DateTimeField(_("ausgefertigt am"), null=True, blank=True)
    pdf = models.BinaryField(_("Datei"), null=True, blank=True)
    """The bytes of the document, as they went out."""
    pdf_digest = models.CharField(_("Prüfsumme der Datei"), max_length=64, blank=True)
    """SHA-256 of the bytes."""
    pins = models.JSONField(_("hergestellt mit"), null=True, blank=True)
    """What the bytes hang on besides the content: layout, faces and compiler (``documents.rendering.pins``)."""
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Buchung")
    )
    """With which its money was committed; empty where it moves none."""

    objects = LetterManager.from_queryset(LetterQuerySet)()

    class Meta:
        verbose_name = _("Schreiben")
        verbose_name_plural = _("Schreiben")
        ordering = ["-application", "-number"]
        indexes = [models.Index(fields=["state", "drafted_at"], name="funding_letter_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="funding_letters_are_numbered"),
            models.UniqueConstraint(
                fields=["decision"],
                condition=~Q(state=LetterState.DISCARDED),
                name="funding_each_decision_has_one_letter",
            ),
            models.UniqueConstraint(
                fields=["early_start"],
                condition=~Q(state=LetterState.DISCARDED),
                name="funding_each_early_start_has_one_letter",
            ),
            models.UniqueConstraint(
                fields=["recovery", "kind"],
                condition=~Q(state=LetterState.DISCARDED),
                name="funding_each_recovery_has_one_letter_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["interest"],
                condition=~Q(state=LetterState.DISCARDED),
                name="funding_each_interest_claim_has_one_letter",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values, instrument__in=Instrument.values, state__in=LetterState.values),
                name="funding_letter_words_are_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=LetterKind.EARLY_START,
                    early_start__isnull=False,
                    decision__isnull=True,
                    recovery__isnull=True,
                    interest__isnull=True,
                )
                | Q(
                    kind__in=["hearing", "claim"],
                    recovery__isnull=False,
                    decision__isnull=True,
                    early_start__isnull=True,
                    interest__isnull=True,
                )
                | Q(
                    kind=LetterKind.INTEREST,
                    interest__isnull=False,
                    decision__isnull=True,
                    early_start__isnull=True,
                    recovery__isnull=True,
                )
                | Q(
                    kind__in=["grant", "rejection", "amending"],
                    decision__isnull=False,
                    early_start__isnull=True,
                    recovery__isnull=True,
                    interest__isnull=True,
                ),
                name="funding_letter_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="funding_letter_is_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[LetterState.DRAFTED, LetterState.DISCARDED])
                | (Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(signed_as="")),
                name="funding_letter_is_approved_before_it_goes_out",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[LetterState.DRAFTED, LetterState.APPROVED, LetterState.DISCARDED],
                    issued_at__isnull=True,
                    pdf__isnull=True,
                    pdf_digest="",
                )
                | (
                    Q(
                        state__in=[LetterState.ISSUED, LetterState.SERVED],
                        issued_at__isnull=False,
                        pdf__isnull=False,
                        pins__isnull=False,
                    )
                    & ~Q(pdf_digest="")
                ),
                name="funding_letter_is_issued_whole",
            ),
        ]

    def __str__(self) -> str:
        return rules.letter_number(self.application.number, self.number)

    def get_absolute_url(self) -> str:
        return reverse("funding:letter", args=[self.pk])

    @property
    def said(self) -> LetterContent:
        """What it says."""
        return LetterContent.read(self.content)

    @property
    def title(self) -> str:
        """What it is called, in the language of the reader."""
        return str(rules.TITLES[LetterKind(self.kind), Instrument(self.instrument)])

    @property
    def about(self) -> Decision | EarlyStart | Recovery | InterestClaim:
        """What it is about."""
        about = self.decision or self.early_start or self.recovery or self.interest
        assert about is not None  # noqa: S101 - the database holds that it is about one of them
        return about

    @property
    def is_standing(self) -> bool:
        """Whether it left the office's hands."""
        return self.state in rules.STANDING

    @property
    def service(self) -> Service | None:
        """How it was served last; only that counts."""
        return next(reversed(self.services.all()), None)

    @property
    def effective_on(self) -> date | None:
        """From which day on it counts as made known; None as long as nobody can say."""
        return self.service.effective_on if self.service else None

    @property
    def remedy(self) -> rules.Remedy | None:
        """Until when somebody can go to court against it, and from when it is final; None where it is no notice."""
        if self.instrument != Instrument.NOTICE or self.effective_on is None:
            return None
        return rules.remedy(self.effective_on, has_text=bool(self.content["remedy"].strip()))

    @property
    def payable_on(self) -> date | None:
        """From which day on it moves money: once it is final, or whoever could go to court has waived that."""
        if self.remedy is None or self.effective_on is None:
            return self.effective_on
        waiver: Any = getattr(self, "waiver", None)
        return self.remedy.final_on if waiver is None else max(waiver.waived_on, self.effective_on)


class Service(models.Model):
    """How and when a letter was made known (Bekanntgabe); served once more, the later one counts."""

    audit_private = frozenset({"note"})

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="services")
    number = models.PositiveSmallIntegerField(_("laufende Nummer"))
    way = models.CharField(_("Weg"), max_length=10, choices=Way.choices)
    given_on = models.DateField(_("am"))
    """When it was posted, handed over, or when word was sent that it lies in the portal; Berlin days."""
    until_on = models.DateField(_("abrufbar bis"), null=True, blank=True)
    """The last day on which it can be retrieved in the portal."""
    retrieved_at = models.DateTimeField(_("abgerufen am"), null=True, blank=True)
    effective_on = models.DateField(_("bekannt gegeben am"), null=True, blank=True)
    """From which day on it counts as made known; empty as long as it lies in the portal unread."""
    note = models.CharField(_("warum noch einmal"), max_length=rules.LONGEST_NOTE_ON_SERVICE, blank=True)
    at = models.DateTimeField(_("eingetragen am"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Bekanntgabe")
        verbose_name_plural = _("Bekanntgaben")
        ordering = ["letter", "number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="funding_services_are_numbered"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="funding_service_way_is_known"),
            models.CheckConstraint(
                condition=Q(way=Way.PORTAL, until_on__isnull=False)
                & (
                    Q(retrieved_at__isnull=True, effective_on__isnull=True)
                    | Q(retrieved_at__isnull=False, effective_on__isnull=False)
                )
                | (
                    ~Q(way=Way.PORTAL) & Q(until_on__isnull=True, retrieved_at__isnull=True, effective_on__isnull=False)
                ),
                name="funding_service_takes_effect_by_its_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} · {self.given_on:%Y-%m-%d}"

    def is_open(self, *, on: date) -> bool:
        """Whether it can be retrieved in the portal on a day."""
        return (
            self.way == Way.PORTAL and self.retrieved_at is None and self.until_on is not None and on <= self.until_on
        )


class LetterRun(models.Model):
    """That somebody takes many letters a step on at once (Lauf); the worker does it, one after the other."""

    class Step(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("run", "entwerfen")
        APPROVE = "approve", pgettext_lazy("run", "freigeben")
        ISSUE = "issue", pgettext_lazy("run", "ausfertigen")
        PORTAL = "portal", pgettext_lazy("run", "ins Portal stellen")
        POST = "post", pgettext_lazy("run", "mit der Post versenden")

    step = models.CharField(_("Schritt"), max_length=10, choices=Step.choices)
    started_at = models.DateTimeField(_("begonnen am"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(_("fertig am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Lauf")
        verbose_name_plural = _("Läufe")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=["draft", "approve", "issue", "portal", "post"]),
                name="funding_run_step_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("funding:letter_run", args=[self.pk])


class LetterRunLine(models.Model):
    """One application in a run, and what became of it (Zeile eines Laufs); done with its letter, or not at all."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("run", "wartet")
        DONE = "done", pgettext_lazy("run", "getan")
        REFUSED = "refused", pgettext_lazy("run", "nicht möglich")

    run = models.ForeignKey(LetterRun, on_delete=models.PROTECT, related_name="lines")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The letter that is taken on; empty until one is drafted."""
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.WAITING)
    note = models.TextField(_("warum nicht"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("Zeile eines Laufs")
        verbose_name_plural = _("Zeilen eines Laufs")
        ordering = ["run", "pk"]
        indexes = [models.Index(fields=["run"], condition=Q(state="waiting"), name="funding_run_line_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["run", "letter"], name="funding_each_letter_once_per_run"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "refused"]), name="funding_run_line_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.application_id}"
