"""The statistics: which part of all cases is shown, and what the office enters of what was reported elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.ui.fields import Euros, Percent, Resumable
from quartierwerk.rooms.funding import rules
from quartierwerk.rooms.funding.models import ReportedFigure
from quartierwerk.rooms.funding.rules import NONE, Reported, Rounded
from quartierwerk.rooms.places.models import District

Named = Iterable[tuple[Any, str]]
ALL = ("", _("alle"))


class CutForm(forms.Form):
    """Which years, where, about what, and out of which money; ``views._cuts`` reads the same address."""

    since = forms.IntegerField(label=_("ab dem Jahr"), required=False, min_value=1900, max_value=2199)
    until = forms.IntegerField(label=_("bis zum Jahr"), required=False, min_value=1900, max_value=2199)
    lead = forms.ChoiceField(required=False)
    about = forms.ChoiceField(label=_("Handlungsschwerpunkt"), required=False)
    fund = forms.ChoiceField(label=_("Programm"), required=False)
    pillar = forms.ChoiceField(label=_("Säule"), required=False)

    def __init__(self, data: Any, *, districts: Named, themes: Named, funds: Named, pillars: Named) -> None:
        super().__init__(data)
        self.fields["lead"].label = word("district")
        choices = {"lead": districts, "about": themes, "fund": funds, "pillar": pillars}
        for name, known in choices.items():
            nothing = [(str(NONE), _("ohne"))] if name in ("about", "pillar") else []
            named = [(str(key), label) for key, label in known]
            self.fields[name].choices = [ALL, *named, *nothing]  # type: ignore[attr-defined]


class ReportedForm(Resumable):
    """What a source says of a year."""

    year = forms.IntegerField(label=_("Jahr"), min_value=1900, max_value=2199)
    district = forms.ModelChoiceField(queryset=District.objects.none(), required=False, empty_label=_("gesamte Stadt"))
    projects = forms.IntegerField(label=_("Projekte"), required=False, min_value=0, max_value=rules.MOST_PROJECTS)
    with_third_party = forms.IntegerField(
        label=_("davon mit Drittmitteln"), required=False, min_value=0, max_value=rules.MOST_PROJECTS
    )
    third_party_share_bp = Percent(
        label=_("Anteil mit Drittmitteln, in Prozent"),
        required=False,
        help_text=_("Nur wo die Quelle einen Anteil nennt und keine Zahl."),
    )
    paid_out_cents = Euros(label=_("ausgezahlt"), required=False)
    city_grant_cents = Euros(
        label=_("Zuschuss der Stadt"), required=False, help_text=_("0, wenn es in diesem Jahr keinen gab.")
    )
    rounded = forms.ChoiceField(label=_("Nur ungefähr bekannt"), choices=Rounded.choices, required=False)
    source = forms.CharField(
        label=_("Quelle"),
        max_length=rules.LONGEST_ORIGIN,
        help_text=_("Wo es steht, mit Jahr. Bitte ohne Namen von Privatpersonen."),
    )
    doubt = forms.CharField(
        label=_("Zweifel"),
        required=False,
        max_length=rules.LONGEST_DOUBT,
        help_text=_("Was dagegen spricht, etwa eine andere Quelle. Alle lesen es."),
    )
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, figure: ReportedFigure | None = None) -> None:
        known = figure.reported if figure else None
        super().__init__(data, initial=vars(known) | {"based_on": known.digest} if known else None)
        self.fields["district"].label = word("district")
        self.fields["district"].queryset = District.objects.all()

    @property
    def reported(self) -> Reported:
        """What was filled in, as the verb takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "based_on"}
        place = given["district"]
        return Reported(**given | {"district": place.pk if place else None, "rounded": Rounded(given["rounded"])})
