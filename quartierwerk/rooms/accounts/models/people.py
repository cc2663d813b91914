"""The nouns of accounts: persons, their roles, invitations to a role, the devices they are signed in on."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, TypeGuard

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.references import Behalf, reference_to
from quartierwerk.rooms.accounts import rules
from quartierwerk.rooms.accounts.rules import OWN, Grant, Held, RoleName, Standing

if TYPE_CHECKING:
    from quartierwerk.rooms.accounts.models.errands import Errand


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by the address they sign in with, and the system's own persons by name."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person who signs in with this address."""
        return self.get(email=rules.clean_email(username))

    def system(self, name: str) -> Person:
        """The system person of this name; the row is made when it is first asked for, since the code stands for it."""
        defaults = {"name": f"Quartierwerk ({name})", "password": make_password(None)}
        return self.get_or_create(system_name=name, defaults=defaults)[0]


class Person(AbstractBaseUser):
    """Somebody the house knows, with or without a login (Person)."""

    audit_private = frozenset({"email", "name", "password"})

    class Language(models.TextChoices):
        GERMAN = "de", _("Deutsch")
        ENGLISH = "en", _("Englisch")

    email = models.EmailField(_("E-Mail-Adresse"), unique=True, null=True, blank=True)
    """Empty for persons without a login."""
    name = models.CharField(_("Name"), max_length=rules.MOST_LETTERS, blank=True)
    language = models.CharField(_("Sprache"), max_length=2, choices=Language, default=Language.GERMAN)
    system_name = models.SlugField(
        _("Name im System"), max_length=30, unique=True, null=True, blank=True, editable=False
    )
    """Set for the machinery's own persons (the worker, the demo), who act for the office and never sign in."""
    is_active = models.BooleanField(_("darf sich anmelden"), default=True)
    is_staff = models.BooleanField(_("sieht das Betriebsfenster"), default=False)
    joined_at = models.DateTimeField(_("dabei seit"), default=clock.now)
    erased_at = models.DateTimeField(_("Konto gelöscht am"), null=True, blank=True, editable=False)
    """When the account was erased; what remains is a number that the trail points to."""

    has_shown_second_factor = True
    """False for somebody at a device (``adapter.Backend``) until their session has shown a second factor.

    The machinery reads persons too, to go on in their name with what they began; those are at no device.
    """

    errand: Errand | None = None
    """On whose behalf somebody at a device acts just now (``adapter.Presence``); the door learns it with the actor."""

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=True) | (models.Q(email=Lower("email")) & ~models.Q(email="")),
                name="accounts_email_in_small_letters",
            ),
            models.CheckConstraint(
                condition=models.Q(system_name__isnull=True) | models.Q(email__isnull=True),
                name="accounts_system_never_signs_in",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True)
                | models.Q(email__isnull=True, name="", is_active=False, is_staff=False, last_login__isnull=True),
                name="accounts_erased_is_nobody",
            ),
        ]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return str(_("Gelöschtes Konto"))
        return self.name or self.email or str(_("Ohne Namen"))

    @property
    def has_login(self) -> bool:
        return self.is_active and bool(self.email)

    @property
    def is_system(self) -> bool:
        return bool(self.system_name)

    @property
    def acts_for_the_office(self) -> bool:
        """Works in the staff unit, or is the machinery doing what the staff unit would."""
        return self.is_system or any(name == RoleName.OFFICER for name, _scope in self.roles_today)

    @cached_property
    def roles_today(self) -> frozenset[Held]:
        """The roles that hold today, as name and scope; read once for this instance, so once per request.

        This is the one place where all rights begin, also those of a deputy, and so the one where a missing second
        factor holds back those of the office.
        """
        return rules.in_force(self._roles_given, has_shown_second_factor=self.has_shown_second_factor)

    @property
    def own_roles_today(self) -> frozenset[Held]:
        """Those that hold today without anybody's deputyship; only these can be handed on."""
        own = self._roles_by_deputyship.get(OWN, frozenset())
        return rules.in_force(own, has_shown_second_factor=self.has_shown_second_factor)

    @property
    def _roles_given(self) -> frozenset[Held]:
        """The roles that would hold today if nothing were held back."""
        return frozenset().union(*self._roles_by_deputyship.values())

    @cached_property
    def _roles_by_deputyship(self) -> dict[int, frozenset[Held]]:
        """The same by the deputyship that brings them; what is one's own stands under ``OWN``."""
        if not self.is_active:
            return {}
        today = clock.today()
        running = self.deputyships.running(on=today).filter(absent__is_active=True)
        # One question also for who is nobody's deputy, which is nearly everybody on nearly every day; of two parts,
        # since with an “or” PostgreSQL would read all roles there are.
        held = Role.objects.running(on=today).order_by().values_list("person", "pk", "name", "scope")
        rows = held.filter(person=self).union(held.filter(person__in=running.values("absent")), all=True)
        grants = [Grant(*row) for row in rows]
        others = any(grant.holder != self.pk for grant in grants)
        standings = [Standing(*row) for row in running.values_list("pk", "absent", "role")] if others else []
        return rules.held_by(self.pk, grants=grants, standings=standings)

    def in_whose_place(self, may: Callable[[Person], bool]) -> Behalf:
        """In whose place a step is taken that ``may`` allows, and how that came about; the door asks.

        A deputy acts for somebody only in what their own roles would not have let them do. An errand counts for
        every step, since it was said for whom; a deputyship that brought the right for it is noted beside it.
        """
        lent = self._right_lent_by(may)
        if self.errand is not None:
            return Behalf(reference_to(self.errand.__class__, self.errand.pk), self.errand.channel, lent)
        return Behalf(lent, "deputy") if lent else Behalf()

    @property
    def stands_in(self) -> bool:
        """Holds a role of somebody absent just now."""
        return not self._roles_by_deputyship.keys() <= {OWN}

    def _right_lent_by(self, may: Callable[[Person], bool]) -> str:
        """The deputyship without which ``may`` would not allow it, as a reference; empty where there is none."""
        if self.is_system or not self.stands_in or may(self._with({OWN})):
            return ""
        lent = sorted(self._roles_by_deputyship.keys() - {OWN})
        # No single one suffices where a step needs roles from two people; then the first of them stands for both.
        found = next((pk for pk in lent if may(self._with({OWN, pk}))), lent[0])
        return reference_to(self.deputyships.model, found)

    def _with(self, keys: set[int]) -> Self:
        """This person as they would be with these of their deputyships only."""
        other = copy.copy(self)
        other.forget_roles()
        other._roles_by_deputyship = {key: held for key, held in self._roles_by_deputyship.items() if key in keys}
        return other

    @property
    def is_held_back(self) -> bool:
        """Has rights in the office that do not hold, since this session has shown no second factor."""
        return not self.has_shown_second_factor and (self.is_staff or self._roles_given != self.roles_today)

    def forget_roles(self) -> None:
        """Read the roles again when they are next asked for."""
        for name in ("roles_today", "_roles_by_deputyship"):
            self.__dict__.pop(name, None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Forget the roles too."""
        self.forget_roles()
        super().refresh_from_db(*args, **kwargs)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's admin asks this: operators look at everything there and change nothing."""
        return self.has_module_perms("") and perm.partition(".")[2].startswith("view_")

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:
        """All of these, as ``has_perm`` has it."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """Operators see every room in Django's admin, once they have shown a second factor."""
        return self.is_active and self.is_staff and self.has_shown_second_factor


class RoleQuerySet(models.QuerySet["Role"]):
    """Questions about roles."""

    def running(self, *, on: date) -> RoleQuerySet:
        """The roles that hold on this day; the same sentence as ``rules.is_running``."""
        return self.unfinished(on=on).filter(valid_from__lte=on)

    def unfinished(self, *, on: date) -> RoleQuerySet:
        """The roles that hold on this day or begin later; not those that ended before they began."""
        ends_later = models.Q(valid_to__gt=on) & models.Q(valid_to__gt=models.F("valid_from"))
        return self.filter(models.Q(valid_to__isnull=True) | ends_later)

    def able(self, *, on: date) -> RoleQuerySet:
        """The roles that hold on this day of people who can sign in and act."""
        return self.running(on=on).filter(person__is_active=True, person__email__isnull=False)


class Role(models.Model):
    """What a person may do within a scope, from one day on and perhaps until another (Rolle)."""

    Name = models.TextChoices(
        "Name",
        {
            "OPERATOR": (RoleName.OPERATOR.value, _("Betrieb")),
            "OFFICER": (RoleName.OFFICER.value, _("Stabsstelle")),
            "DISTRICT_OFFICER": (RoleName.DISTRICT_OFFICER.value, _("Bezirksverwaltung")),
            "TREASURER": (RoleName.TREASURER.value, _("Kassenführung")),
            "AUDITOR": (RoleName.AUDITOR.value, _("Kassenprüfung")),
            "PROFILE_ADMIN": (RoleName.PROFILE_ADMIN.value, _("Verwaltung eines Profils")),
        },
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles", verbose_name=_("Person"))
    name = models.CharField(_("Rolle"), max_length=30, choices=Name)
    scope = models.CharField(_("Bereich"), max_length=120, blank=True)
    """Reference of the thing within which the role holds, like ``places.place:1``."""
    source = models.CharField(_("Anlass"), max_length=120, blank=True)
    """Reference of what brought the role about (an approved claim, a seat); empty when it was granted by hand."""
    granted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("verliehen von")
    )
    valid_from = models.DateField(_("gilt ab"))
    valid_to = models.DateField(_("gilt bis vor"), null=True, blank=True)
    """The first day on which the role holds no more; empty while no end is set."""

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Rolle")
        verbose_name_plural = _("Rollen")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name", "scope"],
                condition=models.Q(valid_to__isnull=True),
                name="accounts_one_open_role_per_scope",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="accounts_role_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["scope", "name"], name="accounts_role_in_scope")]

    def __str__(self) -> str:
        return self.get_name_display()

    def get_name_display(self) -> str:
        """What the role is called in this city."""
        return role_in_words(self.name)

    @property
    def last_day(self) -> date | None:
        """The last day on which the role holds; None while no end is set."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


def role_in_words(name: str) -> str:
    """What a role is called in this city."""
    return word("office") if name == RoleName.OFFICER else str(Role.Name(name).label)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self, *, at: datetime) -> InvitationQuerySet:
        """The invitations that can still be accepted; the same sentence as ``rules.invitation_state``."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """An offer of a role to whoever reads a mailbox, by a link that works once and not for long (Einladung).

    The link's secret is kept as a digest only: who reads the database cannot accept anything.
    """

    audit_private = frozenset({"email", "digest"})

    email = models.EmailField(_("E-Mail-Adresse"))
    name = models.CharField(_("Rolle"), max_length=30, choices=Role.Name)
    scope = models.CharField(_("Bereich"), max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("eingeladen von")
    )
    invited_at = models.DateTimeField(_("eingeladen am"))
    expires_at = models.DateTimeField(_("gilt bis"))
    accepted_at = models.DateTimeField(_("angenommen am"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("angenommen von")
    )
    revoked_at = models.DateTimeField(_("zurückgezogen am"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="accounts_invitation_ends_one_way",
            ),
        ]
        indexes = [models.Index(fields=["scope", "expires_at"], name="accounts_invitation_in_scope")]

    def __str__(self) -> str:
        return str(_("Einladung: %(role)s") % {"role": self.get_name_display()})

    def get_name_display(self) -> str:
        """What the role is called in this city."""
        return role_in_words(self.name)

    def state(self, *, at: datetime) -> rules.InvitationState:
        """What has become of it by this moment."""
        return rules.invitation_state(
            expires_at=self.expires_at, accepted_at=self.accepted_at, revoked_at=self.revoked_at, at=at
        )


class FactorReset(models.Model):
    """The office's wish to take away a lost second factor, so that its owner sets up a new one (Rücksetzung)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="resets", verbose_name=_("Person"))
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("veranlasst von"))
    asked_at = models.DateTimeField(_("veranlasst am"))
    confirmed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("bestätigt von")
    )
    ended_at = models.DateTimeField(_("beendet am"), null=True, blank=True)
    state = models.CharField(
        _("Zustand"),
        max_length=10,
        default=rules.ResetState.WAITING,
        choices=[
            (rules.ResetState.WAITING.value, _("wartet")),
            (rules.ResetState.DONE.value, _("zurückgesetzt")),
            (rules.ResetState.STOPPED.value, _("angehalten")),
        ],
    )

    class Meta:
        verbose_name = _("Rücksetzung")
        verbose_name_plural = _("Rücksetzungen")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="waiting"), name="accounts_one_reset_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="accounts_reset_has_two_pairs_of_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_state_display()}"

    @property
    def due_at(self) -> datetime:
        """When it takes effect without a second officer, for somebody outside the office."""
        return self.asked_at + rules.RESET_WAITS


class DeviceQuerySet(models.QuerySet["Device"]):
    """Questions about devices."""

    def alive(self, *, at: datetime) -> DeviceQuerySet:
        """The devices on which somebody is still signed in."""
        return self.filter(session_key__in=Session.objects.filter(expire_date__gt=at).values("session_key"))


class DeviceManager(models.Manager.from_queryset(DeviceQuerySet)):  # type: ignore[misc]
    """Notes where people are signed in, as the one writer beside the door, like the session itself.

    A verb would leave a row in the trail for every ten minutes somebody is here, and the trail forgets nothing: it
    would say for ever who worked when. These notes go with the session.
    """

    def seen(self, person: Person, *, session_key: str, agent: str, at: datetime) -> None:
        """Somebody was here with this device just now."""
        self.update_or_create(
            session_key=session_key,
            defaults={"person_id": person.pk, "agent": rules.device_name(agent), "last_seen_at": at},
            create_defaults={
                "person_id": person.pk,
                "agent": rules.device_name(agent),
                "last_seen_at": at,
                "signed_in_at": at,
            },
        )


class Device(models.Model):
    """A browser in which somebody is signed in (Gerät).

    Neither the network address nor the browser's full description is kept.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices", verbose_name=_("Person"))
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    agent = models.CharField(_("Browser und System"), max_length=60, blank=True)
    signed_in_at = models.DateTimeField(_("angemeldet seit"))
    last_seen_at = models.DateTimeField(_("zuletzt gesehen"))

    objects = DeviceManager()

    class Meta:
        verbose_name = _("Gerät")
        verbose_name_plural = _("Geräte")
        ordering = ["-last_seen_at", "-pk"]

    def __str__(self) -> str:
        return self.agent or str(_("Unbekanntes Gerät"))


def office(actor: Any) -> TypeGuard[Person]:
    """Whether somebody acts for the staff unit, by a role or as the machinery; nobody signed in does not."""
    return isinstance(actor, Person) and actor.acts_for_the_office


def machinery(actor: Any) -> TypeGuard[Person]:
    """Whether the house itself acts, by its own persons, and nobody signed in."""
    return isinstance(actor, Person) and actor.is_system
