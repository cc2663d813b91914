"""Every component renders, and the style page shows each."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from quartierwerk.foundation.ui import fields, style
from quartierwerk.foundation.ui.components import components
from quartierwerk.foundation.ui.drawing import draw
from quartierwerk.foundation.ui.parts import Choice, Facet, Page, address


@pytest.fixture
def show(rf):
    def render(source, path="/liste/", **context):
        request = rf.get(path)
        return Template(source).render(Context({"request": request, "user": AnonymousUser(), **context})).strip()

    return render


class Ids(HTMLParser):
    """Collects ids, and what labels and descriptions point to."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.pointers = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.pointers += (found.get(name) or "").split()


@pytest.mark.django_db
def test_the_style_page_shows_every_component(client):
    html = client.get("/stil/").content.decode()

    for component in components():
        assert f'id="stil-{component.name}"' in html
        assert component.sentence


@pytest.mark.django_db
def test_the_style_page_speaks_english_too(client):
    with translation.override("de"):  # the middleware would leave English behind
        html = client.get("/en/stil/").content.decode()

    assert '<html lang="en"' in html


def test_labels_and_descriptions_point_to_something(show):
    html = show("{% errors form %}{% fields form %}", form=style.SampleForm({"email": "keine"}))
    found = Ids(html)

    assert len(found.ids) == len(set(found.ids))
    assert set(found.pointers) <= set(found.ids)


def test_an_error_stands_at_the_field_and_on_top(show):
    form = style.SampleForm({"email": "keine"})

    top, field = show("{% errors form %}", form=form), show("{% field form.way %}", form=form)

    assert 'href="#id_way_0"' in top
    assert 'id="id_way-error"' in field


def test_no_summary_without_errors(show):
    assert show("{% errors form %}", form=style.SampleForm()) == ""


def test_a_day_gets_the_browsers_calendar_with_its_value(show):
    html = show("{% field form.on %}", form=style.SampleForm())

    assert 'type="date"' in html
    assert 'value="2026-06-03"' in html


@pytest.mark.parametrize(
    ("widget", "kind"),
    [
        (forms.TextInput(), "input"),
        (forms.HiddenInput(), "hidden"),
        (forms.Select(), "select"),
        (forms.SelectMultiple(), "several"),
        (forms.Textarea(), "textarea"),
        (forms.CheckboxInput(), "check"),
        (forms.RadioSelect(), "choices"),
        (forms.CheckboxSelectMultiple(), "choices"),
        (forms.ClearableFileInput(), "file"),
        (forms.SplitDateTimeWidget(), "group"),
    ],
)
def test_every_widget_has_its_markup(show, widget, kind):
    class OneField(forms.Form):
        it = forms.Field(widget=widget, label="Feld", required=False)

    form = OneField()

    assert fields.kind_of(form["it"]) == kind
    assert 'name="it' in show("{% field form.it %}", form=form) or kind == "choices"


def test_suggestions_and_other_attributes_reach_the_input(show):
    html = show('{% field form.name suggest="/vorschlag/" autocomplete="name" %}', form=style.SampleForm())

    assert 'data-suggest="/vorschlag/"' in html
    assert 'autocomplete="name"' in html


def test_the_pager_keeps_the_filters(show):
    html = show(
        "{% pager page %}", path="/liste/?district=a&district=b&page=2", page=Page([], number=2, size=10, total=95)
    )

    assert 'href="/liste/?district=a&amp;district=b&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1
    assert html.count("…") == 1


def test_the_pager_takes_djangos_page_and_is_silent_for_one(show):
    many, one = Paginator(range(30), 10).page(1), Paginator(range(3), 10).page(1)

    assert "page=3" in show("{% pager page %}", page=many)
    assert show("{% pager page %}", page=one) == ""


def test_the_current_address_can_lose_and_gain_parameters(rf):
    request = rf.get("/liste/?q=x&district=a&district=b&page=4")

    assert address(request, drop=("district", "a")) == "/liste/?q=x&district=b"
    assert address(request, drop="district") == "/liste/?q=x"
    assert address(request, page=2, kind=["c", "d"]) == "/liste/?q=x&district=a&district=b&page=2&kind=c&kind=d"


def test_a_page_knows_its_bounds():
    page = Page(["x"], number=3, size=20, total=41)

    assert (page.num_pages, len(page), list(page)) == (3, 1, ["x"])
    assert Page([], number=1, size=20, total=0).num_pages == 1


def test_a_long_facet_hides_its_rest_unless_something_in_it_is_on(show):
    choices = [Choice(str(number), f"Wert {number}", count=number) for number in range(12)]
    closed = Facet("kind", "Art", choices)
    opened = Facet("kind", "Art", [*choices[:11], Choice("11", "Wert 11", on=True)])

    assert len(closed.rest) == 4
    assert not closed.is_on
    assert 'id="facet-kind">' in show("{% facet it %}", it=closed)
    assert 'id="facet-kind" open>' in show("{% facet it %}", it=opened)


def test_a_button_is_a_link_when_it_leads_somewhere(show):
    link = show('{% button "Weiter" url="/ziel/" data_dialog="x" %}')
    send = show('{% button "Senden" name="do" value="send" %}')

    assert link.startswith('<a href="/ziel/"')
    assert 'data-dialog="x"' in link
    assert 'type="submit"' in send
    assert 'value="send"' in send


def test_what_a_person_wrote_is_escaped(show):
    evil = "<script>x</script>"
    source = (
        "{% badge evil %}{% button evil url=evil %}{% alert 'info' evil %}{{ evil }}{% endalert %}"
        "{% copy evil %}{% empty evil evil %}{% figure evil evil %}{% drawing evil 3 evil %}"
    )

    assert "<script>x" not in show(source, evil=evil)


def test_a_drawing_is_always_the_same_for_a_name():
    assert draw("Druckwerk", hue=2) == draw("Druckwerk", hue=2)
    assert draw("Druckwerk", hue=2) != draw("Radau", hue=2)
    assert 'role="img" aria-label="Bild"' in draw("Radau", label="Bild")


def test_money_and_dates_as_tags(show):
    with translation.override("de"):
        assert show("{% money -100 %}") == '<span class="money money--minus">\u22121,00\u00a0€</span>'
        assert show("{{ cents|money }} {{ n|number }}", cents=5, n=1000) == "0,05\u00a0€ 1.000"
        assert show("{% date day %}", day=style.samples()["day"]) == (
            '<time datetime="2026-06-03">Mi, 3. Juni 2026</time>'
        )
        assert 'datetime="2026-06-03T18:30+02:00"' in show("{% date at %}", at=style.samples()["start"])
        assert show("{{ day|when:'short' }}", day=style.samples()["day"]) == "03.06.2026"
