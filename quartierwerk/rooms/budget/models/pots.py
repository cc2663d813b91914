"""What money lies in: years, the pillars of a city's scheme, pots, and what is earmarked in them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.bilingual import language
from quartierwerk.foundation.references import keys_of
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.budget import rules
from quartierwerk.rooms.budget.rules import Source, Sums
from quartierwerk.rooms.places.models import Place

SEES_ALL = frozenset({RoleName.TREASURER, RoleName.AUDITOR})
"""Roles that see every pot; the staff unit does too."""


def sees_all(person: Any) -> bool:
    """Whether somebody sees every pot, and so what names people from all over the city."""
    if not isinstance(person, Person) or not person.is_active:
        return False
    return person.acts_for_the_office or any(name in SEES_ALL for name, _scope in person.roles_today)


class FiscalYear(models.Model):
    """A year of the books, the calendar year of § 78 GO NRW (Haushaltsjahr)."""

    year = models.PositiveSmallIntegerField(_("Jahr"), unique=True)
    opened_at = models.DateTimeField(_("Eröffnet"))
    closed_at = models.DateTimeField(_("Abgeschlossen"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis = models.CharField(_("Beschluss über den Übertrag"), max_length=rules.LONGEST_SOURCE, blank=True)

    class Meta:
        verbose_name = _("Haushaltsjahr")
        verbose_name_plural = _("Haushaltsjahre")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2200), name="fiscal_year_is_a_year"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, basis="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(basis="")),
                name="fiscal_year_is_closed_by_somebody_on_a_basis",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return f"{reverse('budget:pots')}?jahr={self.year}"

    @property
    def is_closed(self) -> bool:
        """Whether nothing is entered in it any more."""
        return self.closed_at is not None


class Pillar(models.Model):
    """A part of the city's scheme for its money, in the years in which it holds (Säule).

    Its sums are what the scheme provides for, in cents, not what a pot holds: a city may give less, or nothing.
    """

    name_de = models.CharField(_("Name"), max_length=rules.LONGEST_NAME)
    name_en = models.CharField(_("Name auf Englisch"), max_length=rules.LONGEST_NAME, blank=True)
    first_year = models.PositiveSmallIntegerField(_("gilt ab dem Jahr"))
    last_year = models.PositiveSmallIntegerField(_("gilt bis zum Jahr"), null=True, blank=True)
    """The last year in which it holds; empty as long as nobody knows of an end."""
    per_district_cents = models.BigIntegerField(_("je Stadtbezirk"), null=True, blank=True)
    """Where it is divided among the districts, each one's share; there is then a pot for each."""
    total_cents = models.BigIntegerField(_("zusammen"), default=0)
    """What it provides for in a year where it is not divided."""
    basis = models.CharField(_("Grundlage"), max_length=rules.LONGEST_SOURCE)

    class Meta:
        verbose_name = _("Säule")
        verbose_name_plural = _("Säulen")
        ordering = ["first_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="pillar_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=(Q(per_district_cents__isnull=True) | Q(per_district_cents__gte=0)) & Q(total_cents__gte=0),
                name="pillar_provides_for_no_debt",
            ),
            models.CheckConstraint(
                condition=Q(per_district_cents__isnull=True) | Q(total_cents=0),
                name="pillar_is_divided_or_whole",
            ),
            models.CheckConstraint(condition=~Q(name_de="") & ~Q(basis=""), name="pillar_has_a_name_and_a_basis"),
        ]

    def __str__(self) -> str:
        return self.name_en if language() == "en" and self.name_en else self.name_de

    @property
    def is_divided(self) -> bool:
        """Whether each district has a pot of its own."""
        return self.per_district_cents is not None

    @property
    def share_cents(self) -> int:
        """What it provides for in one pot."""
        return self.total_cents if self.per_district_cents is None else self.per_district_cents


def _or_none(name: str) -> Coalesce:
    """A key, or 0: two rows without one are alike here, on both databases."""
    return Coalesce(F(name), 0, output_field=models.BigIntegerField())


class PotQuerySet(models.QuerySet["Pot"]):
    """Lists of pots."""

    def visible_to(self, person: Any) -> PotQuerySet:
        """Staff unit, treasurer and auditors see all, a district's administration the pots of its district."""
        if sees_all(person):
            return self
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        scopes = [scope for name, scope in person.roles_today if name == RoleName.DISTRICT_OFFICER]
        return self.filter(district__in=keys_of(Place, scopes)) if scopes else self.none()

    def named(self) -> PotQuerySet:
        """With what their names are made of, so that a list asks once."""
        return self.select_related("year", "pillar", "district")


class Pot(models.Model):
    """Money of one year from one source for one purpose, and what it stands at (Topf); all sums in integer cents.

    The sums are moved by the database itself whenever an entry is added (``migrations/0001``), and held at or above
    zero by constraints: no form, no verb and no second process can overdraw a pot.
    """

    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="pots", verbose_name=_("Jahr"))
    source = models.CharField(_("Herkunft"), max_length=20, choices=Source.choices)
    pillar = models.ForeignKey(
        Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="pots", verbose_name=_("Säule")
    )
    district = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="pots", verbose_name=_("Stadtbezirk")
    )
    """Empty for the whole city."""
    purpose = models.CharField(_("Zweck"), max_length=rules.LONGEST_NAME, blank=True)
    """What it is for, where source, pillar and district do not say it."""
    account = models.CharField(_("Buchungsstelle"), max_length=rules.LONGEST_REFERENCE, blank=True)
    """How the city's treasury calls it; stands in the journal that it imports."""
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    """The pot of the year before whose rest was carried into this one."""
    funds = models.BigIntegerField(_("Mittel"), default=0, editable=False)
    reserved = models.BigIntegerField(_("reserviert"), default=0, editable=False)
    committed = models.BigIntegerField(_("festgelegt"), default=0, editable=False)
    paid = models.BigIntegerField(_("ausgezahlt"), default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    """Number of its latest entry."""
    closed_at = models.DateTimeField(_("Abgeschlossen"), null=True, blank=True, editable=False)
    """Since when nothing is entered any more; the database refuses it then."""

    objects = PotQuerySet.as_manager()

    class Meta:
        verbose_name = _("Topf")
        verbose_name_plural = _("Töpfe")
        # Pillars first, then what is beside the scheme; the databases put what is missing at other ends.
        ordering = [
            "-year__year",
            F("pillar__first_year").asc(nulls_last=True),
            F("pillar").asc(nulls_last=True),
            F("district__name").asc(nulls_last=True),
            "source",
            "purpose",
            "pk",
        ]
        constraints = [
            models.UniqueConstraint(
                "year", "source", _or_none("pillar"), _or_none("district"), "purpose", name="one_pot_for_each_purpose"
            ),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="pot_source_is_known"),
            models.CheckConstraint(condition=Q(pillar__isnull=False) | ~Q(purpose=""), name="pot_is_for_something"),
            models.CheckConstraint(
                condition=Q(funds__gte=0, reserved__gte=0, committed__gte=0, paid__gte=0),
                name="pot_sums_are_never_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(funds__gte=F("reserved") + F("committed") + F("paid")), name="pot_is_never_overdrawn"
            ),
        ]

    def __str__(self) -> str:
        parts = [str(self.pillar) if self.pillar else "", self.purpose, self.district.name if self.district else ""]
        source = "" if self.source == Source.CITY and self.pillar else self.get_source_display()
        return " · ".join(part for part in (*parts, str(source)) if part)

    def get_absolute_url(self) -> str:
        return reverse("budget:pot", args=[self.pk])

    def number_of(self, entry: int) -> str:
        """Year, pot and number: names an entry once and for all."""
        return f"{self.year.year}-{self.pk}-{entry}"

    @property
    def sums(self) -> Sums:
        """What it stands at now."""
        return Sums(self.funds, self.reserved, self.committed, self.paid)

    @property
    def available(self) -> int:
        """What nobody has decided on yet, in cents."""
        return self.sums.available

    def named_within(self, group: str) -> str:
        """What it is called where its group is named above it."""
        parts = [part for part in str(self).split(" · ") if part != group]
        return " · ".join(parts) or str(self)

    @property
    def where(self) -> str:
        """The district, or the words for the whole city."""
        return self.district.name if self.district else _now("gesamte Stadt")


class EarmarkQuerySet(models.QuerySet["Earmark"]):
    """Lists of earmarks."""

    def visible_to(self, person: Any) -> EarmarkQuerySet:
        """Whoever sees a pot sees what is earmarked in it."""
        return self.filter(pot__in=Pot.objects.visible_to(person))

    def open(self) -> EarmarkQuerySet:
        """Those that still hold money back."""
        return self.filter(Q(reserved__gt=0) | Q(committed__gt=0))


class Earmark(models.Model):
    """What a pot holds back for one case, and what it has paid for it (Mittelbindung); in integer cents."""

    audit_private = frozenset({"title"})

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="earmarks", verbose_name=_("Topf"))
    title = models.CharField(_("Wofür"), max_length=rules.LONGEST_NAME)
    case = models.CharField(_("Vorgang"), max_length=rules.LONGEST_REFERENCE, blank=True)
    """Reference of what the money is for in another room; empty for what only the treasury knows."""
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    """The same case in the pot of the year before."""
    reserved = models.BigIntegerField(_("reserviert"), default=0, editable=False)
    committed = models.BigIntegerField(_("festgelegt"), default=0, editable=False)
    paid = models.BigIntegerField(_("ausgezahlt"), default=0, editable=False)
    created_at = models.DateTimeField(_("Angelegt"))

    objects = EarmarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mittelbindung")
        verbose_name_plural = _("Mittelbindungen")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pot", "case"], condition=~Q(case=""), name="one_earmark_per_pot_and_case"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, committed__gte=0, paid__gte=0), name="earmark_is_never_below_zero"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="earmark_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def sums(self) -> Sums:
        """What it stands at now; the funds are the pot's."""
        return Sums(reserved=self.reserved, committed=self.committed, paid=self.paid)

    def get_absolute_url(self) -> str:
        return reverse("budget:earmark", args=[self.pk])

    @property
    def held(self) -> int:
        """What is still held back for it, in cents."""
        return self.reserved + self.committed
