"""What cities call the office by a word of their own."""

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.house.words import Word

WORDS = {"office": Word(one=_("Stabsstelle"), many=_("Stabsstellen"))}
