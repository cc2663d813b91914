"""Projects: what groups, clubs and others do in the districts; and the money they have for it from elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.references import keys_of, reference_to
from quartierwerk.foundation.search import Bounds
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import is_officer, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.rules import (
    IncomeKind,
    InvoiceState,
    Means,
    Outline,
    OwnFunds,
    Phase,
    ProjectKind,
    ProjectState,
    Promise,
    Share,
)
from quartierwerk.rooms.places.models import Place, Theme


class ProjectQuerySet(models.QuerySet["Project"]):
    """Lists of projects, cut to what somebody may see; each project stands in a list once."""

    def public(self) -> ProjectQuerySet:
        """What everybody sees: what was published, also where it was called off later."""
        return self.filter(_public())

    def visible_to(self, person: Any) -> ProjectQuerySet:
        """The public ones, one's own, and those of the districts somebody works for; the staff unit sees all."""
        if is_officer(person):
            return self
        if not isinstance(person, Person) or not person.is_active:
            return self.public()
        return self.filter(_public() | Q(keeper=person) | _in_districts(_districts_of(person)))

    def tended_by(self, person: Any) -> ProjectQuerySet:
        """Those about which somebody decides: the staff unit all, a district's administration those that it leads."""
        if is_officer(person):
            return self
        keys = _districts_of(person)
        return self.filter(district__in=keys) if keys else self.none()

    def in_districts(self, keys: Collection[int]) -> ProjectQuerySet:
        """Those that one of these districts leads or takes part in."""
        return self.filter(_in_districts(keys))

    def with_money(self) -> ProjectQuerySet:
        """With what ``means`` and ``funds`` are made of, in one question each."""
        return self.select_related("closing").prefetch_related(
            "contributions", "rulings", "invoices__order__entry__reversed_by"
        )

    def within(self, box: Bounds) -> ProjectQuerySet:
        """Those that stand in a part of the map, in degrees."""
        return self.filter(lon__gte=box.west, lat__gte=box.south, lon__lte=box.east, lat__lte=box.north)

    def with_third_party_money(self) -> ProjectQuerySet:
        """Those to which money from others has come in."""
        came = Contribution.objects.filter(project=OuterRef("pk"), kind=IncomeKind.THIRD_PARTY, state=Promise.RECEIVED)
        return self.filter(Exists(came))


class Project(models.Model):
    """Something that a group, a club or somebody else does in one or several districts (Projekt)."""

    audit_private = frozenset({"carrier"})

    kind = models.CharField(_("Art"), max_length=20, choices=ProjectKind.choices)
    title = models.CharField(_("Titel"), max_length=rules.LONGEST_TITLE)
    summary = models.TextField(_("Was geschieht"), max_length=rules.LONGEST_PROJECT_SUMMARY)
    """For everybody, in plain words."""
    plain = models.TextField(_("In Einfacher Sprache"), max_length=rules.LONGEST_PLAIN, blank=True)
    """The same in short sentences and easy words; empty where nobody has written it."""
    carrier = models.CharField(_("Träger"), max_length=rules.LONGEST_CARRIER, blank=True)
    """Who carries it out; empty once a private person's name has been forgotten."""
    is_person = models.BooleanField(_("Der Träger ist eine Privatperson"), default=False)
    """No public page names one."""
    place = models.CharField(_("Ort"), max_length=rules.LONGEST_PLACE, blank=True)
    lat = models.FloatField(_("Breite"), null=True, blank=True)
    lon = models.FloatField(_("Länge"), null=True, blank=True)
    """Where it stands on the map, in degrees (WGS 84); both or neither."""
    partners = models.TextField(_("Partner"), max_length=rules.LONGEST_PARTNERS, blank=True)
    """Organisations that take part, one a line."""
    district = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="projects", verbose_name=_("Stadtbezirk")
    )
    """The one in the lead: there it is decided, and in the city it counts once."""
    others = models.ManyToManyField(Place, related_name="joint_projects", blank=True, verbose_name=_("weitere Orte"))
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("Handlungsschwerpunkt"),
    )
    starts_on = models.DateField(_("erster Tag"))
    ends_on = models.DateField(_("letzter Tag"))
    state = models.CharField(_("Zustand"), max_length=20, choices=ProjectState.choices, default=ProjectState.ENTERED)
    keeper = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("betreut von")
    )
    """Who looks after it; empty where only the office does."""
    entered_at = models.DateTimeField(_("angelegt am"))
    published_at = models.DateTimeField(_("veröffentlicht am"), null=True, blank=True)
    """When everybody could first see it."""
    reason = models.CharField(_("warum abgesagt"), max_length=rules.LONGEST_SUMMARY, blank=True)
    closed_at = models.DateTimeField(_("abgerechnet am"), null=True, blank=True)
    """When all that was spent on it was accounted for, and the rest went back into the pot."""

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("Projekt")
        verbose_name_plural = _("Projekte")
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["state", "-starts_on"], name="funding_project_list"),
            models.Index(fields=["district", "-starts_on"], name="funding_project_district"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ProjectKind.values, state__in=ProjectState.values),
                name="funding_project_words_are_known",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(summary=""), name="funding_project_says_what"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="funding_project_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.PUBLIC) | Q(published_at__isnull=False),
                name="funding_project_is_public_since_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                # Said outright: a comparison with nothing is no refusal.
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="funding_project_stands_on_earth",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.CALLED_OFF) | ~Q(reason=""),
                name="funding_project_is_called_off_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("funding:project", args=[self.pk])

    @property
    def outline(self) -> Outline:
        """What is said of it in words and days, as a value."""
        said = {name: getattr(self, name) for name in Outline.__dataclass_fields__}
        return Outline(**said | {"kind": ProjectKind(self.kind)})

    @property
    def scope(self) -> str:
        """The reference of its leading district, within which a role may hold."""
        return reference_to(Place, self.district_id)

    @property
    def named_carrier(self) -> str:
        """Who carries it out, as the public may know: a private person is not named."""
        return "" if self.is_person else self.carrier

    @property
    def partner_lines(self) -> list[str]:
        """The organisations that take part."""
        return self.partners.splitlines()

    @property
    def is_own(self) -> bool:
        """Whether a group of the district carries it out, which has no account: the association pays its invoices."""
        return self.kind == ProjectKind.OWN

    @property
    def funds(self) -> OwnFunds:
        """What its district's board has resolved on for it, and what became of that; fetched along ``with_money``."""
        known = [one for one in self.invoices.all() if one.is_ours_to_pay]
        paid = sum(one.cents for one in known if one.standing == InvoiceState.PAID)
        closing = getattr(self, "closing", None)
        return OwnFunds(
            resolved=sum(one.cents for one in self.rulings.all()),
            paid=paid,
            under_way=sum(one.cents for one in known) - paid,
            released=closing.released_cents if closing else 0,
        )

    @property
    def means(self) -> Means:
        """What it has from elsewhere and from its district; of lists fetched along ``with_money``."""
        return rules.means((one.share for one in self.contributions.all()), funds=self.funds)

    def phase(self, *, on: date) -> Phase:
        """Where it stands on a day."""
        return rules.phase(self.starts_on, self.ends_on, on=on, is_closed=self.closed_at is not None)


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Lists of money that projects have from elsewhere."""

    def visible_to(self, person: Any) -> ContributionQuerySet:
        """Those of projects that somebody keeps or tends: who gives how much is never public."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        tended = Project.objects.tended_by(person)
        return self.filter(Q(project__keeper=person) | Q(project__in=tended))

    def to_thank(self) -> ContributionQuerySet:
        """What others gave and has come in, and nobody has thanked them yet; since when, as ``since``."""
        came = self.filter(kind=IncomeKind.THIRD_PARTY, state=Promise.RECEIVED, thanks__isnull=True)
        return came.annotate(since=Coalesce("received_at", "entered_at"))


class Contribution(models.Model):
    """Money or takings that a project has from one source other than a programme (Beitrag)."""

    audit_private = frozenset({"source"})

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="contributions", verbose_name=_("Projekt")
    )
    kind = models.CharField(_("Art"), max_length=20, choices=IncomeKind.choices)
    source = models.CharField(_("von wem"), max_length=rules.LONGEST_SOURCE)
    """Who gives it; never public, since it may be a private person."""
    cents = models.BigIntegerField(_("Betrag"))
    state = models.CharField(_("Stand"), max_length=20, choices=Promise.choices)
    entered_at = models.DateTimeField(_("eingetragen am"))
    received_at = models.DateTimeField(_("eingegangen am"), null=True, blank=True)
    """When somebody noted that it has come in; empty where that was before anybody asked."""

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beitrag")
        verbose_name_plural = _("Beiträge")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=IncomeKind.values, state__in=Promise.values),
                name="funding_contribution_words_are_known",
            ),
            models.CheckConstraint(condition=Q(cents__gt=0) & ~Q(source=""), name="funding_contribution_is_something"),
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def share(self) -> Share:
        """As the rules take it."""
        return Share(IncomeKind(self.kind), Promise(self.state), self.cents)


def _public() -> Q:
    return Q(state=ProjectState.PUBLIC) | Q(state=ProjectState.CALLED_OFF, published_at__isnull=False)


def _in_districts(keys: Collection[int]) -> Q:
    takes_part = Project.others.through.objects.filter(project=OuterRef("pk"), place__in=keys)
    return Q(district__in=keys) | Q(Exists(takes_part)) if keys else Q(pk__in=[])


def _districts_of(person: Any) -> list[int]:
    return keys_of(Place, scopes_of(person, RoleName.DISTRICT_OFFICER))
