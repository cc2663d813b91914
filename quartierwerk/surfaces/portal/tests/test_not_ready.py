"""While there is no index, nothing says that there is nothing."""

import pytest

from quartierwerk.config.cli import main
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.directory.tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/suche/?q=Atelier", "/verzeichnis/?q=Atelier"])
def test_pages_say_that_the_search_is_being_built(client, profile, path):
    answer = client.get(path)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Die Suche wird gerade aufgebaut" in text
    assert "Nichts gefunden" not in text and "0 Profile" not in text


@pytest.mark.parametrize(
    "path", ["/verzeichnis/neu.atom", "/verzeichnis/export/csv/", "/verzeichnis/export/geojson/", "/api/v1/profiles"]
)
def test_data_is_not_handed_out_by_half(client, profile, path):
    answer = client.get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_the_command_line_writes_no_empty_export(profile, tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["export", "profiles", "--out", str(tmp_path / "profile.csv")])

    assert stopped.value.code == 2
    assert "aufgebaut" in capsys.readouterr().err
    assert not (tmp_path / "profile.csv").exists()


def test_the_search_corrects_aloud(client):
    factories.profile(name="Lichtwerk Nord", professions=("fotografie",))
    follower.rebuild()

    assert "Nichts zu „Fotogrfie“ gefunden." in client.get("/suche/?q=Fotogrfie").content.decode()
