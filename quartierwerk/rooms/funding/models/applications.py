"""Applications: who asks which programme for how much, for which project."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer, system
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models.programmes import Programme
from quartierwerk.rooms.funding.models.projects import Project
from quartierwerk.rooms.funding.models.questionnaires import Questionnaire
from quartierwerk.rooms.funding.models.rounds import LateCode, Round
from quartierwerk.rooms.funding.models.rule_sets import RuleSet
from quartierwerk.rooms.funding.rules import ApplicationState, Content, Sections, Stage, Terms


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Lists of applications, cut to what somebody may see."""

    def visible_to(self, person: Any) -> ApplicationQuerySet:
        """One's own and those one was asked to write along; of what was submitted the staff unit sees all.

        So it does of what somebody types in from paper. A district's administration sees of it what its district leads.
        """
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        own = Q(applicant=person) | Q(pk__in=CoApplicant.objects.of(person).values("application"))
        handled = _open(clock.today()) | Q(received_on__isnull=False)
        if is_officer(person):
            return self.filter(own | handled)
        tended = Project.objects.tended_by(person)
        return self.filter(own | (handled & Q(project__in=tended.values("pk"))))

    def counted(self, *, on: date) -> ApplicationQuerySet:
        """What was submitted, save in rounds that are still sealed: of those nobody knows even how many there are."""
        return self.filter(_open(on))


class Application(models.Model):
    """That somebody asks a programme for money towards a project (Förderantrag).

    What it says stands in ``content`` from the moment it is submitted on; the database refuses to change it then. The
    draft before that is an autosaved form of whoever began it, and of those whom they let write along.
    """

    audit_private = frozenset({"content", "postal"})

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="applications", verbose_name=_("Förderprogramm")
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="applications", verbose_name=_("Projekt")
    )
    applicant = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("gestellt von"),
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("Runde")
    )
    """In which it was begun, then submitted; empty where applications are taken at any time."""
    questionnaire = models.ForeignKey(
        Questionnaire,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("Antragsfragen"),
    )
    """What it is asked, from its beginning on; empty where the programme asked nothing of its own then."""
    state = models.CharField(
        _("Zustand"), max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    begun_at = models.DateTimeField(_("begonnen am"))
    submitted_at = models.DateTimeField(_("eingereicht am"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("zurückgezogen am"), null=True, blank=True)
    number = models.CharField(_("Nummer"), max_length=20, blank=True)
    """Counted within the year in which it was submitted."""
    rule_set = models.ForeignKey(
        RuleSet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("Regelwerk"),
    )
    """The terms of the day on which it was submitted."""
    content = models.JSONField(_("Angaben"), null=True, blank=True)
    """``rules.Content`` as it was submitted."""
    digest = models.CharField(_("Prüfsumme"), max_length=64, blank=True)
    asked_cents = models.BigIntegerField(_("beantragt"), default=0)
    """As it was submitted, or as its latest supplement says."""
    taken_over_at = models.DateTimeField(_("übernommen am"), null=True, blank=True)
    """When it came in from a list that was kept elsewhere; empty where it was written here."""
    file_number = models.CharField(_("bisheriges Aktenzeichen"), max_length=rules.LONGEST_FILE_NUMBER, blank=True)
    """The number that it had there."""
    received_on = models.DateField(_("auf Papier eingegangen am"), null=True, blank=True)
    """The day on which it came in on paper, in Europe/Berlin; empty where it was written here."""
    entered_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("eingetragen von"),
    )
    """Who in the office types it in from paper."""
    postal = models.TextField(_("Anschrift"), max_length=rules.LONGEST_ADDRESSEE, blank=True)
    """Of whoever applied on paper, line by line; letters go there."""
    late_code = models.OneToOneField(
        LateCode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="application",
        verbose_name=_("Zugangscode"),
    )
    """With which it comes into a round that is over."""
    clerk = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("Sachbearbeitung"),
    )
    """Who in the office looks after it; empty as long as nobody has taken it."""

    proof_reminded_at = models.DateTimeField(_("an den Nachweis erinnert am"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Förderantrag")
        verbose_name_plural = _("Förderanträge")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["programme", "state"], name="funding_application_list"),
            models.Index(fields=["-submitted_at", "-id"], name="funding_application_latest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "project"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="funding_one_application_at_a_time",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="funding_application_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values), name="funding_application_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    submitted_at__isnull=True, number="", digest="", content__isnull=True, rule_set__isnull=True
                )
                | (
                    Q(submitted_at__isnull=False, content__isnull=False, rule_set__isnull=False, asked_cents__gt=0)
                    & ~Q(number="")
                    & ~Q(digest="")
                ),
                name="funding_application_is_submitted_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                name="funding_application_is_submitted_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(taken_over_at__isnull=True, file_number="")
                | Q(taken_over_at__isnull=False, submitted_at__isnull=False),
                name="funding_application_is_written_here_or_taken_over",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True, entered_by__isnull=True, postal="")
                | Q(received_on__isnull=False, applicant__isnull=True, taken_over_at__isnull=True),
                name="funding_application_on_paper_has_no_account",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="funding_application_is_withdrawn_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.project)

    def get_absolute_url(self) -> str:
        return reverse("funding:application", args=[self.pk])

    @property
    def asks(self) -> Sections:
        """The questions of its programme as they were when it was begun, and the paper itself where it came on one."""
        asked = self.questionnaire.asks if self.questionnaire else ()
        return (*asked, rules.PAPER_SECTION) if self.is_on_paper else asked

    @property
    def terms(self) -> Terms:
        """The terms of the day on which it was submitted; the usual ones as long as it is a draft."""
        return self.rule_set.terms if self.rule_set else Terms()

    @property
    def said(self) -> Content | None:
        """What it says, once it was submitted: as it was, or as the latest supplement says it."""
        latest = next(reversed(self.supplements.all()), None)
        if latest is not None:
            return latest.said
        return self.said_first

    @property
    def said_first(self) -> Content | None:
        """What it said when it was submitted."""
        return Content.read(self.content) if self.content is not None else None

    def is_sealed(self, *, on: date) -> bool:
        """Whether the office does not read it yet: its round is sealed and not over."""
        return self.round is not None and self.round.seals(on=on)

    @property
    def stage(self) -> Stage:
        """Where it stands, in words for whoever applied."""
        return rules.stage(self.state)

    @property
    def is_on_paper(self) -> bool:
        """Whether it came in on paper and somebody in the office types it in."""
        return self.received_on is not None

    @property
    def writer(self) -> Person | None:
        """Whose draft it is while it is being written: of whoever applied; of the house where it came on paper."""
        return system("funding") if self.is_on_paper else self.applicant

    @property
    def has_only_a_day(self) -> bool:
        """Whether only the day is known on which it came in, not the hour: it came from elsewhere, or on paper."""
        return self.is_on_paper or self.taken_over_at is not None

    @property
    def came(self) -> date | datetime | None:
        """When it came in, as exactly as anybody knows."""
        if self.submitted_at is None or not self.has_only_a_day:
            return self.submitted_at
        return clock.local(self.submitted_at).date()

    @property
    def early_from(self) -> date | None:
        """From which day on the project may begin before the decision; None where nobody permitted it."""
        return self.early_start.from_on if hasattr(self, "early_start") else None

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.state == ApplicationState.DRAFT

    @property
    def is_sound(self) -> bool:
        """Whether what it says is still what was submitted, by its sum."""
        said = self.said_first
        return said is None or said.digest == self.digest


class CoApplicantQuerySet(models.QuerySet["CoApplicant"]):
    """Questions about co-applicants."""

    def of(self, person: Any) -> CoApplicantQuerySet:
        """What somebody was asked to, by the address with which they sign in."""
        return self.filter(email=person.email) if getattr(person, "email", None) else self.none()


class CoApplicant(models.Model):
    """Somebody whom the applicant lets read or write an application along, by their address (Mitantragstellende)."""

    audit_private = frozenset({"email"})

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="coapplicants", verbose_name=_("Förderantrag")
    )
    email = models.EmailField(_("E-Mail-Adresse"))
    may_write = models.BooleanField(_("darf schreiben"), default=True)
    invited_at = models.DateTimeField(_("eingeladen am"))

    objects = CoApplicantQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitantragstellende")
        verbose_name_plural = _("Mitantragstellende")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "email"], name="funding_coapplicant_once"),
            models.CheckConstraint(condition=~Q(email=""), name="funding_coapplicant_has_an_address"),
        ]
        indexes = [models.Index(fields=["email"], name="funding_coapplicant_email")]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.pk}"


def _open(on: date) -> Q:
    return Q(submitted_at__isnull=False) & ~Q(round__in=Round.objects.sealed(on=on).values("pk"))


def counted_in(year: int) -> str:
    """How the numbers of a year begin."""
    return f"{year}-"


def as_submitted(content: Content, rule_set: RuleSet, *, number: str, at: datetime) -> dict[str, Any]:
    """The columns of an application that is submitted at a moment."""
    return {
        "submitted_at": at,
        "number": number,
        "rule_set": rule_set,
        "content": content.as_json,
        "digest": content.digest,
        "asked_cents": content.plan.asked_cents,
    }
