"""Projects that show themselves, and money for which somebody is thanked, made through the room's own verbs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory.tests.factories import picture as drawn_picture
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Contribution, Project, ProjectPicture, Thanks
from quartierwerk.rooms.funding.rules import Caption, Gratitude, Promise, ThanksWay, Told
from quartierwerk.rooms.funding.tests import factories


def caption(alt: str = "Laternen auf dem Marktplatz", **said: Any) -> Caption:
    """What is said of a picture."""
    return Caption(**{"alt": alt, "credit": "Verein Lichterfest"} | said)


def showing(of: Project, *, may_be_published: bool = True, **said: Any) -> actions.Showing:
    """A picture as it is to stand on the page of a project."""
    return actions.Showing(
        project=of, content=drawn_picture(), caption=caption(**said), may_be_published=may_be_published
    )


def picture(of: Project, *, by: Person | None = None, **said: Any) -> ProjectPicture:
    """A picture of a project, that everybody sees unless its keeper adds it."""
    return actions.add_picture(showing(of, **said), actor=by or system("test"))


def told(text: str = "Der Platz war voll.", **said: Any) -> Told:
    """What became of a project."""
    return Told(**{"text": text, "participants": 400, "volunteer_hours": 120} | said)


def effect(of: Project, *, by: Person | None = None, **said: Any) -> Project:
    """The same, told the day after it was over."""
    at = clock.first_of(of.ends_on + timedelta(days=1))
    return actions.tell_effect(of, actor=by or system("test"), told=told(**said), at=at)


def pinned(of: Project, spot: tuple[float, float]) -> Project:
    """A project that stands there on the map."""
    return actions.pin_project(of, actor=system("test"), lat=spot[0], lon=spot[1])


def received(of: Project | None = None, **said: Any) -> Contribution:
    """Money of others that has come in."""
    return factories.contribution(of or factories.project(), **{"state": Promise.RECEIVED} | said)


def gratitude(**said: Any) -> Gratitude:
    """Thanks by mail for money that came in today."""
    usual = {"way": ThanksWay.MAIL, "text": "Danke.", "purpose": "Bühne", "email": "spende@beispiel.example"}
    return Gratitude(**usual | {"received_on": clock.today()} | said)


def thanks(of: Contribution | None = None, *, by: Person | None = None, **said: Any) -> Thanks:
    """The same, gone out."""
    thanking = actions.Thanking(contribution=of or received(), gratitude=gratitude(**said))
    return actions.thank(thanking, actor=by or system("test"))
