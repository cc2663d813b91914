"""The form for one's own name and language."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierwerk.rooms.accounts import rules
from quartierwerk.rooms.accounts.models import Person


class PersonForm(forms.Form):
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
        help_text=_("In dieser Sprache schreiben wir Ihnen Mails."),
        widget=forms.RadioSelect,
    )
