"""A form runs its verb, and the page reads off it how that went."""

import pytest
from django import forms
from django.http import Http404
from django_htmx.middleware import HtmxDetails

from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.limits.counting import TooMany
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.foundation.ui.fields import Refusable, posted
from quartierwerk.foundation.ui.pages import page


class NameForm(Refusable):
    name = forms.CharField(label="Name", required=False, max_length=5)


def refusing(refusal):
    def verb():
        raise refusal

    return verb


def test_a_form_keeps_what_its_verb_returned():
    form = NameForm({"name": "Ova"})

    assert form.is_valid() and form.does(form.cleaned_data["name"].upper)
    assert (form.result, form.refusal, form.status) == ("OVA", None, 200)


def test_a_refusal_stands_at_its_field_or_above_all_of_them():
    at_field, above = NameForm({}), NameForm({})

    assert not at_field.does(refusing(RuleBroken("Diesen Namen gibt es.", field="name")))
    assert not above.does(refusing(RuleBroken("Heute nicht.", field="color")))

    assert at_field.errors == {"name": ["Diesen Namen gibt es."]}
    assert above.non_field_errors() == ["Heute nicht."]
    assert (at_field.status, above.status) == (422, 422)


def test_a_refusal_knows_its_field_by_its_kind():
    class NoName(RuleBroken):
        field = "name"

    assert (NoName().field, NoName(field="color").field, RuleBroken().field) == ("name", "color", None)


def test_other_faults_are_no_refusals():
    with pytest.raises(ZeroDivisionError):
        NameForm({}).does(lambda: 1 / 0)


@pytest.mark.parametrize(
    ("data", "status"), [(None, 200), ({}, 200), ({"name": "kurz"}, 200), ({"name": "viel zu lang"}, 422)]
)
def test_the_status_of_a_form_is_what_was_sent(data, status):
    assert NameForm(data).status == status


def test_an_empty_answer_is_a_sent_one(rf):
    assert posted(rf.get("/?name=x")) is None
    assert NameForm(posted(rf.post("/"))).is_bound


@pytest.fixture
def answer(rf, db):
    def of(form, **context):
        request = rf.post("/")
        request.htmx = HtmxDetails(request)
        return page(request, "ui/oops.html", form=form, **context)

    return of


def test_a_page_answers_as_its_form_says(answer):
    tired, wrong = NameForm({}), NameForm({"name": "viel zu lang"})
    tired.does(refusing(TooMany(retry_after=90)))

    assert (answer(tired).status_code, answer(tired)["Retry-After"]) == (429, "90")
    assert answer(wrong).status_code == 422
    assert "Retry-After" not in answer(wrong)
    assert answer(NameForm()).status_code == 200


def test_a_page_that_names_its_status_keeps_it(answer):
    assert answer(NameForm({"name": "viel zu lang"}), status=404).status_code == 404


class Said(list):
    def add(self, level, text, tags):
        self.append(text)


@pytest.fixture
def pressing(rf):
    request = rf.post("/")
    request._messages = Said()
    return request


def test_one_step_says_what_it_did(pressing):
    assert one_step(pressing, lambda: None, said="Getan.")
    assert pressing._messages == ["Getan."]


def test_one_step_says_why_not(pressing):
    assert not one_step(pressing, refusing(RuleBroken("Heute nicht.")), said="Getan.")
    assert pressing._messages == ["Heute nicht."]


def test_one_step_can_hide_that_there_is_anything(pressing):
    with pytest.raises(Http404):
        one_step(pressing, refusing(NotAllowed()), is_hidden=True)

    assert not one_step(pressing, refusing(NotAllowed()))
