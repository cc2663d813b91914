"""The verbs of the newsroom: they do it, who may not, when a rule refuses, what they leave behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.errors import MovedOn, NotAllowed
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.tests.factories import NOON
from quartierwerk.rooms.newsroom import actions, queries, rules
from quartierwerk.rooms.newsroom.models import Page, PageVersion
from quartierwerk.rooms.newsroom.rules import PageKind

pytestmark = pytest.mark.django_db
WORDS = rules.Wording(title_de="Impressum", text_de="Wir sind es.", title_en="Imprint", text_en="It is us.")


def publish(officer, kind=PageKind.IMPRINT, *, at=NOON, based_on=0, **words):
    wording = rules.Wording(**{**vars(WORDS), **words})
    return actions.publish(kind, actor=officer, wording=wording, based_on=based_on, at=at)


# publish


def test_a_page_says_what_was_published(officer):
    publish(officer, text_de="  Wir sind es.\r\n\r\nWirklich.  ")

    standing = queries.standing(PageKind.IMPRINT)
    assert (standing.number, standing.published_at, standing.is_draft) == (1, NOON, False)
    assert standing.wording.text_de == "Wir sind es.\n\nWirklich."
    assert PageKind.IMPRINT not in queries.unseen()


@pytest.mark.parametrize("who", ["visitor", "owner", "stranger"])
def test_only_the_office_publishes(request, who):
    with pytest.raises(NotAllowed):
        publish(request.getfixturevalue(who))

    assert not Page.objects.exists()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title_de": " "}, "title_de"),
        ({"text_de": "\r\n"}, "text_de"),
        ({"text_en": ""}, "text_en"),
        ({"title_en": ""}, "title_en"),
        ({"title_de": "x" * 121}, "title_de"),
        ({"text_de": "x" * 60_001}, "text_de"),
    ],
)
def test_a_page_that_says_nothing_or_half_is_refused(officer, words, field):
    with pytest.raises(actions.WordingRefused) as refusal:
        publish(officer, **words)

    assert refusal.value.field == field
    assert not PageVersion.objects.exists()


def test_nobody_overwrites_what_they_have_not_seen(officer):
    publish(officer)

    with pytest.raises(MovedOn):
        publish(officer, text_de="Anders.")

    assert queries.standing(PageKind.IMPRINT).number == 1


def test_publishing_leaves_a_version_and_a_line_in_the_trail(officer):
    page = publish(officer)
    publish(officer, based_on=1, text_de="Anders.", at=NOON + timedelta(days=1))

    assert [(v.number, v.published_by, v.text_de) for v in queries.versions_of(PageKind.IMPRINT)] == [
        (2, officer, "Anders."),
        (1, officer, "Wir sind es."),
    ]
    rows = AuditRow.objects.filter(subject=reference(page), verb="newsroom.publish")
    assert [row.actor for row in rows] == [reference(officer)] * 2


# restore


def test_an_earlier_version_holds_again(officer):
    page = publish(officer)
    publish(officer, based_on=1, text_de="Anders.")

    actions.restore(PageKind(page.kind), actor=officer, number=1, at=NOON + timedelta(days=2))

    standing = queries.standing(PageKind.IMPRINT)
    assert (standing.number, standing.wording.text_de) == (3, "Wir sind es.")
    assert "1" in queries.versions_of(PageKind.IMPRINT)[0].note


def test_only_the_office_restores(officer, owner):
    page = publish(officer)
    publish(officer, based_on=1)

    with pytest.raises(NotAllowed):
        actions.restore(PageKind(page.kind), actor=owner, number=1)


@pytest.mark.parametrize("number", [0, 1, 9])
def test_what_never_held_or_holds_now_is_not_restored(officer, number):
    page = publish(officer)

    with pytest.raises(actions.NoSuchVersion):
        actions.restore(PageKind(page.kind), actor=officer, number=number)
    with pytest.raises(actions.NoSuchVersion):
        actions.restore(PageKind.PRIVACY, actor=officer, number=number)


def test_restoring_is_a_line_in_the_trail_and_takes_nothing_away(officer):
    page = publish(officer)
    publish(officer, based_on=1)

    actions.restore(PageKind(page.kind), actor=officer, number=1)

    assert PageVersion.objects.count() == 3
    assert AuditRow.objects.filter(subject=reference(page), verb="newsroom.restore").count() == 1


# what the database refuses


@pytest.mark.parametrize("wrong", [{"title_de": ""}, {"text_de": ""}, {"text_en": ""}, {"number": 1}])
def test_the_database_keeps_half_a_page_and_a_second_first_version_out(officer, wrong):
    page = publish(officer)
    values = {**vars(WORDS), "page": page, "number": 2, "published_at": NOON, **wrong}

    with pytest.raises(IntegrityError), transaction.atomic():
        PageVersion.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.create(kind="blog")
