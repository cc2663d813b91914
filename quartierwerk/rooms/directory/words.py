"""What cities call the directory's sectors by a word of their own, and the terms that they may choose."""

from dataclasses import fields

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.terms import Term
from quartierwerk.foundation.house.words import Word
from quartierwerk.rooms.directory.rules import Terms

WORDS = {"sector": Word(one=_("Teilmarkt"), many=_("Teilmärkte"))}
TERMS = {term.name: Term(term.default) for term in fields(Terms)}
