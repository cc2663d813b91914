"""House rule 13: what points to a decision protects it; personal data that wait are cut by ``visible_to``."""

import pytest
from django.db import models
from django.db.models import DateTimeField, F
from django.db.models.fields.related import ForeignKey

from quartierwerk.foundation.waiting import kinds
from tests.architecture.test_words import own_models


def unprotected(fields: list[ForeignKey]) -> list[str]:
    """Foreign keys to a model that says ``is_decision = True`` and would let it be deleted."""
    return [
        str(field)
        for field in fields
        if getattr(field.related_model, "is_decision", False) and field.remote_field.on_delete is not models.PROTECT
    ]


def test_decisions_are_protected_from_deletion():
    fields = [field for model in own_models() for field in model._meta.get_fields() if isinstance(field, ForeignKey)]

    assert unprotected(fields) == []


def test_a_cascade_on_a_decision_is_noticed():
    class Decision(models.Model):
        is_decision = True

        class Meta:
            app_label = "annex"

    class Note(models.Model):
        decision = models.ForeignKey(Decision, on_delete=models.CASCADE)

        class Meta:
            app_label = "annex"

    assert unprotected([Note._meta.get_field("decision")]) == ["annex.Note.decision"]


def uncut(waiting: list) -> list[str]:
    """Kinds of waiting things that show rows to nobody in particular, hold personal data without ``visible_to``, or
    wait since a day instead of a moment."""
    found = []
    for kind in waiting:
        rows = kind.rows(None)
        if not rows.query.is_empty():
            found.append(f"{kind.name} shows its rows to whoever is not signed in")
        if not isinstance(rows.annotate(_since=F(kind.since)).query.annotations["_since"].output_field, DateTimeField):
            found.append(f"{kind.name} does not wait since a moment")
        if getattr(rows.model, "audit_private", None) and not hasattr(rows, "visible_to"):
            found.append(f"{rows.model.__name__} has no visible_to")
    return found


@pytest.mark.django_db
def test_what_waits_is_cut_to_who_may_see_it():
    assert uncut(kinds()) == []


def test_what_waits_for_everybody_is_noticed():
    class Errand:
        name, since = "errands", "due_on"

        @staticmethod
        def rows(person):
            class Plea(models.Model):
                audit_private = frozenset({"words"})
                due_on = models.DateField()

                class Meta:
                    app_label = "annex"

            return models.QuerySet(Plea)

    assert uncut([Errand]) == [
        "errands shows its rows to whoever is not signed in",
        "errands does not wait since a moment",
        "Plea has no visible_to",
    ]
