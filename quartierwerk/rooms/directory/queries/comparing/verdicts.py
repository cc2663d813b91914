"""The verdicts: what each row of a block is found to be, and the sentence that says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from quartierwerk.rooms.directory import rules
from quartierwerk.rooms.directory.models import ImportClue, ImportJob, ImportRow, Profile
from quartierwerk.rooms.directory.queries.comparing.candidates import (
    Candidate,
    hidden_by_undo,
    profiles_near,
    rows_near,
)
from quartierwerk.rooms.directory.queries.comparing.identities import WENT_IN, Identity
from quartierwerk.rooms.directory.queries.comparing.keys import number_of
from quartierwerk.rooms.directory.queries.doubles import keys_of, remaining_of
from quartierwerk.rooms.directory.queries.profiles import contents_of
from quartierwerk.rooms.directory.rules import Likeness, Outcome, Traits

Phase = Literal["check", "apply"]


@dataclass
class Verdict:
    """What a row is found to be, and what follows from it."""

    row: ImportRow
    outcome: Outcome
    content: rules.ProfileContent
    """What the profile is to say."""
    traits: Traits
    findings: list[str] = field(default_factory=list)
    has_warning: bool = False
    profile: Profile | None = None
    """The profile that it changes or brings back."""
    before: rules.ProfileContent | None = None
    other: int | None = None
    """The profile that it doubles."""
    peer: ImportRow | None = None
    """The row of the same file that it doubles."""

    @property
    def goes_in(self) -> bool:
        """Whether the directory says afterwards what the row says."""
        return self.outcome in WENT_IN

    def note(self) -> None:
        """Write the verdict into its row, in memory."""
        self.row.outcome, self.row.findings = self.outcome, self.findings
        self.row.profile = self.profile
        if self.profile is None:
            self.row.profile_id = self.other
        self.row.has_warning = bool(self.row.notes) or self.has_warning


class Comparison:
    """The verdicts over one block of rows, in their order."""

    def __init__(
        self,
        job: ImportJob,
        rows: Sequence[ImportRow],
        *,
        phase: Phase,
        known: Mapping[int, Identity],
        profiles: Iterable[Profile],
        drafts: Mapping[int, rules.ProfileContent] | None = None,
    ) -> None:
        self.job = job
        self.phase = phase
        self._known = known
        self._profiles = {profile.pk: profile for profile in profiles}
        self._contents = contents_of(self._profiles.values())
        self._drafts = drafts or {row.pk: rules.content_of_said(row.said) for row in rows}
        self._traits = {pk: rules.traits_of(content) for pk, content in self._drafts.items()}
        self._peers: dict[str, list[Candidate]] = defaultdict(list)
        self._taken: dict[str, int] = {}
        """Row key → number of the row of this file that had it first."""
        self._candidates: dict[str, list[Candidate]] = defaultdict(list)
        self._undone = hidden_by_undo(self._profiles)
        unknown = [row for row in rows if not self._stands(row)]
        near, self._common = profiles_near(unknown, self._traits)
        for candidate in near:
            self._keep(self._candidates, candidate)
        for peer in rows_near(job, rows, self._traits) if phase == "check" else ():
            self._taken.setdefault(peer.row.row_key, peer.row.number)  # type: ignore[union-attr]
            self._keep(self._peers, peer)
        self.verdicts = [self._judge(row) for row in rows]

    def clues(self) -> list[ImportClue]:
        """What later rows of this file need in order to recognise the rows of this block."""
        return [
            ImportClue(job_id=self.job.pk, key=number_of(key), row_id=verdict.row.pk)
            for verdict in self.verdicts
            if verdict.goes_in
            for key in (f"row {verdict.row.row_key}", *keys_of(verdict.traits))
        ]

    # --- One row -------------------------------------------------------------------------------------------------

    def _stands(self, row: ImportRow) -> bool:
        """Whether the row's own profile is in the directory."""
        known = self._known.get(row.pk)
        return known is not None and known.profile in self._profiles and known.profile not in self._undone

    def _judge(self, row: ImportRow) -> Verdict:
        verdict = self._judge_in_file(row) or self._judge_known(row) or self._judge_new(row)
        if verdict.goes_in:
            self._taken[row.row_key] = row.number
            self._keep(self._peers, Candidate(verdict.traits, row.said["name"], row=row))
        return verdict

    @staticmethod
    def _keep(by_key: dict[str, list[Candidate]], candidate: Candidate) -> None:
        for key in keys_of(candidate.traits):
            by_key[key].append(candidate)

    def _verdict(self, row: ImportRow, outcome: Outcome, **rest: Any) -> Verdict:
        return Verdict(row, outcome, rest.pop("content", self._drafts[row.pk]), self._traits[row.pk], **rest)

    def _judge_in_file(self, row: ImportRow) -> Verdict | None:
        """A row that an earlier one of the file has said already."""
        first = self._taken.get(row.row_key)
        if first is None:
            return None
        number = row.said.get("external_id")
        if number:
            sentence = _("Die Nummer „%(number)s“ steht schon in Zeile %(row)d.") % {"number": number, "row": first}
            return self._verdict(row, Outcome.ERROR, findings=[sentence])
        return self._verdict(
            row, Outcome.CERTAIN_DOUBLE, findings=[_("Steht schon in Zeile %(row)d.") % {"row": first}]
        )

    def _judge_known(self, row: ImportRow) -> Verdict | None:
        """A row whose profile came from the same list before."""
        if not self._stands(row):
            return None
        known = self._known[row.pk]
        profile, before = self._profiles[known.profile], self._contents[known.profile]
        if stays := remaining_of(profile.pk) if profile.state == rules.State.MERGED else None:
            sentence = _("Zusammengeführt mit „%(name)s“; bitte ändern Sie es dort.") % {"name": stays.name}
            return self._verdict(row, Outcome.CERTAIN_DOUBLE, findings=[sentence], other=stays.pk)
        if not profile.is_public:
            sentence = _("Das Profil ist zurückgezogen; ein Import zeigt es nicht wieder.")
            return self._verdict(row, Outcome.CERTAIN_DOUBLE, findings=[sentence], other=profile.pk)
        merged = rules.merge(before, row.said, base=known.base)
        findings = []
        if merged.kept:
            fields = ", ".join(str(label) for label in merged.kept)
            findings = [_("Von Hand geändert und darum behalten: %(fields)s.") % {"fields": fields}]
        content = rules.normalised(merged.content)
        is_same = content == before
        return self._verdict(
            row,
            Outcome.UNCHANGED if is_same else Outcome.CHANGED,
            content=content,
            findings=findings,
            has_warning=bool(findings),
            profile=profile,
            before=None if is_same else before,
        )

    def _judge_new(self, row: ImportRow) -> Verdict:
        """A row that its list has not said before: new, or a double of something."""
        known = self._known.get(row.pk)
        returning = self._profiles.get(known.profile) if known else None
        likeness, other = self._most_alike(self._traits[row.pk], but=returning.pk if returning else None)
        if other is None:
            return self._verdict(row, Outcome.NEW, profile=returning)
        outcome = Outcome.CERTAIN_DOUBLE if likeness == Likeness.CERTAIN else Outcome.POSSIBLE_DOUBLE
        return self._verdict(
            row,
            outcome,
            findings=[_sentence(other, outcome)],
            profile=returning if outcome == Outcome.POSSIBLE_DOUBLE else None,
            other=other.profile,
            peer=other.row,
        )

    def _most_alike(self, traits: Traits, *, but: int | None) -> tuple[Likeness, Candidate | None]:
        best: tuple[Likeness, Candidate | None] = (Likeness.NONE, None)
        for key in keys_of(traits):
            for other in (*self._candidates[key], *self._peers[key]):
                if other.profile is not None and other.profile == but:
                    continue
                likeness = rules.evidence(traits, other.traits, common=self._common).likeness
                if likeness == Likeness.POSSIBLE and other.is_withdrawn:
                    continue
                if likeness == Likeness.CERTAIN:
                    return likeness, other
                if likeness.value > best[0].value:
                    best = (likeness, other)
        return best


def _sentence(other: Candidate, outcome: Outcome) -> str:
    """What a person reads about a double."""
    if other.row is not None:
        values: dict[str, Any] = {"name": other.name, "row": other.row.number}
        if outcome == Outcome.CERTAIN_DOUBLE:
            return _("Steht schon in Zeile %(row)d: „%(name)s“.") % values
        return _("Vielleicht dasselbe wie Zeile %(row)d: „%(name)s“.") % values
    values = {"name": other.name, "address": other.address or _("ohne Adresse")}
    if other.is_withdrawn:
        return _("Steht im Verzeichnis, ist aber zurückgezogen: „%(name)s“, %(address)s.") % values
    if outcome == Outcome.CERTAIN_DOUBLE:
        return _("Steht schon im Verzeichnis: „%(name)s“, %(address)s.") % values
    return _("Vielleicht dasselbe wie „%(name)s“, %(address)s.") % values
