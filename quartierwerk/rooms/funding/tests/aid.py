"""Grants to undertakings that are de-minimis aid, made for tests through the room's own verbs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import AidCheck, Application, Programme
from quartierwerk.rooms.funding.queries import letters as reading
from quartierwerk.rooms.funding.rules import AidFinding, Applicant, Instrument, LetterKind, Part, Terms, Way
from quartierwerk.rooms.funding.tests import factories, letters

TERMS = replace(letters.CITY, is_aid=True, applicants=(Applicant.CLUB, Applicant.COMPANY))
STUDIO = AidFinding(is_undertaking=True, undertaking="Studio Lux", sector="74.20")
WORDS = "Die Zuwendung ist eine De-minimis-Beihilfe; ihr Beihilfewert beträgt {sum}."


def fund(terms: Terms = TERMS) -> Programme:
    """A fund of the city whose grants to undertakings are aid."""
    return factories.regulated(factories.programme("Werkstattfonds"), terms=terms)


def words() -> None:
    """All texts of letters, with what the law office says of aid."""
    is_first, place = reading.lacks_texts(), {"part": Part.AID, "instrument": Instrument.NOTICE}
    known = reading.passage(Part.AID, LetterKind.GRANT, Instrument.NOTICE, on=clock.today())
    if known is None or known.text != WORDS:
        since = factories.SINCE if is_first else clock.today()
        actions.lay_down_passage(actions.PassageToBe(**place, text=WORDS, valid_from=since), actor=system("test"))
    if is_first:
        letters.texts()


def decided(by: Person, *, of: Programme | None = None, **said: Any) -> Application:
    """An application that the office decided on, of which nobody has said whether an undertaking gets it."""
    return letters.decided(by, of=of or fund(), **said)


def checked(application: Application, *, by: Person, finding: AidFinding = STUDIO) -> AidCheck:
    """What the office found of it."""
    return actions.check_aid(application, actor=by, finding=finding)


def granted(by: Person, *, office: Person, finding: AidFinding = STUDIO, **said: Any) -> Application:
    """A grant that was made known today."""
    words()
    application = decided(by, **said)
    checked(application, by=office, finding=finding)
    letter = letters.issued(application, by=office, second=letters.second_officer("Zita Zwei"))
    actions.serve_letter(letter, actor=office, way=Way.HAND, given_on=clock.today())
    return Application.objects.get(pk=application.pk)
