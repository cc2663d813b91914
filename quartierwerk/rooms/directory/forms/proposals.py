"""The forms of proposals: the form of a profile in the hands of a stranger, and what is said about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.foundation.ui.guarding import Guarded
from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.forms.profile import ProfileForms
from quartierwerk.rooms.directory.models.changes import REASON_LENGTH


class ProposerForm(Guarded):
    """Why, and where the proposer hears of it."""

    note = forms.CharField(
        label=_("Woher wissen Sie das?"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hilft beim Prüfen; steht nicht im Verzeichnis."),
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        required=False,
        max_length=250,
        help_text=_("Dorthin schreiben wir, was daraus wird. Ohne Adresse sehen Sie es auf der nächsten Seite."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, data: QueryDict | None, *, is_signed_in: bool) -> None:
        super().__init__(data)
        if is_signed_in:
            del self.fields["email"]


class ProposalForms(ProfileForms):
    """The whole page: the form of a profile with its rows, and the proposer's own fields."""

    def __init__(
        self,
        *,
        content: rules.ProfileContent | None,
        data: QueryDict | None,
        is_signed_in: bool,
        **rest: Any,
    ) -> None:
        self.proposer = ProposerForm(data, is_signed_in=is_signed_in)
        super().__init__(content=content, data=data, **rest)
        # Who corrects a number need not sort what nobody has sorted.
        self.main.fields["main_sector"].required = content is None or bool(content.sectors)

    @property
    def all(self) -> list[Any]:
        return [*super().all, self.proposer]


class WordsForm(Refusable):
    """Words that go along with a step: an answer, a question, a reason."""

    words = forms.CharField(
        label=_("Ihre Antwort"), required=False, max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReviewForm(WordsForm):
    """What a reviewer takes, in sight of which version, and what they say."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    units = forms.MultipleChoiceField(
        required=False, choices=[(unit, unit) for unit in rules.UNITS], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["words"].label = _("Ihre Worte dazu")
        self.fields["words"].help_text = _("Die Frage oder die Begründung; beim Übernehmen freiwillig.")
