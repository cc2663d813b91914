"""The style page shows every component in every state; where it has no fault, the kit has none."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_component_is_accessible(page, live_server, assert_accessible):
    page.goto(f"{live_server.url}/stil/")

    assert_accessible(page)


def test_a_fault_would_be_noticed(page, live_server, axe):
    page.goto(f"{live_server.url}/stil/")
    page.evaluate("document.querySelector('main').append(new Image())")

    assert [line.split(":")[0] for line in axe(page)] == ["image-alt"]


@pytest.mark.parametrize("around", ["block", "flex", "grid", "grid; justify-items: start"])
def test_a_wide_table_scrolls_by_itself_on_a_phone_whatever_is_around_it(page, live_server, around):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/stil/")

    page_width, room, content = page.evaluate(
        """around => {
            const table = document.querySelector(".table"), box = document.createElement("div");
            box.style = `display: ${around}`;
            document.querySelector("main").prepend(box);
            box.append(table);
            table.querySelector("th[scope=row]").style.minInlineSize = "60rem";
            return [document.documentElement.scrollWidth, table.clientWidth, table.scrollWidth];
        }""",
        around,
    )

    assert page_width <= 390
    assert 300 <= room < content
