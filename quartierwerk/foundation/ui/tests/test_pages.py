"""Whole pages, parts of pages, and pages for what did not work."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django_htmx.middleware import HtmxDetails

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.ui import pages
from quartierwerk.foundation.ui.context import page as context_of
from quartierwerk.foundation.ui.gates import RightMissing
from quartierwerk.rooms.accounts.models import Person

pytestmark = pytest.mark.django_db  # the frame of a page asks for the name of the city


@pytest.fixture
def ask(rf):
    def request(**headers):
        made = rf.get("/stil/", headers=headers)
        made.user = AnonymousUser()
        made.htmx = HtmxDetails(made)
        return made

    return request


def text(response):
    return response.content.decode()


def answer(request):
    return pages.page(request, "ui/oops.html")


def test_a_browser_gets_the_whole_page(ask):
    response = answer(ask())

    assert text(response).lstrip().startswith("<!doctype html>")
    assert "HX-Request" in response["Vary"]


def test_htmx_gets_the_content_without_the_frame(ask):
    html = text(answer(ask(HX_Request="true", HX_Target="list")))

    assert "<!doctype" not in html
    assert 'class="oops"' in html


def test_boosted_and_history_requests_get_the_whole_page(ask):
    for header in ("HX_Boosted", "HX_History_Restore_Request"):
        assert "<!doctype" in text(answer(ask(HX_Request="true", **{header: "true"})))


@pytest.fixture
def own_template(settings):
    """A page that defines a partial, beside the templates of the house."""
    content = "A{% partialdef results inline %}B{% endpartialdef %}C"
    source = "{% extends 'ui/base.html' %}{% block content %}" + content + "{% endblock %}"
    house = "django.template.loaders.app_directories.Loader"
    loaders = [("django.template.loaders.locmem.Loader", {"own.html": source}), house]
    (engine,) = settings.TEMPLATES
    options = {**engine["OPTIONS"], "loaders": [("template_partials.loader.Loader", loaders)]}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]
    return "own.html"


def test_htmx_gets_the_partial_named_like_its_target(ask, own_template):
    part = text(pages.page(ask(HX_Request="true", HX_Target="results"), own_template))

    assert part == "B"


@pytest.mark.parametrize("target", ["unknown", "../../x", ""])
def test_htmx_gets_the_content_where_no_partial_has_the_targets_name(ask, own_template, target):
    assert text(pages.page(ask(HX_Request="true", HX_Target=target), own_template)).strip().endswith("ABC")


def test_a_page_knows_the_city_and_its_languages(ask):
    known = context_of(ask())

    assert [(language.code, language.url) for language in known["languages"]] == [("de", "/stil/"), ("en", "/en/stil/")]
    assert known["home_url"] == "/"


def test_a_page_offers_the_languages_of_the_city(ask):
    House.objects.create(name="Musterstadt", accent="brick", languages=["de"])

    known = context_of(ask())

    assert (known["city"].name, known["city"].accent) == ("Musterstadt", "brick")
    assert [language.code for language in known["languages"]] == ["de"]


def test_what_is_not_there_yet_says_why_and_when_to_come_back(ask):
    response = pages.not_yet(ask(), RuleBroken("Das Haus wird gerade gestrichen."), seconds=90)

    assert (response.status_code, response["Retry-After"]) == (503, "90")
    assert "Das Haus wird gerade gestrichen." in text(response)


def test_a_refusal_shows_its_sentence(ask):
    assert "Nur für die Jury." in text(pages.forbidden(ask(), PermissionDenied("Nur für die Jury.")))


def test_the_page_for_our_own_mistake_needs_nothing(ask, settings):
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}

    response = pages.server_error(ask())

    assert response.status_code == 500
    assert "/static/ui/plain.css" in text(response)


def test_the_page_for_our_own_mistake_names_a_number_that_stands_in_the_log(ask, caplog):
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        response = pages.server_error(ask())

    [line] = [record.getMessage() for record in caplog.records]
    number = line.split()[2].rstrip(":")
    assert len(number) == 8 and number in text(response)
    assert "ZeroDivisionError" in line and "/stil/" in line


def test_a_missing_right_is_named_with_who_can_give_it(ask):
    words = {"office": {"one": "Kulturamt", "many": "Kulturämter"}}
    House.objects.create(name="Musterstadt", contact_email="post@stadt.example", words=words)
    request = ask()
    request.user = Person.objects.create(name="Ova Eigen", email="ova@profil.example")

    shown = text(pages.forbidden(request, RightMissing()))

    assert "Rolle „Kulturamt“" in shown and "post@stadt.example" in shown
    assert "Ova Eigen" in shown and "Als jemand anderes anmelden" in shown
