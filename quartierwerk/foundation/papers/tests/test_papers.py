"""Papers are told by what is in them, kept without what nobody meant to hand in, and never served by an address."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from quartierwerk.foundation import clock
from quartierwerk.foundation.papers import storing
from quartierwerk.foundation.papers.models import LONGEST_NAME, PaperKind, StoredPaper
from quartierwerk.foundation.papers.reading import NotAPaper, clean_name, told
from quartierwerk.foundation.papers.tests.made import EACH, PDF, archive, document, picture

GPS = 0x8825


def stored(raw: bytes = PDF, *, name: str = "Plan.pdf") -> StoredPaper:
    return storing.store_paper(io.BytesIO(raw), name=name, owner=None, at=clock.now())


@pytest.mark.parametrize("kind", list(PaperKind))
def test_each_kind_is_told_by_its_content(kind):
    assert told(EACH[kind])[0] is kind


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        PDF[:-8],
        picture("GIF"),
        picture()[:100],
        archive(readme="x"),
        archive(TYPES_xml="<x/>", word__document_xml="<x/>", xl__workbook_xml="<x/>"),
        archive(word__document_xml="<x/>"),
        archive(TYPES_xml="<x/>", word__document_xml="<x/>", **{"word__vbaProject.bin": b"x"}),
        archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<x/>", Basic__x_xml="<x/>"),
        archive(mimetype="text/html", content_xml="<x/>"),
        document(PaperKind.DOCX)[:-30],
        b"PK\x03\x04nothing",
    ],
)
def test_what_is_something_else_is_refused(raw):
    with pytest.raises(NotAPaper):
        told(raw)


def test_what_says_it_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("quartierwerk.foundation.papers.reading.MOST_UNPACKED", 5)
    with pytest.raises(NotAPaper):
        told(document(PaperKind.DOCX))
    monkeypatch.setattr("quartierwerk.foundation.papers.reading.MOST_PIXELS", 5)
    with pytest.raises(NotAPaper):
        told(picture())


def test_pictures_lose_what_nobody_meant_to_hand_in():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(GPS)[2] = (51.0, 30.0, 0.0)

    kind, kept = told(picture(exif=exif) + b"appended")

    with Image.open(io.BytesIO(kept)) as found:
        assert (kind, found.size, dict(found.getexif())) == (PaperKind.JPEG, (20, 40), {})
    assert b"appended" not in kept


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Lageplan.PDF", "Lageplan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Eigene Dateien\\Plan.pdf", "Plan.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe.pdf"),
        ('a"b\r\nc.pdf', "a bc.pdf"),
        ("...", "datei.pdf"),
        ("", "datei.pdf"),
    ],
)
def test_names_are_cleaned(name, clean):
    assert clean_name(name, PaperKind.PDF) == clean


@given(st.text(max_size=300), st.sampled_from(PaperKind))
def test_a_clean_name_stays_clean(name, kind):
    clean = clean_name(name, kind)

    assert clean_name(clean, kind) == clean
    assert 0 < len(clean) <= LONGEST_NAME and clean.endswith(f".{kind.value}")
    assert not set(clean) & set('/\\\r\n\0"')


@pytest.mark.django_db
def test_what_is_stored_is_what_its_digest_says():
    paper = stored()

    assert (paper.size, paper.sha256, str(paper)) == (len(PDF), hashlib.sha256(PDF).hexdigest(), "Plan.pdf")
    assert storing.is_sound(paper)
    answer = storing.answer(paper)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert answer["Content-Type"] == "application/pdf"
    answer.close()


@pytest.mark.django_db
def test_too_large_a_file_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = len(PDF) - 1

    with pytest.raises(storing.PaperTooLarge):
        stored()


@pytest.mark.django_db(transaction=True)
def test_a_paper_goes_with_its_file_once_that_is_committed():
    paper = stored()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        storing.remove(StoredPaper.objects.get(pk=paper.pk))
        raise ZeroDivisionError
    assert storing.is_sound(paper)

    storing.remove(StoredPaper.objects.get(pk=paper.pk))

    assert not storing.is_sound(paper)
    with pytest.raises(Http404):
        storing.answer(paper)


@pytest.mark.django_db
def test_files_that_no_row_knows_are_swept_once_they_are_old():
    paper, orphan = stored(), stored()
    StoredPaper.objects.filter(pk=orphan.pk).delete()
    part = next((settings.MEDIA_ROOT / "papers").glob(f"*/{orphan.key.hex}.bin"))
    assert storing.sweep(at=clock.now()) == 0

    old = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(part, (old, old))
    assert storing.sweep(at=clock.now()) == 1
    assert not part.exists() and storing.is_sound(paper)
