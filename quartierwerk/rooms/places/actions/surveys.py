"""Files of official boundaries: checked first, then drawn as a whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import folding
from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import MovedOn, RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.places import permissions, queries
from quartierwerk.rooms.places.actions._drawing import add_place, draw_all
from quartierwerk.rooms.places.models import Boundary, Place, Survey
from quartierwerk.rooms.places.rules import PlaceKind, SurveyState, kinds, shapes
from quartierwerk.rooms.places.rules.areas import is_hairline
from quartierwerk.rooms.places.rules.official import read_features
from quartierwerk.rooms.places.rules.survey import KINDS, Change, Outcome, examine


class NoCity(RuleBroken):
    """There is no city yet."""

    sentence = _("Es ist noch keine Stadt eingerichtet, zu der die Grenzen gehören könnten.")


class CannotBeDrawn(RuleBroken):
    """The file has errors, changes nothing, or has been drawn already."""

    sentence = _(
        "Diese Datei lässt sich nicht übernehmen: Sie hat Fehler, ändert nichts oder ist schon übernommen. "
        "Es hat sich nichts geändert."
    )


class ChangedMeanwhile(MovedOn):
    """Boundaries have changed since the file was checked."""

    sentence = _(
        "Seit der Prüfung haben sich Grenzen oder Orte geändert. Es wurde nichts übernommen. "
        "Bitte prüfen Sie die Datei noch einmal und sehen Sie sich das Ergebnis an."
    )


@dataclass(frozen=True)
class BoundaryFile:
    """A file with what its uploader says of it."""

    content: bytes
    filename: str
    kind: PlaceKind
    valid_from: date
    source: str
    creates_missing: bool = False
    moves_outline: bool = False


@action(may=permissions.may_survey)
def check_survey(file: BoundaryFile, *, actor: Person, at: datetime) -> Survey:
    """Read a file and say what would come of it; no boundary changes (Prüflauf)."""
    city = queries.city()
    if city is None:
        raise NoCity
    if file.kind not in KINDS:
        raise CannotBeDrawn(_("Grenzen dieser Art kommen nicht als Datei."), field="kind")
    survey = Survey(
        city=city,
        kind=file.kind,
        filename=file.filename[:200],
        source=file.source,
        valid_from=file.valid_from,
        creates_missing=file.creates_missing,
        moves_outline=file.moves_outline,
        started_by=actor,
        created_at=at,
    )
    _examine(survey, file.content)
    survey.content = file.content.decode("utf-8-sig")
    survey.save()
    return survey


@action(may=permissions.may_survey)
def check_again(survey: Survey, *, actor: Person) -> Survey:
    """Hold a file against the boundaries as they are by now (Prüflauf)."""
    if survey.state == SurveyState.DRAWN:
        raise CannotBeDrawn
    _examine(survey, survey.content.encode())
    survey.save(update_fields=["state", "outcome", "digest"])
    note_change(findings=len(survey.outcome["findings"]))
    return survey


@action(may=permissions.may_survey)
def confirm_enclaves(survey: Survey, *, enclaves: Sequence[str], actor: Person) -> Survey:
    """Say which holes belong to another municipality, by ``Finding.key``, and check again; none takes all back."""
    if survey.state == SurveyState.DRAWN:
        raise CannotBeDrawn
    if not {hole.key for hole in survey.holes}.issuperset(enclaves):
        raise ChangedMeanwhile
    survey.enclaves = sorted(set(enclaves))
    _examine(survey, survey.content.encode())
    survey.save(update_fields=["enclaves", "state", "outcome", "digest"])
    note_change(confirmed=len(survey.enclaves))
    return survey


@action(may=permissions.may_survey)
def draw_survey(survey: Survey, *, actor: Person, at: datetime) -> Survey:
    """Draw all boundaries of a checked file in one go; what was shown is drawn, or nothing (Übernahme)."""
    # Whoever draws waits here for whoever draws already, and then sees what they have drawn.
    city = Place.objects.select_for_update().get(pk=survey.city_id)
    if not survey.can_be_drawn:
        raise CannotBeDrawn
    shown = survey.digest
    outcome = _examine(survey, survey.content.encode())
    if survey.digest != shown or not outcome.can_be_drawn:
        raise ChangedMeanwhile
    places = {place.name: place for place in Place.objects.filter(kind=survey.kind)}
    drawn = {
        places.get(change.name) or _create(change, survey, city): shapes.geojson_of(change.shape)
        for change in outcome.changes
    }
    if survey.kind == PlaceKind.DISTRICT:
        drawn |= _outline(city, outcome, on=survey.valid_from)
    draw_all(city, drawn, valid_from=survey.valid_from, source=survey.source, at=at)
    survey.state, survey.drawn_at = SurveyState.DRAWN, at
    survey.save(update_fields=["state", "drawn_at"])
    return survey


def _examine(survey: Survey, content: bytes) -> Outcome:
    """Put what would come of the file into the survey, unsaved."""
    features = read_features(content, lat=survey.city.center_lat, lon=survey.city.center_lon)
    known = queries.known_places(survey.city, kind=PlaceKind(survey.kind), on=survey.valid_from)
    outcome = examine(
        features,
        known,
        creates_missing=survey.creates_missing,
        moves_outline=survey.moves_outline,
        enclaves=survey.enclaves,
    )
    survey.outcome = _plain(outcome)
    survey.digest = hashlib.sha256(json.dumps(survey.outcome, sort_keys=True).encode()).hexdigest()[:32]
    has_errors = any(finding.is_error for finding in outcome.findings)
    survey.state = SurveyState.REFUSED if has_errors else SurveyState.CHECKED
    return outcome


def _plain(outcome: Outcome) -> dict[str, Any]:
    """What the page of the dry run shows, as plain values."""
    return {
        "findings": [finding.plain() for finding in outcome.findings],
        "unchanged": list(outcome.unchanged),
        "changes": [
            {
                "name": change.name,
                "is_new": change.is_new,
                "parent": change.parent,
                "before_m2": round(change.before_m2),
                "after_m2": round(change.after_m2),
                "gained_m2": round(change.gained_m2),
                "lost_m2": round(change.lost_m2),
                "shape": shapes.geojson_of(change.shape),
            }
            for change in outcome.changes
        ],
    }


def _create(change: Change, survey: Survey, city: Place) -> Place:
    """A place that the file names and we did not have: in the city, or in the district where its middle lies."""
    kind = PlaceKind(survey.kind)
    inside = change.shape.representative_point()
    districts = queries.districts_by_name()
    parent = city if kind == PlaceKind.DISTRICT else districts[change.parent]
    return add_place(
        Place(
            kind=kind,
            slug=slugify(" ".join(folding.words(change.name)))[:60].strip("-") or kind.value,
            name=change.name[:100],
            parent=parent,
            center_lat=round(inside.y, 6),
            center_lon=round(inside.x, 6),
            hue=kinds.next_hue(len(districts)) if kind == PlaceKind.DISTRICT else parent.hue,
        )
    )


def _outline(city: Place, outcome: Outcome, *, on: date) -> dict[Place, shapes.GeoJson]:
    """The city itself, where its districts fill another area than before."""
    whole = shapely.union_all(list(outcome.after.values()))
    holding = Boundary.objects.valid(on=on).filter(place=city).first()
    is_same = holding is not None and is_hairline(holding.shape.symmetric_difference(whole))
    return {} if is_same else {city: shapes.geojson_of(whole)}
