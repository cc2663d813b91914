"""House rule 13: what points to a decision protects it."""

from django.db import models
from django.db.models.fields.related import ForeignKey

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
