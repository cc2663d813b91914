"""The rules by which a body decides, as the office fills them in."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.boards import rules
from quartierwerk.rooms.boards.rules import Base, Majority, Quorum, QuorumMode, RecusalLaw, RuleSet, Tie, Voting

SHARES = (
    ("0", _("kein Anteil nötig")),
    ("1/4", _("ein Viertel")),
    ("1/3", _("ein Drittel")),
    ("1/2", _("die Hälfte")),
    ("3/5", _("drei Fünftel")),
    ("2/3", _("zwei Drittel")),
    ("3/4", _("drei Viertel")),
    ("1", _("alle")),
)
MORE = ((True, _("mehr als dieser Anteil")), (False, _("dieser Anteil genügt")))


def _is_more(value: Any) -> bool:
    return str(value) == "True"


class RulesForm(Refusable):
    """Quorum, majority, notice, voting, recusal; where it is written; from when it holds."""

    quorum_share = forms.ChoiceField(label=_("Beschlussfähig ab"), choices=SHARES)
    quorum_is_more_than = forms.TypedChoiceField(
        label=_("Anteil bei der Beschlussfähigkeit"), choices=MORE, coerce=_is_more
    )
    quorum_least = forms.IntegerField(
        label=_("Mindestens so viele Sitze"),
        min_value=1,
        max_value=1000,
        help_text=_("In jedem Fall."),
    )
    quorum_mode = forms.ChoiceField(label=_("Die Beschlussfähigkeit"), choices=QuorumMode.choices)
    is_waived_second_time = forms.BooleanField(
        label=_("Eine zweite Sitzung zu denselben Punkten entscheidet mit allen, die kommen"), required=False
    )
    do_recused_count = forms.BooleanField(
        label=_("Wer befangen ist, zählt bei der Beschlussfähigkeit mit"), required=False
    )
    majority_share = forms.ChoiceField(label=_("Angenommen ab"), choices=SHARES[1:])
    majority_is_more_than = forms.TypedChoiceField(label=_("Anteil bei der Mehrheit"), choices=MORE, coerce=_is_more)
    majority_base = forms.ChoiceField(label=_("Gerechnet auf"), choices=Base.choices)
    tie = forms.ChoiceField(label=_("Bei Stimmengleichheit"), choices=Tie.choices)
    notice_days = forms.IntegerField(label=_("Einladungsfrist in Tagen"), min_value=0, max_value=rules.LONGEST_NOTICE)
    voting = forms.ChoiceField(label=_("Abgestimmt wird"), choices=Voting.choices)
    recusal_law = forms.ChoiceField(label=_("Befangenheit richtet sich nach"), choices=RecusalLaw.choices)
    basis = forms.CharField(
        label=_("Grundlage"),
        max_length=rules.LONGEST_BASIS,
        help_text=_("Wo es steht: Gesetz, Satzung, Geschäftsordnung oder Beschluss, mit Paragraf und Tag."),
    )
    valid_from = DayField(label=_("Gilt ab"))

    @property
    def rule_set(self) -> RuleSet:
        """What was filled in, as the verb takes it."""
        given = self.cleaned_data
        return RuleSet(
            quorum=Quorum(
                share=Fraction(given["quorum_share"]),
                is_more_than=given["quorum_is_more_than"],
                least=given["quorum_least"],
                mode=QuorumMode(given["quorum_mode"]),
                is_waived_second_time=given["is_waived_second_time"],
                do_recused_count=given["do_recused_count"],
            ),
            majority=Majority(
                base=Base(given["majority_base"]),
                share=Fraction(given["majority_share"]),
                is_more_than=given["majority_is_more_than"],
                tie=Tie(given["tie"]),
            ),
            notice_days=given["notice_days"],
            voting=Voting(given["voting"]),
            recusal_law=RecusalLaw(given["recusal_law"]),
            basis=given["basis"],
        )


def filled_in(rule_set: RuleSet) -> dict[str, Any]:
    """The fields as they stand where a body has these rules, or none yet and these are proposed."""
    quorum, majority = rule_set.quorum, rule_set.majority
    return {
        "quorum_share": str(quorum.share),
        "quorum_is_more_than": quorum.is_more_than,
        "quorum_least": quorum.least,
        "quorum_mode": quorum.mode,
        "is_waived_second_time": quorum.is_waived_second_time,
        "do_recused_count": quorum.do_recused_count,
        "majority_share": str(majority.share),
        "majority_is_more_than": majority.is_more_than,
        "majority_base": majority.base,
        "tie": majority.tie,
        "notice_days": rule_set.notice_days,
        "voting": rule_set.voting,
        "recusal_law": rule_set.recusal_law,
        "basis": rule_set.basis,
    }
