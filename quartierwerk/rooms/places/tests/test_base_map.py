"""The operator's base map: its file, its tiles, whom it thanks, and what damage does to it."""

from __future__ import annotations

import gzip
import json
import os
import random

import pytest
from django.core.checks import run_checks
from pmtiles.tile import Compression, TileType

from quartierwerk.rooms.places import queries
from quartierwerk.rooms.places.tests import tiles

HERE = (14, 8530, 5453)
"""A tile in the middle of the invented city."""


@pytest.fixture
def file(tmp_path, settings):
    settings.MAP_FILE = str(tiles.write(tmp_path / "city.pmtiles"))
    return tmp_path / "city.pmtiles"


def address(place=HERE):
    return queries.base_map().tiles.format(**dict(zip("zxy", place, strict=True)))


def warnings():
    return [message.id for message in run_checks() if message.id.startswith("quartierwerk.W00")]


def test_a_tile_is_handed_out_as_it_lies_in_the_file(client, file):
    packed = client.get(address(), headers={"Accept-Encoding": "gzip, br"})
    plain = client.get(address())

    assert (packed.status_code, packed["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")
    assert (packed["Content-Encoding"], gzip.decompress(packed.content)) == ("gzip", tiles.town())
    assert ("Content-Encoding" in plain, plain.content) == (False, tiles.town())
    assert "Accept-Encoding" in packed["Vary"]
    assert "immutable" in packed["Cache-Control"] and "public" in packed["Cache-Control"]
    assert not packed.cookies


@pytest.mark.parametrize("place", [(14, 0, 0), (3, 4, 2), (14, 2**14, 0), (23, 1, 1), (99, 0, 0), (14, 10**30, 0)])
def test_where_the_file_ends_there_is_an_empty_tile(client, file, place):
    answer = client.get(address(place))

    assert (answer.status_code, answer.content) == (204, b"")


def test_without_a_file_there_are_no_tiles(client, db):
    assert queries.base_map() is None
    assert client.get("/kacheln/1/0/0/0").status_code == 404


def test_the_file_says_how_far_it_reaches_and_whom_to_thank(file, settings):
    found = queries.base_map()

    assert (found.is_vector, found.least_zoom, found.most_zoom) == (True, 8, 14)
    assert found.bounds == (7.38, 51.44, 7.58, 51.57)
    assert found.source == '<a href="https://maps.example/copyright" rel="noopener">© Kartenwerk Beispiel</a>'
    assert json.loads(found.as_json())["tiles"] == found.tiles
    settings.MAP_SOURCE = "© Vermessungsamt <b>2026</b>"
    assert queries.base_map().source == "© Vermessungsamt 2026"


def test_tiles_of_a_server_in_front_thank_as_the_settings_say(settings):
    settings.MAP_TILES, settings.MAP_SOURCE = "/tiles/{z}/{x}/{y}.png", "© Stadt"

    found = queries.base_map()

    assert (found.tiles, found.is_vector, found.source) == ("/tiles/{z}/{x}/{y}.png", False, "© Stadt")


def test_a_file_of_pictures_is_handed_out_too(client, tmp_path, settings):
    picture = b"\x89PNG\r\n\x1a\n and the rest of it"
    settings.MAP_FILE = str(
        tiles.write(tmp_path / "a.pmtiles", {HERE: picture}, kind=TileType.PNG, packed=Compression.NONE, said={})
    )

    answer = client.get(address())

    assert (answer["Content-Type"], answer.content) == ("image/png", picture)
    assert "Content-Encoding" not in answer
    assert not queries.base_map().is_vector


def test_a_file_with_tables_within_tables_is_read_to_the_last_tile(tmp_path, settings):
    dice = random.Random(1)
    many = {(10, x, y): dice.randbytes(dice.randint(9, 900)) for x in range(110) for y in range(110)}
    settings.MAP_FILE = str(tiles.write(tmp_path / "large.pmtiles", many))

    for place in [(10, 0, 0), (10, 109, 109), *dice.sample(sorted(many), 20)]:
        assert queries.tile(*place).content == many[place]
    assert queries.tile(10, 500, 500) is None


def test_another_file_in_its_place_gets_other_addresses(client, file):
    before = address()
    tiles.write(file, {HERE: gzip.compress(b"another")})

    assert address() != before
    assert client.get(address()).content == b"another"


def test_a_file_that_is_gone_or_cut_off_leaves_the_districts_as_the_ground(client, db, file):
    whole, before = file.read_bytes(), address()
    file.write_bytes(whole[: len(whole) // 2])
    os.utime(file, (1, 1))

    assert client.get(before).status_code in (200, 204)
    assert client.get("/verzeichnis/karte/").status_code == 200
    file.write_bytes(whole[:200])
    assert queries.base_map() is None
    assert "quartierwerk.W005" in warnings()
    file.write_bytes(b"no map at all, but long enough for a header" * 5)
    assert client.get(before).status_code == 204
    assert client.get("/verzeichnis/karte/").status_code == 200
    file.unlink()
    assert client.get(before).status_code == 204
    assert b"data-base" not in client.get("/verzeichnis/karte/").content


@pytest.mark.parametrize(
    ("said", "complaints"),
    [
        (None, []),
        ({"vector_layers": [{"id": "roads"}]}, ["quartierwerk.W003"]),
        ({"attribution": "© Stadt", "vector_layers": [{"id": "strassen"}]}, ["quartierwerk.W004"]),
        ({"attribution": 5, "vector_layers": "roads"}, ["quartierwerk.W004"]),
    ],
)
def test_the_check_says_what_a_base_map_lacks(tmp_path, settings, said, complaints):
    settings.MAP_FILE = str(tiles.write(tmp_path / "a.pmtiles", said=said))

    assert warnings() == complaints
