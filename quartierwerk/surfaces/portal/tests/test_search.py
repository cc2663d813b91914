import pytest

from quartierwerk.foundation.search.follower import rebuild
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.places import demo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "address", "line"),
    [
        ("/suche/", "/quartiere/nordstadt/", "Kreativquartier · Innenstadt-Nord"),
        ("/en/suche/", "/en/quartiere/nordstadt/", "Creative quarter · Innenstadt-Nord"),
    ],
)
def test_what_is_found_is_in_the_language_of_the_page(client, path, address, line):
    demo.load(actor=system("test"))
    rebuild()

    answer = client.get(path, {"q": "Nordstadt"}).content.decode()

    assert f'href="{address}"' in answer
    assert line in answer
