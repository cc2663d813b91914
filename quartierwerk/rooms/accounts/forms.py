"""The forms of one's own account, and allauth's forms with our labels."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.handing import Held
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.rooms.accounts import queries, rules
from quartierwerk.rooms.accounts.models import Errand, Person, Role, role_in_words
from quartierwerk.rooms.accounts.rules import RoleName


class PersonForm(Refusable):
    name = forms.CharField(
        label=_("Name"),
        max_length=rules.MOST_LETTERS,
        required=False,
        help_text=_("So sprechen wir Sie an. Öffentlich steht Ihr Name nirgends."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Sprache"),
        choices=Person.Language.choices,
        help_text=_("In dieser Sprache schreiben wir Ihnen."),
        widget=forms.RadioSelect,
    )


class EraseForm(Refusable):
    """Asks for the mailed code where one was sent; who has shown a second factor fills in nothing."""

    def __init__(self, *args: Any, code: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = code
        if code is not None:
            self.fields["code"] = forms.CharField(
                label=_("Code aus der Mail"),
                max_length=20,
                help_text=_("Wir haben ihn eben an Ihre Adresse geschickt; er gilt 15 Minuten."),
                widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
            )

    def clean_code(self) -> str:
        """The code, if it is the one that was sent."""
        code: str = self.cleaned_data["code"]
        if not compare_user_code(actual=code, expected=self.expected):
            raise forms.ValidationError(_("Dieser Code stimmt nicht. Bitte vergleichen Sie ihn mit der Mail."), "wrong")
        return code

    def is_wrong(self) -> bool:
        """A code was entered, and another one was sent."""
        return self.has_error("code", "wrong")


class _Address:
    """Labels the field for the address."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = _("E-Mail-Adresse")
        field.widget.attrs.pop("placeholder", None)


class _Code:
    """Labels the field for the code."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code aus der Mail")
        field.help_text = _("Groß oder klein, mit oder ohne Bindestrich: beides geht.")
        field.widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}
        field.widget.attrs.pop("placeholder", None)


class RequestCodeForm(_Address, allauth.RequestLoginCodeForm):
    pass


class JoinForm(_Address, allauth.SignupForm):
    def save(self, request: HttpRequest) -> Person:
        """Hand over to the verb behind the adapter, which also notes the address; allauth would do so once more."""
        adapter = get_adapter()
        return adapter.save_user(request, adapter.new_user(request), self)


class SignInCodeForm(_Code, allauth.ConfirmLoginCodeForm):
    pass


class AddressCodeForm(_Code, allauth.ConfirmEmailVerificationCodeForm):
    pass


class _SecondCode:
    """Labels the field for a code that proves the second factor."""

    fields: dict[str, forms.Field]
    label = _("Code aus der App oder Notfallcode")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = self.label
        field.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}
        field.widget.attrs.pop("placeholder", None)


class SecondFactorForm(_SecondCode, second_factor.AuthenticateForm):
    pass


class ConfirmForm(_SecondCode, second_factor.ReauthenticateForm):
    pass


class AppForm(_SecondCode, ActivateTOTPForm):
    label = _("Code aus der App")


class PasskeyForm(AddWebAuthnForm):
    """A passkey always stands alone: it asks for a finger, a face or a PIN, so it is both factors at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name des Passkeys")
        self.fields["name"].help_text = _("Daran erkennen Sie ihn später, zum Beispiel „Diensthandy“.")
        self.fields["passwordless"].widget.attrs |= {"hidden": True, "checked": True, "aria-hidden": "true"}

    def clean_name(self) -> str:
        """The name as the house keeps names."""
        return rules.clean_name(super().clean_name())


class AddressForm(_Address, Refusable):
    """Where to sign in from now on."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Neue E-Mail-Adresse")

    def clean_email(self) -> str:
        """The address as the house keeps addresses."""
        return rules.clean_email(self.cleaned_data["email"]) or ""


class LostFactorForm(_Address, Refusable):
    """Whose second factor is lost."""

    email = forms.EmailField(max_length=254)


class NewAddressCodeForm(_Code, Refusable):
    """The code that was mailed to the new address."""

    code = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))


class InvitationForm(_Address, Refusable):
    """Whom to invite, and to what, where there is a choice."""

    email = forms.EmailField(max_length=254)
    name = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, names: list[RoleName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["name"]
        choice.choices = [(str(name), role_in_words(name)) for name in names]  # type: ignore[attr-defined]
        if len(names) == 1:
            choice.widget, choice.initial = forms.HiddenInput(), str(names[0])


class DeputyForm(Refusable):
    """Who stands in for somebody, in what, on which days."""

    deputy = forms.ModelChoiceField(
        label=_("Wer vertritt"), queryset=Person.objects.none(), empty_label=_("Bitte wählen")
    )
    role = forms.ModelChoiceField(label=_("Worin"), queryset=Role.objects.none(), required=False)
    starts_on = forms.DateField(label=_("Erster Tag"), widget=forms.DateInput)
    ends_on = forms.DateField(label=_("Letzter Tag"), widget=forms.DateInput, help_text=_("Dieser Tag zählt noch mit."))

    def __init__(self, *args: Any, absent: Person, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy, role = self.fields["deputy"], self.fields["role"]
        deputy.queryset = queries.possible_deputies(absent)  # type: ignore[attr-defined]
        held = queries.roles_of(absent)
        called = queries.names_of([role.scope for role in held])
        role.queryset = held  # type: ignore[attr-defined]

        def in_words(one: Role) -> str:
            return f"{one.get_name_display()}, {called.get(one.scope, one.scope)}"

        role.label_from_instance = in_words  # type: ignore[attr-defined]
        # The office lends one role at a time; everything is lent by who holds it.
        role.required = not is_own
        role.empty_label = _("In allem") if is_own else _("Bitte wählen")  # type: ignore[attr-defined]
        if is_own and queries.is_in_office(absent):
            role.help_text = _("Rollen im Amt gelten nur für eine Vertretung, die selbst im Amt arbeitet.")


class ErrandForm(Refusable):
    """On whose behalf, and how they asked."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        required=False,
        help_text=_("Wenn die Person hier ein Konto hat."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=rules.MOST_LETTERS,
        required=False,
        help_text=_("Wenn sie keines hat."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    channel = forms.ChoiceField(
        label=_("Auf welchem Weg"), choices=Errand._meta.get_field("channel").choices, widget=forms.RadioSelect
    )
    asked_on = forms.DateField(
        label=_("Wann"), widget=forms.DateInput, help_text=_("Tag des Anrufs, Briefs oder Gesprächs.")
    )

    def clean_email(self) -> str:
        """An address that somebody signs in with; the office may learn which ones those are."""
        email = self.cleaned_data["email"]
        if email and queries.with_address(email) is None:
            raise forms.ValidationError(
                _("Mit dieser Adresse meldet sich niemand an. Hat die Person kein Konto, nennen Sie nur den Namen.")
            )
        return email

    def errand(self) -> Errand:
        """The errand as it was described."""
        data = self.cleaned_data
        person = queries.with_address(data["email"]) if data["email"] else None
        return Errand(person=person, name=data["name"], channel=data["channel"], asked_on=data["asked_on"])


class HandoverForm(Refusable):
    """Who takes over, and what."""

    to = forms.ModelChoiceField(label=_("Wer übernimmt"), queryset=Person.objects.none(), empty_label=_("Bitte wählen"))
    kinds = forms.MultipleChoiceField(label=_("Was"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, successors: QuerySet[Person], held: list[Held], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = successors  # type: ignore[attr-defined]
        offered = [
            (one.holding.kind, f"{one.holding.label} ({len(one.things)})") for one in held if one.holding.pass_on
        ]
        self.fields["kinds"].choices = offered  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [kind for kind, _label in offered]
