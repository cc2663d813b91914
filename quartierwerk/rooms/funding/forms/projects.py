"""What a project is, who looks after it, and what it has from elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.house.words import word
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Euros, Refusable, Resumable
from quartierwerk.rooms.accounts.queries import with_address
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Project
from quartierwerk.rooms.funding.rules import IncomeKind, Outline, ProjectKind, Promise
from quartierwerk.rooms.places.models import District, Place, Theme


class ProjectForm(Resumable):
    """A project in words, days and places."""

    title = forms.CharField(label=_("Titel"), max_length=rules.LONGEST_TITLE)
    summary = forms.CharField(
        label=_("Was geschieht"),
        max_length=rules.LONGEST_PROJECT_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In einfachen Worten, für alle. Bitte ohne Namen von Privatpersonen."),
    )
    plain = forms.CharField(
        label=_("In Einfacher Sprache"),
        required=False,
        max_length=rules.LONGEST_PLAIN,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Dasselbe noch einmal in kurzen Sätzen und leichten Wörtern. Ein Satz je Zeile."),
    )
    kind = forms.ChoiceField(label=_("Art"), choices=ProjectKind.choices, initial=ProjectKind.CARRIED)
    carrier = forms.CharField(
        label=_("Wer führt es durch"),
        max_length=rules.LONGEST_CARRIER,
        help_text=_("Verein, Initiative, Unternehmen, Einrichtung oder Gruppe."),
    )
    is_person = forms.BooleanField(
        label=_("Das ist eine Privatperson"),
        required=False,
        help_text=_("Ihr Name steht dann auf keiner öffentlichen Seite."),
    )
    district = forms.ModelChoiceField(queryset=Place.objects.none())
    others = forms.ModelMultipleChoiceField(
        queryset=Place.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Auch in"),
        help_text=_("Wo das Projekt noch stattfindet oder wirkt."),
    )
    place = forms.CharField(
        label=_("Ort"),
        required=False,
        max_length=rules.LONGEST_PLACE,
        help_text=_("Zum Beispiel: Marktplatz und Stadtpark."),
    )
    starts_on = DayField(label=_("Erster Tag"))
    ends_on = DayField(label=_("Letzter Tag"))
    theme = forms.ModelChoiceField(
        label=_("Handlungsschwerpunkt"), queryset=Theme.objects.none(), required=False, empty_label=_("keiner")
    )
    partners = forms.CharField(
        label=_("Partner"),
        required=False,
        max_length=rules.LONGEST_PARTNERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Organisationen, die mitmachen, eine je Zeile."),
    )
    based_on = forms.CharField(widget=forms.HiddenInput, required=False)
    """Of what was there when somebody began to write."""

    def __init__(self, data: Any, *, project: Project | None = None) -> None:
        super().__init__(data, initial=_as_shown(project) if project else None)
        districts = District.objects.all()
        self.fields["district"].queryset = districts
        self.fields["district"].label = _("%(district)s, federführend") % {"district": word("district")}
        self.fields["others"].queryset = districts
        today = clock.today()
        themes = Theme.objects.valid(on=today)
        if project is not None and project.theme_id:
            themes = themes | Theme.objects.filter(pk=project.theme_id)
        self.fields["theme"].queryset = themes

    @property
    def entering(self) -> actions.Entering:
        """What the verbs take."""
        given = self.cleaned_data
        said = {name: given[name] for name in Outline.__dataclass_fields__}
        return actions.Entering(
            outline=Outline(**said | {"kind": ProjectKind(given["kind"])}),
            district=given["district"],
            others=tuple(given["others"]),
            theme=given["theme"],
        )


def _as_shown(project: Project) -> dict[str, Any]:
    entering = actions.Entering.of(project)
    return vars(entering.outline) | {
        "district": entering.district,
        "others": entering.others,
        "theme": entering.theme,
        "based_on": entering.digest,
    }


class CallingOffForm(Refusable):
    """Why a project does not take place."""

    reason = forms.CharField(
        label=_("Warum"), max_length=rules.LONGEST_SUMMARY, help_text=_("Der Satz steht auf der Seite des Projekts.")
    )


class EntrustingForm(Refusable):
    """Who looks after a project from now on."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"), max_length=254, help_text=_("Mit ihr muss sich die Person schon angemeldet haben.")
    )

    @property
    def person(self) -> Any:
        """Who signs in with it, or None."""
        return with_address(self.cleaned_data["email"])


class ContributionForm(Refusable):
    """Money from one source."""

    kind = forms.ChoiceField(label=_("Art"), choices=IncomeKind.choices, initial=IncomeKind.THIRD_PARTY)
    source = forms.CharField(
        label=_("Von wem"), max_length=rules.LONGEST_SOURCE, help_text=_("Der Name wird nie veröffentlicht.")
    )
    cents = Euros(label=_("Betrag"))
    state = forms.ChoiceField(label=_("Stand"), choices=Promise.choices, initial=Promise.PROMISED)

    def given(self, project: Project) -> actions.Given:
        """What the verb takes."""
        sent = self.cleaned_data
        return actions.Given(
            project=project,
            kind=IncomeKind(sent["kind"]),
            source=sent["source"],
            cents=sent["cents"],
            state=Promise(sent["state"]),
        )
