"""Whoever goes to a page by the office's menu finds the menu there again."""

import pytest

from quartierwerk.foundation.ui.links import links_for

pytestmark = pytest.mark.django_db


def test_every_page_of_the_office_menu_shows_the_menu(office, officer):
    addresses = [link.address() for link in links_for("office", officer)]

    without = [
        address for address in addresses if 'class="office"' not in office.get(address, follow=True).content.decode()
    ]

    assert addresses
    assert without == []


def test_a_list_for_everybody_does_not(office, client):
    for browser in (office, client):
        assert 'class="office"' not in browser.get("/gremien/").content.decode()
