"""When a body meets, what is on its agenda, and who takes no part in what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation import clock
from quartierwerk.foundation.money import written as money
from quartierwerk.foundation.references import reference_at, seen
from quartierwerk.foundation.ui.days import DayField
from quartierwerk.foundation.ui.fields import Euros, Refusable
from quartierwerk.rooms.boards import actions, queries, rules
from quartierwerk.rooms.boards.models import Attendance, Body, Item, Meeting, Motion, Seat
from quartierwerk.rooms.boards.rules import Ground, ItemKind
from quartierwerk.rooms.budget.models import Pot

ADDRESSES = _("Die Adressen von Seiten dieses Hauses, eine je Zeile, so wie sie oben im Browser stehen.")
MOST_ADDRESSES = 20
"""So many papers or parties one item names."""


class PlanningForm(Refusable):
    """When and where a body is to meet."""

    day = DayField(label=_("Tag"))
    starts_at = forms.TimeField(label=_("Beginn"), widget=forms.TimeInput)
    ends_at = forms.TimeField(label=_("Ende"), widget=forms.TimeInput)
    place = forms.CharField(label=_("Ort"), max_length=rules.LONGEST_PLACE)
    title = forms.CharField(
        label=_("Anlass"),
        required=False,
        max_length=rules.LONGEST_TITLE,
        help_text=_("Nur wenn es keine gewöhnliche Sitzung ist."),
    )
    link = forms.URLField(
        label=_("Zugang im Netz"),
        required=False,
        max_length=rules.LONGEST_LINK,
        assume_scheme="https",
        help_text=_("Für die Teilnahme von anderswo. Ihn sehen nur, wer dort sitzt oder das Gremium betreut."),
    )
    repeats = forms.ModelChoiceField(
        label=_("Wiederholt die Sitzung"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("keine"),
        help_text=_("Wenn jene nicht beschlussfähig war und dieselben Punkte noch einmal aufgerufen werden."),
    )

    def __init__(self, data: Any, *, body: Body, meeting: Meeting | None = None, **rest: Any) -> None:
        before = {}
        if meeting is not None:
            start, end = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
            before = {"day": start.date(), "starts_at": start.time(), "ends_at": end.time()}
            before |= {name: getattr(meeting, name) for name in ("place", "title", "link")}
        super().__init__(data, initial=before, **rest)
        self.body = body
        if meeting is not None:
            del self.fields["repeats"]
        else:
            held = Meeting.objects.filter(body=body, state=rules.MeetingState.HELD, repeated_by__isnull=True)
            self.fields["repeats"].queryset = held.select_related("body")

    @property
    def planning(self) -> actions.Planning:
        """What the verb takes."""
        given = self.cleaned_data
        return actions.Planning(
            body=self.body,
            starts_at=datetime.combine(given["day"], given["starts_at"], tzinfo=clock.BERLIN),
            ends_at=datetime.combine(given["day"], given["ends_at"], tzinfo=clock.BERLIN),
            place=given["place"],
            title=given["title"],
            link=given["link"],
            repeats=given.get("repeats"),
        )


class AddressesField(forms.CharField):
    """Addresses of the house, one a line, as references of what somebody may see; ``person`` and ``host`` say who."""

    widget = forms.Textarea
    person: Any = None
    host = ""

    def __init__(self, *, most: int = MOST_ADDRESSES, **rest: Any) -> None:
        super().__init__(**rest)
        self.most = most

    def clean(self, value: Any) -> Any:
        addresses = super().clean(value).split()
        if len(addresses) > self.most:
            counts = {"n": self.most, "given": len(addresses)}
            if self.most == 1:
                raise forms.ValidationError(
                    _("Bitte nennen Sie nur eine Adresse; hier stehen %(given)d."), params=counts
                )
            raise forms.ValidationError(
                _("Höchstens %(n)d Adressen passen hierher; hier stehen %(given)d."), params=counts
            )
        named = {address: self._reference(address) for address in addresses}
        known = seen([ref for ref in named.values() if ref], self.person)
        for address, ref in named.items():
            if ref not in known:
                raise forms.ValidationError(
                    _("Unter dieser Adresse steht hier nichts, was Sie sehen dürfen: %(address)s"),
                    params={"address": address},
                )
        return list(dict.fromkeys(named.values()))

    def _reference(self, address: str) -> str:
        try:
            return reference_at(address, host=self.host)
        except LookupError:
            return ""


class WithAddresses(Refusable):
    """A form in which somebody names things of the house by their addresses."""

    def __init__(self, data: Any, *, person: Any, host: str, **rest: Any) -> None:
        super().__init__(data, **rest)
        for one in self.fields.values():
            if isinstance(one, AddressesField):
                one.person, one.host = person, host


class ItemForm(WithAddresses):
    """What stands on an agenda."""

    title = forms.CharField(
        label=_("Gegenstand"),
        max_length=rules.LONGEST_TITLE,
        help_text=_("Worum es geht, so dass alle Eingeladenen es verstehen. Die Einladung nennt ihn."),
    )
    kind = forms.ChoiceField(label=_("Art"), choices=ItemKind.choices)
    minutes = forms.IntegerField(label=_("Dauer in Minuten"), required=False, min_value=1, max_value=rules.MOST_MINUTES)
    is_public = forms.BooleanField(
        label=_("öffentlich"),
        required=False,
        help_text=_("Nicht öffentlich ist, was etwas über einzelne Personen oder Anträge sagt."),
    )
    parent = forms.ModelChoiceField(
        label=_("Gehört zu"), queryset=Item.objects.none(), required=False, empty_label=_("keinem anderen Punkt")
    )
    text = forms.CharField(
        label=_("Erläuterung"), required=False, max_length=rules.LONGEST_ITEM, widget=forms.Textarea(attrs={"rows": 5})
    )
    papers = AddressesField(
        label=_("Unterlagen"), required=False, help_text=ADDRESSES, widget=forms.Textarea(attrs={"rows": 3})
    )
    parties = AddressesField(
        label=_("Beteiligte"),
        required=False,
        help_text=_("Wen der Punkt betrifft, damit das Haus Befangenheiten vorschlägt. Adressen, eine je Zeile."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, meeting: Meeting, item: Item | None = None, person: Any, host: str) -> None:
        before: dict[str, Any] = {"is_public": True, "kind": ItemKind.DISCUSSION}
        self.unseen: dict[str, list[str]] = {"papers": [], "parties": []}
        if item is not None:
            before = {name: getattr(item, name) for name in ("title", "kind", "minutes", "is_public", "text")}
            known = seen([*item.papers, *item.parties], person)
            for name, others in self.unseen.items():
                refs = getattr(item, name)
                before[name] = "\n".join(known[ref].get_absolute_url() for ref in refs if ref in known)
                others += [ref for ref in refs if ref not in known]
        super().__init__(data, person=person, host=host, initial=before)
        self.meeting = meeting
        if item is not None:
            del self.fields["parent"]
        else:
            self.fields["parent"].queryset = meeting.items.all()

    @property
    def tabled(self) -> actions.Tabled:
        """What the verb takes; what whoever writes does not see of the old one stays."""
        given = self.cleaned_data
        more = {name: [*given[name], *others] for name, others in self.unseen.items()}
        return actions.Tabled(
            meeting=self.meeting,
            title=given["title"],
            text=given["text"],
            kind=ItemKind(given["kind"]),
            minutes=given["minutes"],
            is_public=given["is_public"],
            parent=given.get("parent"),
            **more,
        )


class PotChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        said = {"year": obj.year, "pot": obj, "money": money(obj.available)}
        return str(_("%(year)s · %(pot)s, verfügbar %(money)s") % said)


class MotionForm(WithAddresses):
    """What a body is asked to decide; a pot and a sum where whoever writes sees any pots."""

    wording = forms.CharField(
        label=_("Wortlaut"),
        max_length=rules.LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Genau so, wie der Beschluss lauten soll."),
    )
    pot = PotChoice(
        label=_("Topf"),
        queryset=Pot.objects.none(),
        required=False,
        empty_label=_("kein Geld"),
        help_text=_("Wird die Vorlage angenommen, ist das Geld in demselben Augenblick reserviert."),
    )
    cents = Euros(label=_("Betrag in Euro"), required=False)
    case = AddressesField(
        label=_("Vorgang"),
        most=1,
        required=False,
        max_length=500,
        widget=forms.TextInput,
        help_text=_("Die Adresse der Seite, um die es geht, etwa eines Antrags."),
    )

    def __init__(
        self, data: Any, *, item: Item, pots: Any, motion: Motion | None = None, person: Any, host: str
    ) -> None:
        before: dict[str, Any] = {}
        self.unseen = ""
        if motion is not None:
            known = seen([motion.case], person)
            self.unseen = "" if motion.case in known else motion.case
            before = {"wording": motion.wording, "pot": motion.pot_id, "case": ""}
            before["cents"] = motion.cents
            if motion.case in known:
                before["case"] = known[motion.case].get_absolute_url()
        super().__init__(data, person=person, host=host, initial=before)
        self.item, self.motion = item, motion
        self.has_unseen_pot = motion is not None and bool(motion.pot_id) and not pots.filter(pk=motion.pot_id).exists()
        if pots.exists() and not self.has_unseen_pot:
            self.fields["pot"].queryset = pots
        else:
            del self.fields["pot"], self.fields["cents"]

    def clean(self) -> dict[str, Any]:
        """A sum belongs to a pot, and a pot to a sum; what is missing is said where it is missing."""
        given = self.cleaned_data
        if "pot" in given and "cents" in given:
            if given["pot"] and not given["cents"]:
                self.add_error("cents", _("Bitte nennen Sie den Betrag, oder wählen Sie „kein Geld“."))
            elif given["cents"] and not given["pot"]:
                self.add_error("pot", _("Bitte wählen Sie den Topf, aus dem das Geld kommen soll."))
            elif not given["cents"]:
                given["cents"] = None
        return given

    @property
    def moved(self) -> actions.Moved:
        """What the verb takes; whoever does not see the pot, or none at all, leaves the money as it was."""
        given = self.cleaned_data
        before = {"pot": self.motion.pot, "cents": self.motion.cents} if self.motion else {}
        money_of = {name: given[name] for name in ("pot", "cents") if name in self.fields}
        case = next(iter(given["case"]), "") or self.unseen
        return actions.Moved(item=self.item, wording=given["wording"], case=case, **before | money_of)


class InvitingForm(Refusable):
    """Whether whoever invites knows that the notice is too short."""

    is_short = forms.BooleanField(
        label=_("Ich lade trotzdem ein, obwohl die Einladungsfrist nicht eingehalten ist"),
        required=False,
        help_text=_("Das steht dann in der Niederschrift."),
    )

    def __init__(self, data: Any, *, is_kept: bool) -> None:
        super().__init__(data)
        if is_kept:
            del self.fields["is_short"]


class OtherDayForm(Refusable):
    """Whoever opens a meeting on another day than planned has seen that it is so."""

    is_other_day = forms.BooleanField(widget=forms.HiddenInput)


class AttendanceForm(Refusable):
    """Who comes or goes, and when: one button for each seat, and one time for all."""

    time = forms.TimeField(required=False)
    shown = forms.CharField(required=False, max_length=10)
    """The time that the page proposed; who did not change it means now."""
    come = forms.ModelChoiceField(queryset=Seat.objects.none(), required=False)
    substitute = forms.ModelChoiceField(queryset=Seat.objects.none(), required=False)
    go = forms.ModelChoiceField(queryset=Attendance.objects.none(), required=False)

    def __init__(self, data: Any, *, meeting: Meeting) -> None:
        super().__init__(data)
        for name in ("come", "substitute"):
            self.fields[name].queryset = queries.seats_on(meeting.body, meeting.day)
        self.fields["go"].queryset = Attendance.objects.filter(meeting=meeting).select_related("seat")

    def moment(self, now: datetime) -> tuple[datetime, str]:
        """When it was, and the time to go on with, empty for now."""
        said = self.cleaned_data["time"]
        if said is None or f"{said:%H:%M}" == self.cleaned_data["shown"]:
            return now, ""
        return rules.last_time(said, now=now), f"{said:%H:%M}"


class SeatForm(Refusable):
    """One of some seats, as a button names it."""

    seat = forms.ModelChoiceField(queryset=Seat.objects.none())

    def __init__(self, data: Any, *, seats: QuerySet[Seat]) -> None:
        super().__init__(data)
        self.fields["seat"].queryset = seats


class RecusalForm(Refusable):
    """Which seat takes no part in an item, and why."""

    seat = forms.ModelChoiceField(label=_("Sitz"), queryset=Seat.objects.none(), empty_label=None)
    ground = forms.ChoiceField(label=_("Grund"), choices=Ground.choices)
    reason = forms.CharField(
        label=_("Erläuterung"),
        required=False,
        max_length=rules.LONGEST_REASON,
        help_text=_("In wenigen Worten, ohne mehr über die Person zu sagen als nötig."),
    )

    def __init__(self, data: Any, *, seats: Sequence[Seat], **rest: Any) -> None:
        super().__init__(data, **rest)
        known = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).select_related("person")
        self.fields["seat"].queryset = known
