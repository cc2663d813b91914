"""What was said to each item, what somebody objects to and what becomes of it, and what follows from resolutions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable, Unhurried
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.models import Meeting, Passage


@dataclass(frozen=True)
class Written:
    """An item in the form: its line of the minutes, its two fields, and what somebody else has written there since."""

    line: Mapping[str, Any]
    text: BoundField
    stamp: BoundField
    others: str | None = None


class WritingForm(Unhurried):
    """One field for each item, beside it a stamp: the version and the text that one had before one.

    The stamp tells what somebody has touched. What they have not, is left to others; what two have touched is refused
    at its field and stands there beside what is written by now.
    """

    def __init__(
        self, data: Any, *, lines: Sequence[Mapping[str, Any]], passages: Mapping[int, Passage], is_judged: bool = True
    ) -> None:
        self.is_judged = is_judged
        self.lines = {line["key"]: line for line in lines}
        self.passages = passages
        self.others: dict[int, str] = {}
        super().__init__(data)
        for key, line in self.lines.items():
            self.fields[_text(key)] = forms.CharField(
                label=_("Protokolltext zu Punkt %(number)s") % {"number": line["number"]},
                required=False,
                max_length=rules.LONGEST_PASSAGE,
                widget=forms.Textarea(attrs={"rows": 5}),
                initial=self._now(key),
            )
            self.fields[_stamp(key)] = forms.CharField(
                required=False, max_length=100, widget=forms.HiddenInput, initial=self._stamped(key)
            )

    @property
    def written(self) -> list[Written]:
        """The items in their order."""
        return [
            Written(line, self[_text(key)], self[_stamp(key)], self.others.get(key)) for key, line in self.lines.items()
        ]

    @property
    def changed(self) -> list[tuple[int, str, int]]:
        """What is to be saved: key of the item, text, version that it is based on."""
        found = []
        for key in self.lines:
            text, stamp = _plain(self.cleaned_data[_text(key)]), self.cleaned_data[_stamp(key)]
            if _is_touched(text, stamp) and text != self._now(key):
                found.append((key, text, int(stamp.partition(".")[0])))
        return found

    def save_each(self, write: Callable[[int, str, int], object]) -> bool:
        """Save what is changed; False where something was refused, which then stands at its field."""
        for key, text, based_on in self.changed:
            try:
                write(key, text, based_on)
            except RuleBroken as refusal:
                self.refusal = refusal
                self.add_error(_text(key), str(refusal))
        return self.refusal is None

    def catch_up(self, passages: Mapping[int, Passage]) -> None:
        """Go on from what is written by now; what somebody typed and what was refused stays as they typed it.

        Only after a refusal, which says so, a text takes the stamp of what it would overwrite.
        """
        data = self.data.copy()
        self.passages = passages
        for key in self.lines:
            text, stamp = _plain(data.get(_text(key), "")).strip(), data.get(_stamp(key), "")
            if not _is_touched(text, stamp) or text == self._now(key):
                data[_text(key)], data[_stamp(key)] = self._now(key), self._stamped(key)
            elif self.refusal is not None and _text(key) in self.errors:
                self.others[key] = self._now(key)
                data[_stamp(key)] = self._stamped(key)
        self.data = data

    def _now(self, key: int) -> str:
        return self.passages[key].text if key in self.passages else ""

    def _stamped(self, key: int) -> str:
        version = self.passages[key].version if key in self.passages else 0
        return f"{version}.{_digest(self._now(key))}"


class ObjectionForm(Refusable):
    """What is wrong with minutes."""

    text = forms.CharField(
        label=_("Ihre Einwendung"),
        max_length=rules.LONGEST_OBJECTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Nennen Sie den Punkt, und was dort stattdessen stehen soll."),
    )


class SettlingForm(Refusable):
    """What becomes of an objection."""

    is_accepted = forms.TypedChoiceField(
        label=_("Entscheidung"),
        choices=[
            ("yes", _("übernehmen: Die Niederschrift wird wieder Entwurf und danach neu verschickt")),
            ("no", _("ablehnen: Die Niederschrift bleibt, wie sie ist")),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Antwort"), max_length=rules.LONGEST_OBJECTION, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApprovingForm(Refusable):
    """In which meeting minutes were approved, if in any."""

    meeting = forms.ModelChoiceField(
        label=_("Genehmigt in der Sitzung"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("ohne Sitzung, nach Ablauf der Frist"),
    )

    def __init__(self, data: Any, *, meetings: QuerySet[Meeting]) -> None:
        super().__init__(data)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


class FollowUpForm(Refusable):
    """What has to be done after a resolution."""

    task = forms.CharField(label=_("Aufgabe"), max_length=rules.LONGEST_REASON)
    who = forms.CharField(label=_("Wer kümmert sich"), max_length=rules.LONGEST_TITLE)
    due_on = DayField(label=_("Bis wann"), required=False)


class ReportForm(Refusable):
    """How far something has got."""

    text = forms.CharField(label=_("Stand"), max_length=rules.LONGEST_REASON)
    is_done = forms.BooleanField(label=_("erledigt"), required=False)


def _text(key: int) -> str:
    return f"text_{key}"


def _stamp(key: int) -> str:
    return f"stamp_{key}"


def _plain(text: str) -> str:
    """Text as it is kept: browsers send line ends of their own."""
    return text.replace("\r\n", "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _is_touched(text: str, stamp: str) -> bool:
    """Whether a text is another one than its stamp says; without a stamp nobody has had it before them."""
    version, _dot, digest = stamp.partition(".")
    return version.isascii() and version.isdecimal() and len(version) < 9 and digest != _digest(text)
