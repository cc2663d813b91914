"""The short survey: a mark for each topic, and what the office should know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.rules import MARKS, Topic

NO_MARK = ("", _("keine Angabe"))
NAMED = {MARKS[0]: _("1 – sehr unzufrieden"), MARKS[-1]: _("5 – sehr zufrieden")}
"""The ends of the scale in words."""


class SurveyForm(Refusable):
    """How it was; everything may be left out."""

    remark = forms.CharField(
        label=_("Was das Büro wissen sollte"),
        required=False,
        max_length=rules.LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Liest nur das Büro."),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        marks = [(str(mark), NAMED.get(mark, str(mark))) for mark in MARKS]
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label, choices=[NO_MARK, *marks], required=False, widget=forms.RadioSelect
            )
        self.order_fields([*Topic.values, "remark"])

    @property
    def experience(self) -> actions.Experience:
        """What the verb takes."""
        given = self.cleaned_data
        marks = {topic: int(given[topic.value]) if given[topic.value] else None for topic in Topic}
        return actions.Experience(marks=marks, remark=given["remark"])
