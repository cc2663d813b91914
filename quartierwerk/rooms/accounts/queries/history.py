"""What was done to one's account and in one's name, out of the audit trail; only ever about one person's own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import QuerySet, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.references import keys_of, kind_of, parse, reference, reference_to
from quartierwerk.foundation.ui import writing
from quartierwerk.rooms.accounts import rules
from quartierwerk.rooms.accounts.models import Deputyship, Device, Errand, FactorReset, Person, Role, role_in_words
from quartierwerk.rooms.accounts.queries.people import names_of
from quartierwerk.rooms.accounts.rules import RoleName

STEPS = {
    "accounts.join": gettext_lazy("Konto angelegt"),
    "accounts.edit": gettext_lazy("Name oder Sprache geändert"),
    "accounts.change_address": gettext_lazy("E-Mail-Adresse geändert"),
    "accounts.sign_out": gettext_lazy("Auf anderen Geräten abgemeldet"),
    "accounts.leave": gettext_lazy("Ausgeschieden"),
    "accounts.give_consent": gettext_lazy("Einwilligung erteilt"),
    "accounts.withdraw_consent": gettext_lazy("Einwilligung widerrufen"),
    "accounts.erase": gettext_lazy("Konto gelöscht"),
    "accounts.pass_on_roles": gettext_lazy("Rollen weitergegeben"),
    "accounts.pass_on_invitations": gettext_lazy("Einladungen weitergegeben"),
    "accounts.drop_roles": gettext_lazy("Rollen beendet"),
    "accounts.drop_invitations": gettext_lazy("Einladungen zurückgezogen"),
    "accounts.end_deputyships": gettext_lazy("Vertretungen beendet"),
    "accounts.grant": gettext_lazy("Rolle bekommen: %(thing)s"),
    "accounts.revoke": gettext_lazy("Rolle beendet: %(thing)s"),
    "accounts.arrange_deputy": gettext_lazy("Vertretung eingerichtet: %(thing)s"),
    "accounts.end_deputy": gettext_lazy("Vertretung beendet: %(thing)s"),
    "accounts.end_idle_deputies": gettext_lazy("Vertretung beendet, da keine Rolle mehr dahinter steht: %(thing)s"),
    "accounts.ask_for_reset": gettext_lazy("Zurücksetzen des zweiten Faktors veranlasst"),
    "accounts.confirm_reset": gettext_lazy("Zweiter Faktor zurückgesetzt"),
    "accounts.finish_reset": gettext_lazy("Zweiter Faktor zurückgesetzt"),
    "accounts.stop_reset": gettext_lazy("Zurücksetzen des zweiten Faktors angehalten"),
    "accounts.begin_errand": gettext_lazy("Auftrag begonnen"),
    "accounts.end_errand": gettext_lazy("Auftrag beendet"),
}
"""Every verb that leaves a row about an account, in words."""
FACTORS = {
    (True, "totp"): gettext_lazy("App für Codes eingerichtet"),
    (False, "totp"): gettext_lazy("App für Codes entfernt"),
    (True, "webauthn"): gettext_lazy("Passkey eingerichtet"),
    (False, "webauthn"): gettext_lazy("Passkey entfernt"),
}


class Step(NamedTuple):
    """One thing that happened: when, what, who did it, and in whose name if not in their own."""

    at: datetime
    what: str
    who: str
    behalf: str = ""


class Own(NamedTuple):
    """By reference, what of the trail is about one person, and what says that others acted in their name."""

    subjects: dict[str, Any]
    behalves: dict[str, Any]


class History:
    """What happened to somebody's account and in their name within a year, latest first; a paginator cuts it.

    It has two sources: the trail, and for signing in the notes of devices, since the trail leaves that out. As many
    questions for many steps as for one.
    """

    def __init__(self, person: Person, *, at: datetime) -> None:
        self.person, self.own = person, _own(person)
        since = at - rules.HISTORY_LASTS
        lately = AuditRow.objects.filter(at__gte=since)
        devices = Device.objects.filter(person=person, signed_in_at__gte=since)
        # Parts that each have their index; one question with an “or” would read the whole trail.
        self.found = (
            _marked(lately.filter(subject__in=self.own.subjects), "at", "step")
            .union(
                _marked(lately.filter(on_behalf_of__in=self.own.behalves), "at", "step"),
                _marked(devices, "signed_in_at", "device"),
            )
            .order_by("-moment", "-pk")
        )

    def count(self) -> int:
        """How many steps there are."""
        return self.found.count()

    def __getitem__(self, part: slice) -> list[Step]:
        """Some of them, in words."""
        found = list(self.found[part])
        rows = AuditRow.objects.in_bulk([key for _at, kind, key in found if kind == "step"])
        devices = Device.objects.in_bulk([key for _at, kind, key in found if kind == "device"])
        things = _names(self.own, {row.subject for row in rows.values()}, person=self.person)
        actors = in_whose_words({row.actor for row in rows.values()}, person=self.person)
        me = actors[reference(self.person)]
        return [
            Step(at, _("Angemeldet: %(device)s") % {"device": devices[key]}, me)
            if kind == "device"
            else Step(at, _what(rows[key], self.own, things), actors[rows[key].actor], _behalf(rows[key], self.own))
            for at, kind, key in found
        ]


def news_for(person: Person, *, at: datetime) -> int:
    """How many steps others took within a week about somebody's roles and deputyships."""
    subjects = [*_references(Role, person.roles), *_references(Deputyship, Deputyship.objects.involving(person))]
    lately = AuditRow.objects.filter(subject__in=subjects, at__gte=at - timedelta(days=7))
    return lately.exclude(actor=reference(person)).count()


def _own(person: Person) -> Own:
    deputyships = {
        reference(one): one for one in Deputyship.objects.involving(person).select_related("absent", "deputy")
    }
    errands = {reference(errand): errand for errand in Errand.objects.filter(person=person)}
    roles = {reference(role): role for role in person.roles.all()}
    resets = dict.fromkeys(_references(FactorReset, person.resets))
    subjects = {reference(person): person} | roles | deputyships | errands | resets
    lent = {ref: one for ref, one in deputyships.items() if one.absent_id == person.pk}
    return Own(subjects, lent | errands)


def _references(model: type[models.Model], things: Any) -> list[str]:
    return [reference_to(model, key) for key in things.order_by().values_list("pk", flat=True)]


def _marked(rows: QuerySet[Any], moment: str, kind: str) -> QuerySet[Any]:
    marked = rows.order_by().annotate(moment=models.F(moment), kind=Value(kind, output_field=models.CharField()))
    return marked.values_list("moment", "kind", "pk")


def _names(own: Own, subjects: Collection[str], *, person: Person) -> dict[str, str]:
    """What the things are called, as far as it is this person's business; of others only what kind of thing it is."""
    roles = {ref: own.subjects[ref] for ref in subjects if isinstance(own.subjects.get(ref), Role)}
    scopes = names_of({role.scope for role in roles.values()})
    names = {ref: f"{role.get_name_display()}, {scopes[role.scope]}".rstrip(", ") for ref, role in roles.items()}
    for ref in subjects:
        if isinstance(one := own.subjects.get(ref), Deputyship):
            names[ref] = _("%(deputy)s für %(absent)s") % {"deputy": one.deputy, "absent": one.absent}
    others = {ref for ref in subjects if ref not in own.subjects}
    for kind in sorted({parse(ref).kind for ref in others}):
        model = apps.get_model(kind)
        called = capfirst(model._meta.verbose_name)
        names |= {ref: called for ref in others if parse(ref).kind == kind}
        visible_to = getattr(model._default_manager, "visible_to", None)
        if visible_to is not None:
            seen = visible_to(person).filter(pk__in=keys_of(model, others))
            names |= {reference(thing): f"{called} „{thing}“" for thing in seen}
    return names


def in_whose_words(actors: set[str], *, person: Person) -> dict[str, str]:
    """Who did it: colleagues of the office by their role, whoever it was, since they act for it; others by name."""
    me, keys = reference(person), keys_of(Person, actors)
    people = {reference(one): one for one in Person.objects.filter(pk__in=keys)}
    office = Role.objects.filter(person__in=keys, name__in=rules.OFFICE_ROLES).order_by().values_list("person", "name")
    names = dict.fromkeys(actors, _("jemand, den es hier nicht mehr gibt"))
    names |= {ref: _("das Haus") if one.is_system else str(one) for ref, one in people.items()}
    # Who had several is named by the one in the staff unit.
    for key, name in sorted(office, key=lambda row: row[1] == RoleName.OFFICER):
        names[reference_to(Person, key)] = role_in_words(name)
    # Without anybody signed in there is one step only: to join.
    return names | {me: _("Sie"), "": _("Sie")}


def _what(row: AuditRow, own: Own, things: dict[str, str]) -> str:
    thing = things.get(row.subject, "")
    if row.subject not in own.subjects:
        return _("Bearbeitet: %(thing)s") % {"thing": thing}
    if row.verb == "accounts.note_factor":
        said = FACTORS.get((row.changes["is_new"], row.changes["factor"]))
        return str(said or _("Zweiter Faktor geändert"))
    return str(STEPS.get(row.verb, _("Konto geändert"))) % {"thing": thing}


def _behalf(row: AuditRow, own: Own) -> str:
    """In whose name: one's own by an errand or a deputy, or that of somebody who is no business of the reader's."""
    errand = own.subjects.get(row.on_behalf_of) or own.subjects.get(row.subject)
    if isinstance(errand, Errand):
        return _("in Ihrem Auftrag (%(channel)s, %(day)s)") % {
            "channel": errand.get_channel_display(),
            "day": writing.when(errand.asked_on, "short"),
        }
    if row.on_behalf_of in own.behalves:
        return _("in Ihrer Vertretung")
    return _("in Vertretung") if row.on_behalf_of.startswith(f"{kind_of(Deputyship)}:") else ""
