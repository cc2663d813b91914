"""Founding a city, founding it again, and bringing it up to its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from quartierwerk.config.cli import main
from quartierwerk.foundation.errors import NotAllowed
from quartierwerk.foundation.house.models import House
from quartierwerk.foundation.mail.models import OutgoingMail
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.queries import holders, system
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.accounts.tests import factories as people
from quartierwerk.rooms.directory.models import Profession, Sector, Synonym
from quartierwerk.rooms.places import actions as places
from quartierwerk.rooms.places.models import Boundary, Place
from quartierwerk.rooms.places.tests.factories import square
from quartierwerk.surfaces.founding.carrying_out import OtherCity, found
from quartierwerk.surfaces.founding.reading import read
from quartierwerk.surfaces.founding.tests.test_reading import GOOD, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def blueprint():
    return read(GOOD, today=TODAY)


@pytest.fixture
def founded(blueprint):
    return found(blueprint, actor=system("test"))


def counts():
    return [model.objects.count() for model in (Place, Boundary, Sector, Profession, Synonym, Person, OutgoingMail)]


def with_part(blueprint, number, **described):
    parts = list(blueprint.parts)
    parts[number] = replace(parts[number], described=parts[number].described | described)
    return replace(blueprint, parts=tuple(parts))


def test_a_city_is_founded_with_all_that_belongs_to_it(founded):
    assert (founded.is_new, founded.open) == (True, [])
    assert founded.lines()[0] == "Stadt Süderstadt gegründet."
    assert counts()[:2] == [4, 4]
    assert House.objects.get().name == "Süderstadt"
    assert holders(RoleName.OFFICER, scope=f"places.place:{Place.objects.get(kind='city').pk}").count() == 1
    assert OutgoingMail.objects.get().subject == "Quartierwerk Süderstadt ist eingerichtet"


def test_founding_again_finds_everything_and_writes_nothing(blueprint, founded):
    before = counts()

    again = found(blueprint, actor=system("test"))

    assert (again.is_new, again.done, again.open) == (False, [], [])
    assert again.lines() == ["Alles steht schon so im Haus; nichts war zu tun."]
    assert counts() == before


def test_what_differs_is_told_and_left(blueprint, founded):
    other = replace(with_part(blueprint, 0, name="Norden", hue=5), accent="brick")
    before = counts()

    again = found(other, actor=system("test"))

    assert again.lines()[0].startswith("Die Stadt ist schon gegründet; nichts wurde geändert.")
    assert "Stadtbezirk Norden: geändert (name, hue)." in again.open
    assert (House.objects.get().accent, Place.objects.get(slug="nord").name, counts()) == ("petrol", "Nord", before)


def test_an_update_takes_over_what_differs_and_keeps_what_only_the_house_knows(blueprint, founded):
    Synonym.objects.all().delete()
    other = replace(with_part(blueprint, 0, name="Norden"), parts=with_part(blueprint, 0, name="Norden").parts[:2])

    again = found(other, actor=system("test"), is_updating=True)

    assert Place.objects.get(slug="nord").name == "Norden"
    assert Place.objects.filter(slug="werft").exists()
    assert any("Synonymgruppen" in line for line in again.done) and Synonym.objects.exists()
    assert OutgoingMail.objects.count() == 1


def test_a_middle_that_moves_is_drawn_anew_from_today_on(blueprint, founded):
    found(with_part(blueprint, 0, center_lat=51.52), actor=system("test"), is_updating=True)

    assert Boundary.objects.filter(place__slug="nord").count() == 2
    assert Boundary.objects.get(place__slug="nord", valid_to=None).is_schematic


def test_surveyed_boundaries_stay_when_a_middle_moves(blueprint, founded):
    nord = Place.objects.get(slug="nord")
    places.draw_boundary(nord, actor=system("test"), geojson=square(51.5, 7.4), valid_from=date(2026, 7, 1))

    found(with_part(blueprint, 1, center_lat=51.44), actor=system("test"), is_updating=True)

    assert Boundary.objects.filter(place__slug="sued-ost").count() == 1


def test_a_second_officer_in_the_file_is_invited_by_an_update(blueprint, founded):
    other = replace(blueprint, officer=replace(blueprint.officer, email="bea@suederstadt.example"))

    assert found(other, actor=system("test")).open == ["bea@suederstadt.example eingeladen."]
    found(other, actor=system("test"), is_updating=True)

    assert [mail.to for mail in OutgoingMail.objects.order_by("pk")][1:] == ["bea@suederstadt.example"]


def test_somebody_the_house_knows_becomes_the_first_officer(blueprint):
    known = people.person("Ada", email="ada@suederstadt.example")

    found(blueprint, actor=system("test"))

    assert known.acts_for_the_office and Person.objects.filter(email=known.email).count() == 1


def test_a_trial_writes_nothing(blueprint):
    before = counts()

    account = found(blueprint, actor=system("test"), is_trial=True)

    assert account.lines()[0].startswith("Probelauf") and len(account.done) > 5
    assert counts() == [before[0], *before[1:5], before[5] + 1, before[6]]  # the machinery's own person


def test_a_house_has_one_city(blueprint, founded):
    with pytest.raises(OtherCity, match="gehört schon der Stadt Süderstadt"):
        found(replace(blueprint, slug="nebenan"), actor=system("test"))


def test_nobody_else_founds_a_city(blueprint):
    with pytest.raises(NotAllowed):
        found(blueprint, actor=people.person("Niemand"))

    assert counts()[0] == 0 and not House.objects.exists()


def test_what_goes_wrong_halfway_leaves_nothing(blueprint):
    broken = with_part(blueprint, 2, hue=77)

    with pytest.raises(Exception, match="hue"):
        found(broken, actor=system("test"))

    assert not Place.objects.exists() and not House.objects.exists()


# The command


@pytest.fixture
def run(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in ("init", *arguments)])
        told = capsys.readouterr()
        return int(stopped.value.code or 0), told.out, told.err

    return run


def test_the_command_prints_a_file_to_fill_in_that_founds_a_city(run, tmp_path):
    code, out, _err = run("--template")
    path = tmp_path / "stadt.toml"
    path.write_text(out, encoding="utf-8")

    assert code == 0
    assert run(path, "--dry-run")[0] == 0 and not Place.objects.exists()
    assert run(path)[0] == 0 and Place.objects.count() == 4
    assert run(path)[2] == "Alles steht schon so im Haus; nichts war zu tun.\n"


def test_the_command_says_where_the_file_is_wrong(run, tmp_path):
    path = tmp_path / "stadt.toml"
    path.write_text(GOOD.replace("hue = 9", "hue = 99"), encoding="utf-8")

    code, _out, err = run(path)

    assert code == 2 and "nichts wurde geschrieben" in err and "Zeile 12 (districts 2 hue)" in err
    assert not Place.objects.exists()


def test_the_command_differs_by_its_code_between_done_and_left(run, tmp_path):
    path = tmp_path / "stadt.toml"
    path.write_text(GOOD, encoding="utf-8")
    run(path)
    path.write_text(GOOD.replace('name = "Süd-Ost"', 'name = "Süd-Ost"\nslug = "sued-ost"\ntext = "Neu."'), "utf-8")

    assert run(path)[0] == 1
    assert run(path, "--update")[0] == 0
    assert Place.objects.get(slug="sued-ost").text_de == "Neu."


@pytest.mark.parametrize(("content", "said"), [(None, "No such file"), ("Süd".encode("latin-1"), "nicht in UTF-8")])
def test_a_file_that_cannot_be_read_is_said(run, tmp_path, content, said):
    path = tmp_path / "stadt.toml"
    if content is not None:
        path.write_bytes(content)

    code, _out, err = run(path)

    assert code == 2 and said in err


def test_the_command_asks_for_its_file_and_knows_of_other_cities(run, tmp_path, founded):
    path = tmp_path / "stadt.toml"
    path.write_text(GOOD.replace('name = "Süderstadt"', 'name = "Nebenan"'), encoding="utf-8")

    assert run()[0] == 2 and "gehört schon der Stadt Süderstadt" in run(path)[2]
