"""Files in an application: who adds, reads and removes them, what becomes of them, and the page that takes them."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from quartierwerk.foundation.audit.models import AuditRow
from quartierwerk.foundation.drafts import keeping
from quartierwerk.foundation.errors import NotAllowed, NotNow, RuleBroken
from quartierwerk.foundation.papers import storing
from quartierwerk.foundation.papers.models import StoredPaper
from quartierwerk.foundation.papers.tests.made import PDF, picture
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts import actions as accounts_actions
from quartierwerk.rooms.accounts.tests import factories as accounts
from quartierwerk.rooms.funding import actions
from quartierwerk.rooms.funding.models import Application, Enclosure
from quartierwerk.rooms.funding.rules import Condition, QuestionKind
from quartierwerk.rooms.funding.tests import factories
from quartierwerk.rooms.funding.tests.factories import content, question
from quartierwerk.rooms.funding.tests.test_applications import signed_in, text_of, typed

pytestmark = pytest.mark.django_db


def upload(raw: bytes = PDF, *, key: str = "q1", name: str = "Plan.pdf") -> actions.Upload:
    return actions.Upload(question=key, content=io.BytesIO(raw), name=name)


def sent(name: str = "Plan.pdf", raw: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def test_a_file_is_added_and_taken_out_again(owner):
    application = factories.enclosed(owner)
    enclosure = application.enclosures.get()
    row = AuditRow.objects.filter(subject=reference(application)).latest("pk")
    assert (row.verb, row.changes["sha256"]) == ("funding.enclose", enclosure.paper.sha256)
    assert "Lageplan" not in str(row.changes)

    actions.drop_enclosure(application, actor=owner, enclosure=enclosure.pk)

    assert not Enclosure.objects.exists() and not StoredPaper.objects.exists()
    with pytest.raises(NotNow):
        actions.drop_enclosure(application, actor=owner, enclosure=enclosure.pk)


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_others_add_and_remove_nothing(request, owner, who):
    application, actor = factories.enclosed(owner), request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        actions.enclose(application, actor=actor, upload=upload())
    with pytest.raises(NotAllowed):
        actions.drop_enclosure(application, actor=actor, enclosure=application.enclosures.get().pk)


def test_files_are_refused_where_none_is_asked_for_or_too_many_are(owner):
    application = factories.enclosed(owner, most=1)
    for wrong, refusal in (
        (upload(), actions.TooManyFiles),
        (upload(key="q2"), actions.NoSuchQuestion),
    ):
        with pytest.raises(refusal):
            actions.enclose(application, actor=owner, upload=wrong)
    other = factories.enclosed(owner)
    with pytest.raises(RuleBroken, match="Virus.pdf: Diese Datei") as refused:
        actions.enclose(other, actor=owner, upload=upload(b"MZ", name="Virus.pdf"))
    assert refused.value.field == "q_q1"
    assert StoredPaper.objects.count() == 2


def test_what_is_submitted_names_its_files_and_keeps_them(owner):
    application = factories.enclosed(owner)
    paper = application.enclosures.get().paper

    kept = actions.submit(application, actor=owner, content=content(answers={"q1": [{"key": "erfunden"}]}))

    file = {"key": paper.key.hex, "name": "Lageplan.pdf", "size": len(PDF), "sha256": paper.sha256}
    assert kept.said.answers == {"q1": [file]} and kept.is_sound and storing.is_sound(paper)
    with pytest.raises(NotNow):
        actions.drop_enclosure(kept, actor=owner, enclosure=kept.enclosures.get().pk)
    with pytest.raises(NotNow):
        actions.enclose(kept, actor=owner, upload=upload())
    rows = Enclosure.objects.filter(application=kept)
    for change in (rows.delete, lambda: rows.update(question="q9")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_required_file_is_missing_until_it_is_there(owner):
    application = factories.enclosed(owner)
    actions.drop_enclosure(application, actor=owner, enclosure=application.enclosures.get().pk)

    with pytest.raises(actions.Incomplete) as refused:
        actions.submit(application, actor=owner, content=content())
    assert refused.value.field == "q_q1"


def test_files_of_questions_that_are_not_asked_go_at_submission(owner):
    on_yes = Condition(question="q1", answers=("yes",))
    fund = factories.asked(
        factories.regulated(), question("q1", QuestionKind.YES_NO), question("q2", QuestionKind.FILES, only_if=on_yes)
    )
    application = factories.application(owner, of=fund)
    actions.enclose(application, actor=owner, upload=upload(key="q2"))

    kept = actions.submit(application, actor=owner, content=content(answers={"q1": False}))

    assert kept.said.answers == {"q1": False} and not StoredPaper.objects.exists()


def test_files_go_with_a_draft_and_stay_with_what_was_submitted(owner):
    drafted = factories.enclosed(owner)
    actions.withdraw_application(drafted, actor=owner)
    assert not StoredPaper.objects.exists()

    submitted = actions.submit(factories.enclosed(owner), actor=owner, content=content())
    actions.withdraw_application(submitted, actor=owner)
    assert StoredPaper.objects.count() == 1


def test_files_of_somebody_who_is_erased():
    somebody = accounts.person()
    actions.submit(factories.enclosed(somebody), actor=somebody, content=content())
    factories.enclosed(somebody)

    accounts_actions.erase(somebody, actor=somebody)

    assert [one.application.applicant for one in Enclosure.objects.all()] == [None]


# Pages


def test_a_file_comes_with_the_form_whichever_button_sends_it(owner):
    application = factories.enclosed(owner)
    url, desk = reverse("funding:write", args=[application.pk]), signed_in(owner)

    answer = desk.post(url, typed(enclose="q1", draft_version="0", q_q1=[sent(), sent("Foto.jpg", picture())]))

    assert answer.url == f"{url}#question-q1"
    text = text_of(desk, url)
    assert all(name in text for name in ("Lageplan.pdf", "Plan.pdf", "Foto.jpg", "Für die Bühne."))
    draft = keeping.find("funding.application", person=owner, about=reference(application))
    assert "enclose" not in draft.data and draft.data["need"] == ["Für die Bühne."]
    drop = application.enclosures.latest("pk").pk
    desk.post(url, typed(drop=f"{drop}", draft_version="1"))
    assert application.enclosures.count() == 2
    assert desk.post(url, typed(q_q1=sent("Noch einer.pdf"))).status_code == 302
    assert len(Application.objects.get().said.answers["q1"]) == 3


def test_a_refused_file_is_said_and_what_was_typed_stays(owner):
    application = factories.enclosed(owner)
    url, desk = reverse("funding:write", args=[application.pk]), signed_in(owner)

    answer = desk.post(url, typed(q_q1=sent("Virus.pdf", b"MZ")))

    text = answer.content.decode()
    assert "Virus.pdf: Diese Datei lässt sich nicht annehmen" in text and "Für die Bühne." in text
    assert Application.objects.get().is_draft
    assert desk.post(url, typed(drop="999", keep="1", draft_version="0"), follow=True).status_code == 200
    assert desk.post(url, typed(drop="x", draft_version="1"), follow=True).status_code == 200


def test_a_file_is_read_by_whoever_reads_the_application(owner, stranger, officer, client):
    application = factories.enclosed(owner)
    url = application.enclosures.get().get_absolute_url()
    assert client.get(url).status_code == 302
    assert [signed_in(one).get(url).status_code for one in (stranger, officer)] == [404, 404]

    actions.submit(application, actor=owner, content=content())

    assert signed_in(stranger).get(url).status_code == 404
    answer = signed_in(officer).get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Lageplan.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "Lageplan.pdf" in text_of(signed_in(officer), application.get_absolute_url())
