"""What was backed up comes back: the database and the files."""

from __future__ import annotations

import tarfile

import pytest

from quartierwerk.config.archive import ArchiveRefused, pack, unpack
from quartierwerk.foundation.audit import trail
from quartierwerk.foundation.search.models import IndexJournal
from quartierwerk.rooms.accounts.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def silent(done: int, total: int) -> None:
    """A progress bar nobody looks at."""


@pytest.fixture
def archive(tmp_path, settings, profile):
    (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
    (settings.MEDIA_ROOT / "pictures" / "a.webp").write_bytes(b"picture")
    trail.seal()
    target = tmp_path / "backup.tar.gz"
    pack(target, progress=silent)
    return target


def test_database_and_files_come_back(archive, settings, profile):
    Person.objects.create(name="Später")
    profile.name = "Anders"
    profile.save()
    (settings.MEDIA_ROOT / "pictures" / "a.webp").unlink()
    (settings.MEDIA_ROOT / "pictures" / "later.webp").write_bytes(b"later")
    settings.INDEX_DIR.mkdir(parents=True, exist_ok=True)

    unpack(archive, progress=silent)

    profile.refresh_from_db()
    assert profile.name != "Anders"
    assert not Person.objects.filter(name="Später").exists()
    assert [path.name for path in (settings.MEDIA_ROOT / "pictures").iterdir()] == ["a.webp"]
    assert not settings.INDEX_DIR.exists()
    assert trail.broken_seals() == []
    assert IndexJournal.objects.exists()


def test_archive_appears_only_when_it_is_whole(archive):
    assert [path.name for path in archive.parent.iterdir() if path.name.startswith("tmp")] == []


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00broken"])
def test_what_is_no_archive_is_refused_and_nothing_is_lost(tmp_path, profile, content):
    wrong = tmp_path / "wrong.tar.gz"
    wrong.write_bytes(content)

    with pytest.raises(ArchiveRefused, match="not an archive"):
        unpack(wrong, progress=silent)

    profile.refresh_from_db()


def test_archive_of_another_kind_of_database_is_refused(tmp_path, archive):
    about = tmp_path / "about.json"
    about.write_text('{"format": 1, "vendor": "oracle"}')
    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz") as made:
        made.add(about, "about.json")

    with pytest.raises(ArchiveRefused, match="oracle"):
        unpack(other, progress=silent)


@pytest.mark.database("postgresql")
def test_missing_tools_are_named(tmp_path, monkeypatch, db):
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(ArchiveRefused, match="postgresql-client"):
        pack(tmp_path / "b.tar.gz", progress=silent)


@pytest.mark.database("postgresql")
def test_tool_that_fails_is_quoted(tmp_path, monkeypatch, db):
    monkeypatch.setenv("PGPASSWORD", "wrong")
    monkeypatch.setitem(__import__("django.db").db.connection.settings_dict, "NAME", "there_is_no_such_database")

    with pytest.raises(ArchiveRefused, match="pg_dump failed"):
        pack(tmp_path / "b.tar.gz", progress=silent)
