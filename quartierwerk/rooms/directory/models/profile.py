"""The profile with its addresses and contact fields."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.references import keys_of, reference
from quartierwerk.rooms.accounts.queries import is_officer, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models.vocabulary import Profession, Sector
from quartierwerk.rooms.places.models import Place
from quartierwerk.rooms.places.rules import Precision


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Lists of profiles, cut to what somebody may see."""

    def visible_to(self, person: Any) -> ProfileQuerySet:
        """Public profiles; the staff unit and the admins of a profile see it withdrawn too.

        One that was merged into another is seen by nobody: its address leads there.
        """
        if person is not None and is_officer(person):
            return self.standing()
        public = Q(state=rules.State.PUBLIC)
        own = _keys(scopes_of(person, RoleName.PROFILE_ADMIN)) if person is not None else []
        return self.standing().filter(public | Q(pk__in=own)) if own else self.filter(public)

    def standing(self) -> ProfileQuerySet:
        """Those that stand for an actor, public or not: without the aliases."""
        return self.exclude(state=rules.State.MERGED)

    def with_parts(self) -> ProfileQuerySet:
        """With everything a card or a page shows, in a constant number of queries."""
        return self.prefetch_related(
            models.Prefetch("profile_sectors", ProfileSector.objects.select_related("sector")),
            models.Prefetch("professions", Profession.objects.all()),
            models.Prefetch(
                "locations",
                Location.objects.select_related("district").prefetch_related("quarters").order_by("position"),
            ),
            "seals",
        )


class Profile(models.Model):
    """A creative actor's entry in the directory (Profil)."""

    audit_private = frozenset({"name", "slug", "sort_key", "match_key", "name_key"})

    slug = models.SlugField(max_length=80)
    state = models.CharField(_("Zustand"), max_length=10, choices=rules.State.choices, default=rules.State.PUBLIC)
    version = models.PositiveIntegerField(default=1)
    """Counts every change of the content, so that an undo sees whether somebody wrote after it."""

    kind = models.CharField(_("Art"), max_length=12, choices=rules.Kind.choices)
    name = models.CharField(_("Name"), max_length=rules.LENGTHS["name"])
    sort_key = models.CharField(max_length=200, db_index=True)
    name_key = models.CharField(max_length=200, db_index=True)
    """The name without case, umlauts, legal form and punctuation; see ``rules.doubles``."""
    match_key = models.CharField(max_length=64, db_index=True)
    """Digest of name, street and postcode: equal for a certain double."""
    sectors = models.ManyToManyField(
        Sector, through="ProfileSector", related_name="profiles", verbose_name=_("Teilmärkte")
    )
    professions = models.ManyToManyField(Profession, related_name="profiles", blank=True, verbose_name=_("Berufe"))
    keywords = models.JSONField(_("Stichwörter"), default=list, blank=True)
    tagline_de = models.CharField(_("In einem Satz"), max_length=rules.LENGTHS["tagline_de"], blank=True)
    tagline_en = models.CharField(_("In einem Satz (Englisch)"), max_length=rules.LENGTHS["tagline_en"], blank=True)
    about_de = models.TextField(_("Text"), blank=True)
    about_en = models.TextField(_("Text (Englisch)"), blank=True)
    about_plain = models.TextField(_("Text in Leichter Sprache"), blank=True)
    opening_mode = models.CharField(
        _("Öffnungszeiten"), max_length=16, choices=rules.OpeningMode.choices, default=rules.OpeningMode.UNKNOWN
    )
    opening_spans = models.JSONField(default=list, blank=True)
    """``[[weekday, "09:00", "18:00"], …]`` in Europe/Berlin; 0 is Monday."""
    opening_note = models.CharField(_("Hinweis zu den Zeiten"), max_length=rules.LENGTHS["opening_note"], blank=True)
    links = models.JSONField(_("Links"), default=list, blank=True)
    """``[[label, address], …]``."""
    access = models.JSONField(_("Barrierefreiheit"), default=list, blank=True)
    is_accessible = models.BooleanField(_("stufenlos"), default=False)
    is_open_for_cooperation = models.BooleanField(_("offen für Kooperation"), default=False)
    cooperation_de = models.CharField(_("Kooperationswunsch"), max_length=rules.LENGTHS["cooperation_de"], blank=True)
    cooperation_en = models.CharField(
        _("Kooperationswunsch (Englisch)"), max_length=rules.LENGTHS["cooperation_en"], blank=True
    )
    founded = models.PositiveSmallIntegerField(_("Gegründet"), null=True, blank=True)
    closed_on = models.DateField(_("Geschlossen am"), null=True, blank=True)
    moved_on_to = models.CharField(_("Weiter bei"), max_length=rules.LENGTHS["moved_on_to"], blank=True)
    legal_form = models.CharField(_("Rechtsform"), max_length=rules.LENGTHS["legal_form"], blank=True)
    source = models.CharField(_("Quelle"), max_length=80)
    """The list or the way the entry came from: the name of an import's list, ``office``, ``demo``."""
    external_id = models.CharField(_("Nummer in der Quelle"), max_length=rules.LENGTHS["external_id"], blank=True)
    licence = models.CharField(_("Lizenz"), max_length=rules.LENGTHS["licence"], blank=True)

    created_at = models.DateTimeField(_("Aufgenommen"), db_index=True)
    changed_at = models.DateTimeField(_("Geändert"))
    confirmed_at = models.DateTimeField(_("Zuletzt bestätigt"))
    compared_version = models.PositiveIntegerField(default=0, editable=False)
    """The version in which doubles of it were looked for; another one than ``version`` means that it waits."""

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("Profil")
        verbose_name_plural = _("Profile")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_profile_per_source_and_external_id",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="profile_has_a_name"),
            models.CheckConstraint(condition=Q(state__in=rules.State.values), name="profile_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["state", "confirmed_at"], name="profile_unconfirmed"),
            models.Index(fields=["id"], condition=~Q(compared_version=models.F("version")), name="profiles_to_compare"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:profile", args=[self.pk, self.slug])

    @property
    def is_public(self) -> bool:
        """Whether visitors see it."""
        return self.state == rules.State.PUBLIC

    @property
    def is_at_rest(self) -> bool:
        """Withdrawn: its last keeper may go (asked by ``accounts``)."""
        return self.state == rules.State.WITHDRAWN

    @property
    def reference(self) -> str:
        """The reference by which the rest of the house points here."""
        return reference(self)

    @property
    def sealed_until(self) -> date | None:
        """The last day of the city's seal while it holds; read from ``seals``, which ``with_parts`` fetches."""
        today = clock.today()
        return next((seal.expires_on for seal in self.seals.all() if seal.holds(on=today)), None)

    @property
    def source_in_words(self) -> str:
        """Where the entry comes from, as readers are told."""
        return word("office") if self.source == rules.Source.OFFICE else str(rules.source_in_words(self.source))

    @property
    def main_sector(self) -> Sector | None:
        """The first of its sectors; needs ``with_parts``."""
        first = next(iter(self.profile_sectors.all()), None)
        return first.sector if first else None

    @property
    def main_location(self) -> Location | None:
        """The first of its addresses; needs ``with_parts``."""
        return next(iter(self.locations.all()), None)


class ProfileSector(models.Model):
    """A sector of a profile with its rank (Zuordnung zum Teilmarkt)."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="profile_sectors")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["profile", "sector"], name="each_sector_once_per_profile")]

    def __str__(self) -> str:
        return str(self.sector)


class Location(models.Model):
    """An address of a profile with its point on the map (Standort)."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="locations")
    position = models.PositiveSmallIntegerField(default=0)
    street = models.CharField(_("Straße"), max_length=rules.LENGTHS["street"], blank=True)
    house_number = models.CharField(_("Hausnummer"), max_length=rules.LENGTHS["house_number"], blank=True)
    postcode = models.CharField(_("PLZ"), max_length=rules.LENGTHS["postcode"], blank=True)
    town = models.CharField(pgettext_lazy("address", "Ort"), max_length=rules.LENGTHS["town"], blank=True)
    addition = models.CharField(_("Zusatz"), max_length=rules.LENGTHS["addition"], blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    """Degrees in WGS 84; both empty when the address was not found."""
    precision = models.CharField(max_length=10, choices=[(p, p) for p in Precision], blank=True)
    match_key = models.CharField(max_length=160, db_index=True, blank=True, editable=False)
    """Postcode, street and number in one spelling, to find doubles; see ``rules.doubles``."""
    district = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    quarters = models.ManyToManyField(Place, related_name="+", blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("Standort")
        verbose_name_plural = _("Standorte")
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="location_is_on_earth_or_nowhere",
            )
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.house_number}, {self.postcode} {self.town}".strip(" ,")

    @property
    def is_rough(self) -> bool:
        """Whether the point is only the middle of a street or a postcode."""
        return self.precision in {Precision.STREET, Precision.POSTCODE}


class ContactQuerySet(models.QuerySet["Contact"]):
    """Contact fields, cut to what somebody may see."""

    def visible_to(self, person: Any) -> ContactQuerySet:
        """The circle that the owner chose; admins of a profile and the staff unit see all of its fields.

        An e-mail address is shown to these two only: everybody else writes through the form.
        """
        shown = ~Q(type=rules.ContactType.EMAIL)
        if person is None or not person.is_authenticated:
            return self.filter(shown, visibility=rules.Visibility.PUBLIC)
        if is_officer(person):
            return self
        own = _keys(scopes_of(person, RoleName.PROFILE_ADMIN))
        shown &= Q(visibility__in=[rules.Visibility.PUBLIC, rules.Visibility.SIGNED_IN])
        return self.filter(shown | Q(profile__in=own))


class Contact(models.Model):
    """One way to reach a profile, with the circle that may see it (Kontaktfeld)."""

    audit_private = frozenset({"value"})

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField(default=0)
    type = models.CharField(_("Art"), max_length=10, choices=rules.ContactType.choices)
    value = models.CharField(_("Wert"), max_length=rules.LENGTHS["contact"])
    match_key = models.CharField(max_length=120, db_index=True, blank=True)
    """The value in one spelling (address in lower case, number in E.164, domain), to find doubles."""
    visibility = models.CharField(
        _("Sichtbar"), max_length=10, choices=rules.Visibility.choices, default=rules.Visibility.PUBLIC
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("Kontaktfeld")
        verbose_name_plural = _("Kontaktfelder")

    def __str__(self) -> str:
        return self.get_type_display()


def _keys(scopes: set[str]) -> list[int]:
    """The profile numbers in a set of scopes such as ``directory.profile:7``."""
    return keys_of(Profile, scopes)
