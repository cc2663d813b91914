"""The words of the directory: sectors, professions and synonyms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions, rules
from quartierwerk.rooms.directory.models import Profession, Sector, Synonym


class TooFewWords(RuleBroken):
    """A group of synonyms needs two words."""

    sentence = _("Eine Synonymgruppe braucht mindestens zwei verschiedene Wörter.")


@action(may=permissions.may_define, bulk=True)
def define_sectors(sectors: Sequence[rules.SectorWords], *, actor: Person) -> list[Sector]:
    """Set the sectors of the directory; those that are known by their slug are renamed (Teilmärkte)."""
    defined = []
    for position, words in enumerate(sectors):
        values = {"name_de": words.name_de, "name_en": words.name_en, "wz_codes": list(words.wz_codes)}
        sector, _is_new = Sector.objects.update_or_create(slug=words.slug, defaults=values | {"position": position})
        defined.append(sector)
    return defined


@action(may=permissions.may_define, bulk=True)
def define_professions(professions: Sequence[rules.ProfessionWords], *, actor: Person) -> list[Profession]:
    """Set the professions; those that are known by their slug are renamed (Berufe)."""
    sectors = {sector.slug: sector for sector in Sector.objects.all()}
    defined = []
    for words in professions:
        values = {"name_de": words.name_de, "name_en": words.name_en, "other_names": list(words.other_names)}
        profession, _is_new = Profession.objects.update_or_create(
            slug=words.slug, defaults=values | {"sector": sectors[words.sector]}
        )
        defined.append(profession)
    return defined


@action(may=permissions.may_define, takes_new_row=True)
def set_synonyms(group: Synonym, *, actor: Person, words: Sequence[str], at: datetime) -> Synonym:
    """Say which words the search treats as the same, in a new group or a known one (Synonyme)."""
    group.words = list(dict.fromkeys(" ".join(word.split())[:60] for word in words if word.strip()))
    if len(group.words) < 2:
        raise TooFewWords(field="words")
    group.changed_at = at
    group.save()
    return group


@action(may=permissions.may_define)
def drop_synonyms(group: Synonym, *, actor: Person, at: datetime) -> Synonym:
    """Let a group of synonyms no longer count; it stays in the list, empty."""
    group.words, group.changed_at = [], at
    group.save(update_fields=["words", "changed_at"])
    return group
