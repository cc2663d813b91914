"""Pictures are decoded and written anew; nothing else gets in."""

from __future__ import annotations

import io
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from quartierwerk.foundation import clock
from quartierwerk.foundation.files import storing
from quartierwerk.foundation.files.focus import STEP, Focus
from quartierwerk.foundation.files.models import Kind, StoredPicture
from quartierwerk.foundation.files.storing import NotAPicture, PictureTooLarge, path_of, remove, store_picture

pytestmark = pytest.mark.django_db
GPS, ORIENTATION = 0x8825, 0x0112


def picture(size=(1600, 900), kind="JPEG", mode="RGB", **options) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else 0).save(out, kind, **options)
    out.seek(0)
    return out


def opened(path) -> Image.Image:
    """A stored picture, read whole, its file closed."""
    with Image.open(path) as found:
        found.load()
        return found


def test_picture_is_kept_in_several_widths():
    stored = store_picture(picture())

    assert (stored.widths, stored.width, stored.height) == ([320, 640, 1280], 1280, 720)
    assert [opened(path_of(stored.key, width)).size for width in stored.widths] == [(320, 180), (640, 360), (1280, 720)]
    assert str(stored).endswith("(1280 × 720)")


def test_small_picture_is_not_blown_up():
    assert store_picture(picture((200, 100))).widths == [200]


def test_metadata_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[2] = (51.0, 30.0, 0.0)

    stored = store_picture(picture((400, 200), exif=exif))

    kept = opened(path_of(stored.key, 200))
    assert (kept.size, dict(kept.getexif())) == ((200, 400), {})


def test_transparency_survives():
    stored = store_picture(picture((64, 64), kind="PNG", mode="RGBA"))

    assert opened(path_of(stored.key, 64)).mode == "RGBA"


@pytest.mark.parametrize("raw", [b"", b"no picture", b"<svg onload='x'/>", b"\x89PNG\r\n\x1a\n broken", b"GIF89a"])
def test_what_is_no_picture_is_refused(raw):
    with pytest.raises(NotAPicture):
        store_picture(io.BytesIO(raw))

    assert StoredPicture.objects.count() == 0


def test_too_many_bytes_are_refused(settings):
    settings.UPLOAD_MAX_BYTES = 100

    with pytest.raises(PictureTooLarge, match="bis zu 0 MB"):
        store_picture(picture())


def test_too_many_pixels_are_refused_before_they_are_decoded(monkeypatch):
    monkeypatch.setattr(storing, "MOST_PIXELS", 1000)

    with pytest.raises(PictureTooLarge):
        store_picture(picture())


def test_a_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)

    with pytest.raises(PictureTooLarge):
        store_picture(picture())


def test_smallest_fitting_variant_is_served(client):
    stored = store_picture(picture())

    answer = client.get(stored.url_for(400))

    assert stored.url_for(400).endswith("/640.webp")
    assert stored.url_for(5000).endswith("/1280.webp")
    assert stored.shown["src"] == stored.url_for(640)
    assert stored.shown["srcset"].count(".webp") == 3
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


@pytest.mark.parametrize("kind", Kind)
def test_width_that_is_not_stored_is_not_found(client, kind):
    stored = store_picture(picture())

    assert client.get(reverse(f"files:{kind.route}", args=[stored.key, 999])).status_code == 404


def test_avif_that_is_not_made_yet_is_answered_as_webp_for_a_minute(client):
    stored = store_picture(picture())
    address = reverse("files:avif", args=[stored.key, 320])

    before = client.get(address)
    assert (before["Content-Type"], before["Cache-Control"]) == ("image/webp", "public, max-age=60")
    assert before["X-Content-Type-Options"] == "nosniff"
    assert b"".join(before.streaming_content)[8:12] == b"WEBP"

    storing.finish()

    after = client.get(address)
    assert (after["Content-Type"], "immutable" in after["Cache-Control"]) == ("image/avif", True)
    after.close()


def test_what_a_card_needs_is_no_wider_than_the_card():
    shown = store_picture(picture()).shown_within(640)
    small = store_picture(picture((700, 100))).shown_within(640)
    tiny = store_picture(picture((64, 64))).shown_within(32)

    assert [address.split()[1] for address in shown["srcset"].split(", ")] == ["320w", "640w"]
    assert shown["avif"] == shown["srcset"].replace(".webp", ".avif")
    assert (shown["width"], shown["height"]) == (1280, 720)
    assert small["src"].endswith("/640.webp") and tiny["src"].endswith("/64.webp")


@pytest.mark.parametrize(
    ("focus", "css"),
    [
        (Focus(), ""),
        (Focus(0.51, 0.49), ""),
        (Focus(0, 1), "focus-x-0 focus-y-100"),
        (Focus(0.5, 0.28), "focus-x-50 focus-y-30"),
    ],
)
def test_focal_point_is_kept_exactly_and_shown_in_steps(focus, css):
    stored = StoredPicture.objects.get(pk=store_picture(picture(), focus=focus).pk)

    assert (stored.focus, stored.shown["focus"]) == (focus, css)


@pytest.mark.parametrize("focus", [Focus(-0.01, 0.5), Focus(1.01, 0.5), Focus(0.5, -1), Focus(0.5, 2)])
def test_focal_point_beside_the_picture_is_refused_by_the_database(focus):
    stored = store_picture(picture())
    stored.focus = focus

    assert not focus.is_on_picture
    with pytest.raises(IntegrityError, match="focus_is_on_picture"), transaction.atomic():
        stored.save()


def test_every_step_of_the_focal_point_has_its_class():
    css = Path(finders.find("ui/components.css")).read_text(encoding="utf-8")

    for percent in range(0, 101, STEP):
        for name in Focus(percent / 100, percent / 100).css.split():
            assert f".{name} {{" in css


def test_what_the_worker_writes_leaves_the_focal_point_alone():
    stored = store_picture(picture(), focus=Focus(0.2, 0.1))

    storing.finish()

    stored.refresh_from_db()
    assert (stored.focus, stored.has_avif) == (Focus(0.2, 0.1), True)


def test_removed_picture_leaves_no_file(django_capture_on_commit_callbacks):
    stored = store_picture(picture())
    folder = path_of(stored.key, 320).parent

    with django_capture_on_commit_callbacks(execute=True):
        remove(stored)

    assert (folder.exists(), StoredPicture.objects.count()) == (False, 0)


def test_picture_of_a_removal_that_is_rolled_back_keeps_its_files(django_capture_on_commit_callbacks):
    stored = store_picture(picture())
    path = path_of(stored.key, 320)

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        remove(stored)
        raise RuntimeError

    assert path.exists()


def test_pictures_without_a_row_are_swept_up_once_they_are_old():
    kept = store_picture(picture())
    stray = store_picture(picture())
    StoredPicture.objects.filter(pk=stray.pk).delete()

    assert storing.sweep(at=clock.now()) == 0
    assert storing.sweep(at=clock.now() + timedelta(days=2)) == 1

    assert path_of(kept.key, 320).exists() and not path_of(stray.key, 320).exists()


def photo(size=(1600, 900)) -> io.BytesIO:
    """A picture with something in it, and with what a camera writes beside it."""
    exif = Image.Exif()
    exif.get_ifd(GPS)[2] = (51.0, 30.0, 0.0)
    out = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.2, 1, 1.2), 60).convert("RGB").save(out, "JPEG", exif=exif)
    out.seek(0)
    return out


def test_worker_writes_avif_after_the_upload(client):
    stored = store_picture(photo())
    before = list(stored.renditions)

    assert storing.finish() == 1

    stored.refresh_from_db()
    avif = [one for one in stored.renditions if one.type == "image/avif"]
    assert [one.type for one in before] == ["image/webp"] * 3
    assert [(one.width, one.height) for one in avif] == [(320, 180), (640, 360), (1280, 720)]
    assert stored.shown["avif"].count(".avif") == 3
    for one in avif:
        answer = client.get(one.url)
        assert (answer["Content-Type"], "immutable" in answer["Cache-Control"]) == ("image/avif", True)
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as found:
            assert (found.format, found.size, dict(found.getexif())) == ("AVIF", (one.width, one.height), {})
    folder = path_of(stored.key, 320).parent
    sizes = {kind: sum(file.stat().st_size for file in folder.glob(f"*.{kind.value}")) for kind in Kind}
    assert sizes[Kind.AVIF] < sizes[Kind.WEBP]
    assert not (folder / storing.SOURCE).exists()
    assert storing.finish() == 0


def test_transparency_survives_in_avif():
    stored = store_picture(picture((64, 64), kind="PNG", mode="RGBA"))

    storing.finish()

    assert opened(path_of(stored.key, 64, Kind.AVIF)).mode == "RGBA"


def test_picture_from_before_avif_is_written_from_what_there_is():
    stored = store_picture(photo())
    (path_of(stored.key, 320).parent / storing.SOURCE).unlink()

    storing.finish()

    assert opened(path_of(stored.key, 1280, Kind.AVIF)).size == (1280, 720)


def test_picture_that_cannot_be_read_holds_up_no_other(caplog):
    broken, fine = store_picture(photo()), store_picture(photo())
    shutil.rmtree(path_of(broken.key, 320).parent)

    assert storing.finish() == 2

    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.has_avif, fine.has_avif) == (False, True)
    assert [one.type for one in broken.renditions] == ["image/webp"] * 3
    assert str(broken.key) in caplog.text


def test_picture_that_was_removed_meanwhile_does_not_come_back(monkeypatch, django_capture_on_commit_callbacks):
    stored = store_picture(photo())
    write = storing._write_avif

    def removed_in_between(picture):
        write(picture)
        StoredPicture.objects.filter(pk=picture.pk).delete()

    monkeypatch.setattr(storing, "_write_avif", removed_in_between)

    storing.finish()

    assert not StoredPicture.objects.filter(pk=stored.pk).exists()
    assert storing.sweep(at=clock.now() + timedelta(days=2)) == 1
