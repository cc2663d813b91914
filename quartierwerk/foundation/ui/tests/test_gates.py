"""Pages for some only: who comes in, what the others are told, and what the page is then."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from quartierwerk.foundation.ui.gates import RightMissing, only, require
from quartierwerk.rooms.accounts.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(rf):
    def of(person):
        request = rf.get("/")
        request.user = person
        return request

    return of


def view(request):
    return HttpResponse()


def test_who_may_comes_to_a_page_of_work_that_no_search_engine_keeps(ask):
    request = ask(Person(name="Ova"))

    answer = only(lambda person: True)(view)(request)

    assert answer["X-Robots-Tag"] == "noindex"
    assert request.is_at_work


def test_others_hear_what_they_need_and_who_gives_it(ask):
    with pytest.raises(RightMissing) as missing:
        only(lambda person: False, needed="Sitz im Beirat", givers="Geschäftsstelle")(view)(ask(Person(name="Ova")))

    assert (missing.value.needed, missing.value.givers) == ("Sitz im Beirat", "Geschäftsstelle")


def test_without_other_words_the_office_gives_the_right(ask):
    with pytest.raises(RightMissing) as missing:
        require(False)

    assert missing.value.givers in missing.value.needed
    require(True)


def test_a_visitor_is_asked_to_sign_in(ask):
    assert only(lambda person: False)(view)(ask(AnonymousUser())).status_code == 302
