"""Founding the city of a blueprint, or comparing it with the one that is there; all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.house.holding import house
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.actions import grant, join
from quartierwerk.rooms.accounts.models import Person, Role
from quartierwerk.rooms.accounts.queries import holders
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.directory import actions as directory
from quartierwerk.rooms.directory.models import Profession, Sector, Synonym
from quartierwerk.rooms.funding import actions as funding
from quartierwerk.rooms.funding.queries.letters import lacks_texts
from quartierwerk.rooms.places import actions as places
from quartierwerk.rooms.places import queries
from quartierwerk.rooms.places.models import Boundary, Place
from quartierwerk.rooms.places.rules import PlaceKind
from quartierwerk.surfaces.founding.blueprint import Blueprint, Part

INVITATION = "accounts/mail/first_officer.txt"
MOVES = {"center_lat", "center_lon", "radius_m"}
"""What changes the schematic drawing."""


class OtherCity(RuleBroken):
    """The house belongs to another city already."""

    sentence = gettext_lazy("Dieses Haus gehört schon einer anderen Stadt.")


@dataclass(frozen=True)
class Step:
    """One thing that differs between the file and the house, and what would be done about it."""

    sentence: str
    do: Callable[[], None]


@dataclass
class Account:
    """What was found and what was done, for the person at the command line."""

    is_new: bool
    done: list[str] = field(default_factory=list)
    """What was written, in sentences."""
    open: list[str] = field(default_factory=list)
    """What differs and was left as it is."""
    is_trial: bool = False

    def lines(self) -> list[str]:
        """The account as a person reads it."""
        if self.is_trial:
            head = _("Probelauf; nichts wurde geschrieben. Das geschähe:") if self.done or self.open else ""
        elif self.open:
            head = _("Die Stadt ist schon gegründet; nichts wurde geändert. Mit --update würde übernommen:")
        else:
            head = ""
        told = [*self.done, *self.open]
        return [line for line in (head, *told) if line] or [_("Alles steht schon so im Haus; nichts war zu tun.")]


def found(
    blueprint: Blueprint,
    *,
    actor: Person,
    is_updating: bool = False,
    is_trial: bool = False,
    at: datetime | None = None,
) -> Account:
    """Found the city; one that is there already is only compared, unless told to bring it up to the file.

    A trial does all of it and takes it back.
    """
    at = at or clock.now()
    with transaction.atomic():
        account = _compare(blueprint, actor, at, is_updating=is_updating)
        account.is_trial = is_trial
        transaction.set_rollback(is_trial)
    return account


def _compare(blueprint: Blueprint, actor: Person, at: datetime, *, is_updating: bool) -> Account:
    # Two calls at once queue up here: the second finds the first one's city.
    Person.objects.select_for_update().get(pk=actor.pk)
    city = queries.city()
    if city is not None and city.slug != blueprint.slug:
        raise OtherCity(
            _("Dieses Haus gehört schon der Stadt %(name)s. Eine zweite Stadt braucht ein eigenes Haus.")
            % {"name": city.name}
        )
    account = Account(is_new=city is None)
    if city is None:
        city = places.found_city(Place(slug=blueprint.slug, **blueprint.described), actor=actor, at=at)
        account.done.append(_("Stadt %(name)s gegründet.") % {"name": city.name})
    work = _Founding(blueprint, city, actor, at, is_new=account.is_new)
    for step in work.steps():
        if account.is_new or is_updating:
            step.do()
            account.done.append(step.sentence)
        else:
            account.open.append(step.sentence)
    if work.is_moved and (account.is_new or is_updating):
        work.draw()
        account.done.append(_("Schematische Karte gezeichnet; amtliche Grenzen ersetzen sie später."))
    return account


class _Founding:
    """One blueprint beside one city."""

    def __init__(self, blueprint: Blueprint, city: Place, actor: Person, at: datetime, *, is_new: bool) -> None:
        self.blueprint, self.city, self.actor, self.at, self.is_new = blueprint, city, actor, at, is_new
        self.known = {(place.kind, place.slug): place for place in Place.objects.select_related("parent")}
        self.is_moved = False
        """A part was added or moved, so that the schematic drawing is no longer right."""

    def steps(self) -> Iterator[Step]:
        """What differs, in the order in which it can be done."""
        yield from self._sign()
        if not self.is_new:
            yield from self._described(self.city, {k: v for k, v in self.blueprint.described.items() if k not in MOVES})
        for part in self.blueprint.parts:
            place = self.known.get((part.kind, part.slug))
            if place is None:
                yield Step(
                    self._named(part.kind, part.described["name"], _("angelegt")), lambda part=part: self._add(part)
                )
            else:
                yield from self._described(place, part.described)
        yield from self._vocabulary()
        yield from self._texts()
        yield from self._officer()

    def draw(self) -> None:
        """Draw the parts of the city anew; where somebody has drawn boundaries, theirs stay."""
        on = self.blueprint.since if self.is_new else clock.local(self.at).date()
        places.draw_schematic(self.city, actor=self.actor, valid_from=on, at=self.at)

    def _sign(self) -> Iterator[Step]:
        sign = places.Sign(
            name=self.blueprint.described["name"],
            name_en=self.blueprint.described["name_en"],
            accent=self.blueprint.accent,
            languages=list(self.blueprint.languages),
            words=self.blueprint.words,
            terms=self.blueprint.terms,
            contact_email=self.blueprint.contact_email,
            legal=self.blueprint.legal,
        )
        here = house()
        if any(getattr(here, name) != value for name, value in vars(sign).items()):
            yield Step(
                _("Name, Farbe, Sprachen, Wörter, Fristen, Kontaktadresse und rechtliche Angaben übernommen."),
                lambda: _ignore(places.furnish(self.city, actor=self.actor, sign=sign, at=self.at)),
            )

    def _described(self, place: Place, described: dict[str, Any]) -> Iterator[Step]:
        other = {name: value for name, value in described.items() if getattr(place, name) != value}
        if other:
            sentence = self._named(place.kind, described["name"], _("geändert (%(what)s)") % {"what": ", ".join(other)})
            yield Step(sentence, lambda: self._describe(place, other))

    def _describe(self, place: Place, other: dict[str, Any]) -> None:
        places.correct(place, actor=self.actor, at=self.at, **other)
        self._note_move(place.kind, other)

    def _add(self, part: Part) -> None:
        parent = self.known[PlaceKind.DISTRICT, part.within] if part.within else self.city
        place = Place(kind=part.kind, slug=part.slug, parent=parent, **part.described)
        self.known[part.kind, part.slug] = places.create_place(place, actor=self.actor, at=self.at)
        self._note_move(part.kind, part.described)

    def _note_move(self, kind: str, described: dict[str, Any]) -> None:
        is_surveyed = Boundary.objects.filter(place__kind=PlaceKind.DISTRICT, is_schematic=False).exists()
        if kind in (PlaceKind.DISTRICT, PlaceKind.QUARTER) and MOVES & set(described) and not is_surveyed:
            self.is_moved = True

    def _texts(self) -> Iterator[Step]:
        """What letters about funding are made of, until the city's law office has given its own."""
        if lacks_texts():
            # Since yesterday, so that the office can lay down its own on the very day.
            wanted = funding.Proposals(
                valid_from=clock.local(self.at).date() - timedelta(days=1),
                basis=_("Vorschlag des Hauses, vom Rechtsamt zu prüfen"),
            )
            yield Step(
                _("Texte für Schreiben über Förderung vorgeschlagen; das Rechtsamt prüft und ergänzt sie."),
                lambda: _ignore(funding.begin_with_proposals(wanted, actor=self.actor, at=self.at)),
            )

    def _vocabulary(self) -> Iterator[Step]:
        wanted = self.blueprint.vocabulary
        sectors = {sector.slug: sector for sector in Sector.objects.all()}
        if any(_sector_differs(sectors.get(words.slug), words) for words in wanted.sectors):
            yield Step(
                _("%(number)d Einträge „%(what)s“ übernommen.")
                % {
                    "number": len(wanted.sectors),
                    "what": self.blueprint.words.get("sector", {}).get("many", _("Teilmärkte")),
                },
                lambda: _ignore(directory.define_sectors(wanted.sectors, actor=self.actor, at=self.at)),
            )
        professions = {profession.slug: profession for profession in Profession.objects.select_related("sector")}
        if any(_profession_differs(professions.get(words.slug), words) for words in wanted.professions):
            yield Step(
                _("%(number)d Berufe übernommen.") % {"number": len(wanted.professions)},
                lambda: _ignore(directory.define_professions(wanted.professions, actor=self.actor, at=self.at)),
            )
        # The office edits synonyms, so only a house without any takes them from the file.
        if wanted.synonyms and not Synonym.objects.exists():
            yield Step(
                _("%(number)d Synonymgruppen übernommen.") % {"number": len(wanted.synonyms)}, self._set_synonyms
            )

    def _set_synonyms(self) -> None:
        for words in self.blueprint.vocabulary.synonyms:
            directory.set_synonyms(Synonym(), actor=self.actor, words=words, at=self.at)

    def _officer(self) -> Iterator[Step]:
        wanted = self.blueprint.officer
        person = Person.objects.filter(email=wanted.email).first()
        if person is None or person not in holders(RoleName.OFFICER, scope=reference(self.city)):
            yield Step(_("%(email)s eingeladen.") % {"email": wanted.email}, lambda: self._invite(person))

    def _invite(self, person: Person | None) -> None:
        """Take the first officer in and write to them; signing in is by a mailed code, so no secret travels here."""
        wanted = self.blueprint.officer
        person = person or join(Person(name=wanted.name, email=wanted.email), actor=self.actor, at=self.at)
        grant(Role(person=person, name=RoleName.OFFICER, scope=reference(self.city)), actor=self.actor, at=self.at)
        sign_in = settings.SITE_URL + reverse(settings.LOGIN_URL)
        post(
            INVITATION,
            to=wanted.email,
            context={"name": wanted.name, "city": self.blueprint.described["name"], "sign_in_url": sign_in},
            about=reference(person),
        )

    def _named(self, kind: str, name: str, what: str) -> str:
        called = self.blueprint.words.get(kind, {}).get("one") or str(Place.Kind(kind).label)
        return f"{called} {name}: {what}."


def _ignore(result: object) -> None:
    """A step answers nothing."""


def _sector_differs(known: Sector | None, words: Any) -> bool:
    wanted = (words.name_de, words.name_en, list(words.wz_codes))
    return known is None or (known.name_de, known.name_en, known.wz_codes) != wanted


def _profession_differs(known: Profession | None, words: Any) -> bool:
    wanted = (words.name_de, words.name_en, list(words.other_names), words.sector)
    return known is None or (known.name_de, known.name_en, known.other_names, known.sector.slug) != wanted
