"""Keeping entries fresh: asking whether they still hold, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.actions import action, note_change
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.directory import permissions, queries, rules
from quartierwerk.rooms.directory.models import Asking, Digest, Profile
from quartierwerk.rooms.directory.rules import Answer, Way

FORGOTTEN_AT_ONCE = 500


class AlreadyAnswered(NotNow):
    """The question has been answered, or another one has taken its place."""

    sentence = _("Darüber ist inzwischen Bescheid gegeben; Sie brauchen nichts mehr zu tun.")


class NobodyToAsk(RuleBroken):
    """No address is known at which somebody could be asked."""

    sentence = _("Zu diesem Eintrag ist keine Adresse hinterlegt, an die wir schreiben können.")


@action(may=permissions.may_keep_house, bulk=True)
def ask(profiles: Sequence[Profile], *, actor: Person, at: datetime) -> list[Profile]:
    """Ask about these profiles whether they still hold, in one mail to each person (Nachfrage).

    Those about which somebody has been asked meanwhile are passed over; where there is nobody to ask it is noted.
    """
    known = [profile.pk for profile in profiles]
    # In one order, so that two workers wait for each other and not in a circle.
    locked = list(Profile.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk"))
    asked = set(Asking.objects.filter(profile__in=locked, answered_at__isnull=True).values_list("profile", flat=True))
    free = [one for one in locked if one.pk not in asked and one.is_public]
    _ask(free, at=at)
    return free


@action(may=permissions.may_keep_house, bulk=True)
def remind(askings: Sequence[Asking], *, actor: Person, at: datetime) -> list[Profile]:
    """Ask once more about these (Erinnerung)."""
    keys = [asking.pk for asking in askings]
    open_ones = Asking.objects.select_for_update(of=("self",)).filter(
        pk__in=keys, answered_at__isnull=True, reminded_at__isnull=True
    )
    waiting = list(open_ones.select_related("profile").order_by("pk"))
    Asking.objects.filter(pk__in=[asking.pk for asking in waiting]).update(reminded_at=at)
    _write(waiting, to=queries.addressees([asking.profile for asking in waiting]), is_reminder=True)
    return [asking.profile for asking in waiting]


@action(may=permissions.may_answer_asking)
def confirm(profile: Profile, *, actor: Person | None, key: str = "", note: str = "", at: datetime) -> Profile:
    """Say that all of an entry still holds (Bestätigung).

    Who does not keep it shows the ``key`` of a mail that asked; that answers this question and no later one.
    """
    asking = _asked(profile, actor=actor, key=key)
    if asking is not None:
        _end(asking, Answer.CONFIRMED, actor=actor, note=note.strip(), at=at)
    profile.confirmed_at = at
    profile.save(update_fields=["confirmed_at"])
    return profile


@action(may=permissions.may_answer_asking)
def report_gone(profile: Profile, *, actor: Person | None, key: str = "", at: datetime) -> Profile:
    """Say that there is no such thing any more; the entry stays until the office has looked (Meldung)."""
    asking = _asked(profile, actor=actor, key=key)
    if asking is None or asking.gone_at is not None:
        raise AlreadyAnswered
    asking.gone_at = at
    asking.save(update_fields=["gone_at"])
    note_change(gone=True)
    return profile


@action(may=permissions.may_ask_again)
def ask_again(profile: Profile, *, actor: Person, at: datetime) -> Profile:
    """Let the question about an entry begin anew, with another mail and another link (noch einmal fragen)."""
    if not queries.addressees([profile]).get(profile.pk):
        raise NobodyToAsk
    asking = queries.open_asking(profile)
    if asking is not None:
        _end(asking, Answer.AGAIN, actor=actor, at=at)
    _ask([profile], at=at)
    return profile


@action(may=permissions.may_keep_house, bulk=True)
def forget_askings(before: datetime, *, actor: Person) -> list[Profile]:
    """Delete a block of answered questions with their notes, once the term is over (Löschfrist)."""
    old = list(queries.askings_answered(before)[:FORGOTTEN_AT_ONCE])
    Asking.objects.filter(pk__in=[asking.pk for asking in old]).delete()
    note_change(askings=len(old))
    return list(Profile.objects.filter(pk__in={asking.profile_id for asking in old}))


@action(may=permissions.may_keep_house)
def send_digest(person: Person, *, actor: Person, at: datetime) -> Person:
    """Tell somebody in the office what became of the entries since they last heard of it (Übersicht).

    Where nothing happened nothing is sent.
    """
    digest, _is_new = Digest.objects.select_for_update().get_or_create(person=person)
    term = timedelta(days=queries.terms().digest_every)
    since = digest.looked_at or at - term
    if not digest.is_wanted or since > at - term:
        return person
    happened = queries.happened(since=since, until=at)
    if any(happened):
        with translation.override(person.language):
            urls = {"url": reverse("directory:unconfirmed"), "digest_url": reverse("directory:digest")}
        context = {"happened": happened, "since": since, "pile": queries.for_the_office(at=at).count(), **urls}
        post("directory/mail/digest.txt", to=person.email or "", language=person.language, context=context)
    digest.looked_at = at
    digest.save(update_fields=["looked_at"])
    return person


@action(may=permissions.may_choose_digest)
def choose_digest(person: Person, *, actor: Person, is_wanted: bool) -> Person:
    """Say whether one wants to hear of it by mail (Übersicht an- und abbestellen)."""
    Digest.objects.update_or_create(person=person, defaults={"is_wanted": is_wanted})
    note_change(is_wanted=is_wanted)
    return person


def _ask(profiles: Sequence[Profile], *, at: datetime) -> None:
    to = queries.addressees(profiles)
    made = [
        Asking(profile=profile, asked_at=at, way=to[profile.pk][0].way if profile.pk in to else Way.NOBODY)
        for profile in profiles
    ]
    Asking.objects.bulk_create(made)
    _write(made, to=to, is_reminder=False)


def _write(askings: Sequence[Asking], *, to: dict[int, list[queries.Addressee]], is_reminder: bool) -> None:
    """One mail to each person about all of theirs, in parts that can be read.

    The address may be a third person's: a mail says what everybody can read in the directory, and no more.
    """
    for one, about in queries.letters(askings, to=to).items():
        for start in range(0, len(about), rules.MOST_PER_LETTER):
            part = about[start : start + rules.MOST_PER_LETTER]
            context: dict[str, Any] = {
                "names": [asking.profile.name for asking in part],
                "is_keeper": one.way == Way.KEEPERS,
                "is_reminder": is_reminder,
                "url": queries.page_of_askings(part, language=one.language),
            }
            post(
                "directory/mail/still_right.txt",
                to=one.email,
                language=one.language,
                context=context,
                about=reference(part[0]),
                is_secret=True,
            )


def _asked(profile: Profile, *, actor: Person | None, key: str) -> Asking | None:
    """The open question about a profile, if this person may answer it; its profile's row is locked."""
    asking = queries.open_asking(profile)
    if permissions.may_edit(actor, profile) and not key:
        return asking
    shown = {one.pk for one in queries.askings_behind(key) if one.profile_id == profile.pk}
    if not shown:
        raise NotAllowed
    if asking is None or asking.pk not in shown:
        raise AlreadyAnswered
    return asking


def _end(asking: Asking, answer: Answer, *, actor: Person | None, note: str = "", at: datetime) -> None:
    asking.answer, asking.answered_at, asking.answered_by, asking.note = answer, at, actor, note
    asking.save(update_fields=["answer", "answered_at", "answered_by", "note"])
