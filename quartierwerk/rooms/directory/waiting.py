"""What waits for the office in the directory, and the steps that need no page of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.waiting import Band, Kind, Pile, Shown, Step, brief
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import actions, permissions, queries, rules
from quartierwerk.rooms.directory.models import Asking, ChangeRequest, Claim, DoublePair, ImportJob, Report, Seal
from quartierwerk.rooms.directory.models.freshness import NOTE_LENGTH
from quartierwerk.rooms.directory.queries.imports import undecided


class LookFirst(RuleBroken):
    """The proposal needs a look at its own page."""


def _proposals(person: Any) -> QuerySet[ChangeRequest]:
    if not permissions.may_see_proposals(person):
        return ChangeRequest.objects.none()  # who keeps a profile finds what others propose in their own corner
    return ChangeRequest.objects.to_decide(person).select_related("profile")


def _imports(person: Any) -> QuerySet[ImportJob]:
    return undecided() if permissions.may_import(person) else ImportJob.objects.none()


def _doubles(person: Any) -> QuerySet[DoublePair]:
    return queries.open_pairs() if permissions.may_settle_pair(person) else DoublePair.objects.none()


def _proposal(proposal: ChangeRequest) -> Shown:
    return Shown(
        title=str(proposal),
        url=proposal.get_absolute_url(),
        summary=f"{_('Neuer Eintrag')}. {proposal.gist}" if proposal.is_new_entry else proposal.gist,
        seen=proposal.profile.version if proposal.profile else 0,
    )


def _accept(proposal: ChangeRequest, /, *, actor: Person, seen: int, reason: str) -> None:
    """Take all that is proposed, where nothing speaks against doing so unread."""
    if any(one.is_conflict for one in queries.differences_of(proposal)):
        raise LookFirst(_("Seit dem Vorschlag hat jemand dasselbe geändert. Bitte einzeln ansehen."))
    if proposal.is_new_entry and queries.twins_of(proposal, person=actor):
        raise LookFirst(_("Unter diesem Namen gibt es schon einen Eintrag. Bitte einzeln ansehen."))
    # The differences may be of another moment; the verb refuses unless the profile still is the one that was seen.
    actions.accept(proposal, actor=actor, units=proposal.units, based_on=seen, reason=reason)


def _refuse(proposal: ChangeRequest, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.refuse(proposal, actor=actor, reason=reason)


def _claims(person: Any) -> QuerySet[Claim]:
    if not permissions.may_see_claims(person):
        return Claim.objects.none()
    return Claim.objects.to_settle(person).select_related("profile", "claimant")


def _claim(claim: Claim) -> Shown:
    said = f"{claim.claimant}: {claim.note}"
    return Shown(title=claim.profile.name, url=claim.get_absolute_url(), summary=brief(said))


def _import(job: ImportJob) -> Shown:
    return Shown(
        title=job.filename,
        url=reverse("directory:import", args=[job.pk]),
        summary=f"{job.list_name} · {job.get_state_display()}",
    )


def _double(pair: DoublePair) -> Shown:
    names = _("„%(one)s“ und „%(other)s“") % {"one": pair.one.name, "other": pair.other.name}
    return Shown(title=names, url=reverse("directory:compare", args=[pair.pk]), summary=str(pair.why))


def _keep_apart(pair: DoublePair, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.keep_apart(pair, actor=actor)


def _reports(person: Any) -> QuerySet[Report]:
    return Report.objects.visible_to(person).waiting().select_related("profile")


def _report(report: Report) -> Shown:
    said = f"{report.get_reason_display()}: {report.text}"
    return Shown(title=report.profile.name, url=report.get_absolute_url(), summary=brief(said))


def _uphold(report: Report, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.uphold(report, actor=actor, answer=reason)


def _dismiss(report: Report, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.dismiss(report, actor=actor, answer=reason)


def _unconfirmed(person: Any) -> QuerySet[Asking]:
    return queries.for_the_office(at=clock.now()).visible_to(person)


def _asking(asking: Asking) -> Shown:
    if asking.gone_at is not None:
        said = _("Jemand sagt, dass es das nicht mehr gibt.")
    elif asking.way == rules.Way.NOBODY:
        said = _("Es ist keine Adresse hinterlegt.")
    else:
        said = _("Niemand hat geantwortet.")
    return Shown(title=asking.profile.name, url=reverse("directory:confirm", args=[asking.profile_id]), summary=said)


def _confirm(asking: Asking, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.confirm(asking.profile, actor=actor, note=reason)


def _ask_again(asking: Asking, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.ask_again(asking.profile, actor=actor)


def _doubted(person: Any) -> QuerySet[Seal]:
    return queries.doubted_seals().visible_to(person)


def _seal(seal: Seal) -> Shown:
    return Shown(
        title=seal.profile.name,
        url=reverse("directory:seal", args=[seal.profile_id]),
        summary=_("Name oder Adresse haben sich geändert."),
    )


def _keep_seal(seal: Seal, /, *, actor: Person, seen: int, reason: str) -> None:
    actions.keep_seal(seal.profile, actor=actor)


KINDS = (
    Kind(
        name="reports",
        label=gettext_lazy("Meldung"),
        many=gettext_lazy("Meldungen"),
        pile=gettext_lazy("Meldungen zu Einträgen"),
        hint=gettext_lazy("Prüfen, was dran ist; wer gemeldet hat, hört die Begründung."),
        url=format_lazy("{queue}?kind=reports", queue=reverse_lazy("portal:queue")),
        rows=_reports,
        since="created_at",
        show=_report,
        term=rules.ANSWER_REPORT_WITHIN,
        steps=(
            Step(
                name="uphold",
                label=gettext_lazy("Berechtigt"),
                done=gettext_lazy("als berechtigt erledigt"),
                do=_uphold,
                key="b",
                hint=gettext_lazy("Was daran zu tun war, ist getan. Wer gemeldet hat, liest Ihre Begründung."),
                needs_reason=True,
                is_grave=True,
            ),
            Step(
                name="dismiss",
                label=gettext_lazy("Unbegründet"),
                done=gettext_lazy("als unbegründet erledigt"),
                do=_dismiss,
                key="u",
                hint=gettext_lazy("Die Einträge bleiben, wie sie sind. Wer gemeldet hat, liest Ihre Begründung."),
                needs_reason=True,
                is_grave=True,
            ),
        ),
        band=Band.PRESSING,
    ),
    Kind(
        name="proposals",
        label=pgettext_lazy("proposal", "Vorschlag"),
        many=pgettext_lazy("proposal", "Vorschläge"),
        pile=gettext_lazy("Vorschläge, die auf eine Entscheidung warten"),
        hint=gettext_lazy("Unterschiede ansehen, dann übernehmen, nachfragen oder ablehnen."),
        url=reverse_lazy("directory:requests"),
        rows=_proposals,
        since="created_at",
        show=_proposal,
        term=rules.DECIDE_WITHIN,
        steps=(
            Step(
                name="accept",
                label=gettext_lazy("Übernehmen"),
                done=gettext_lazy("übernommen"),
                do=_accept,
                key="a",
                hint=gettext_lazy(
                    "Alles Vorgeschlagene steht danach im Verzeichnis. Was inzwischen jemand geändert hat, bleibt hier."
                ),
                is_grave=True,
            ),
            Step(
                name="refuse",
                label=gettext_lazy("Ablehnen"),
                done=gettext_lazy("abgelehnt"),
                do=_refuse,
                key="r",
                hint=gettext_lazy("Wer vorgeschlagen hat, liest Ihre Begründung; sie gilt für alle gleich."),
                needs_reason=True,
                is_grave=True,
            ),
        ),
        band=Band.DECIDE,
    ),
    Kind(
        name="claims",
        label=gettext_lazy("Anspruch"),
        many=gettext_lazy("Ansprüche"),
        pile=gettext_lazy("Ansprüche auf Profile, die auf eine Entscheidung warten"),
        hint=gettext_lazy("Prüfen, ob jemand zum Profil gehört, dann bestätigen oder ablehnen."),
        url=reverse_lazy("directory:claims"),
        rows=_claims,
        since="created_at",
        show=_claim,
        term=rules.DECIDE_WITHIN,
        band=Band.DECIDE,
    ),
    Kind(
        name="imports",
        label=gettext_lazy("Import"),
        many=gettext_lazy("Importe"),
        pile=gettext_lazy("Importe, die auf eine Entscheidung warten"),
        hint=gettext_lazy("Prüfbericht ansehen, dann übernehmen oder liegen lassen."),
        url=reverse_lazy("directory:imports"),
        rows=_imports,
        since="created_at",
        show=_import,
        term=rules.DECIDE_IMPORT_WITHIN,
        band=Band.DECIDE,
    ),
    Kind(
        name="unconfirmed",
        label=gettext_lazy("Unbestätigter Eintrag"),
        many=gettext_lazy("Unbestätigte Einträge"),
        hint=gettext_lazy("Niemand hat geantwortet: anrufen, noch einmal fragen oder zurückziehen."),
        url=reverse_lazy("directory:unconfirmed"),
        rows=_unconfirmed,
        since="asked_at",
        show=_asking,
        term=rules.SETTLE_STALE_WITHIN,
        steps=(
            Step(
                name="confirm",
                label=gettext_lazy("Stimmt noch"),
                done=gettext_lazy("bestätigt"),
                do=_confirm,
                key="s",
                hint=gettext_lazy("Die Einträge gelten von heute an als bestätigt. Notieren Sie, woher Sie es wissen."),
                needs_reason=True,
                longest_reason=NOTE_LENGTH,
                is_grave=True,
            ),
            Step(
                name="again",
                label=gettext_lazy("Noch einmal fragen"),
                done=gettext_lazy("noch einmal gefragt"),
                do=_ask_again,
                key="n",
            ),
        ),
        band=Band.TEND,
    ),
    Kind(
        name="seals",
        label=gettext_lazy("Siegel"),
        many=pgettext_lazy("many", "Siegel"),
        pile=gettext_lazy("Siegel, nach denen zu sehen ist"),
        hint=gettext_lazy("Name oder Adresse haben sich geändert: Siegel behalten oder entziehen."),
        url=reverse_lazy("directory:seals"),
        rows=_doubted,
        since="doubted_at",
        show=_seal,
        term=rules.LOOK_AT_SEAL_WITHIN,
        steps=(
            Step(
                name="keep",
                label=gettext_lazy("Siegel behalten"),
                done=gettext_lazy("behalten"),
                do=_keep_seal,
                key="g",
                hint=gettext_lazy("Die Stadt bestätigt die Einträge weiter, mit ihrem neuen Namen und Ort."),
                is_grave=True,
            ),
        ),
        band=Band.TEND,
    ),
    Kind(
        name="doubles",
        label=gettext_lazy("Mögliches Doppel"),
        many=gettext_lazy("Mögliche Doppel"),
        hint=gettext_lazy("Vergleichen, dann zusammenführen oder auseinanderhalten."),
        url=reverse_lazy("directory:doubles"),
        rows=_doubles,
        since="found_at",
        show=_double,
        term=rules.SETTLE_PAIR_WITHIN,
        steps=(
            Step(
                name="apart",
                label=gettext_lazy("Kein Doppel"),
                done=gettext_lazy("als kein Doppel vermerkt"),
                do=_keep_apart,
                key="d",
            ),
        ),
        band=Band.TEND,
    ),
)


def piles(person: Any) -> Iterator[Pile]:
    """What is looked after in a list of its own: nobody keeps it any more, and nothing says since when."""
    if permissions.may_see_claims(person):
        yield Pile(
            label=_("Profile, die niemand mehr verwaltet"),
            number=queries.left_alone().count(),
            hint=_("Nachfragen und jemanden einladen."),
            url=f"{reverse('directory:claims')}?state=alone",
            band=Band.LATER,
        )


PILES = (piles,)
