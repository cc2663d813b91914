"""Checking and storing pictures.

A picture is decoded and written anew: what is stored holds pixels only, no camera data, no place, no
appended code, whatever the upload claimed to be.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import shutil
import uuid
import warnings
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from quartierwerk.foundation import clock
from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.files.focus import MIDDLE, Focus
from quartierwerk.foundation.files.models import Kind, StoredPicture

log = logging.getLogger(__name__)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
WIDTHS = (320, 640, 1280)
MOST_PIXELS = 50_000_000
SOURCE = "source.webp"
AVIF_QUALITY, AVIF_SPEED = 60, 7
"""Quality 0 to 100, which looks like WebP at 80; speed 0 to 10."""
QUALITY, EFFORT = 80, 2
"""Quality 0 to 100; effort 0 to 6: above 2 the file shrinks by a few percent and the time doubles."""


class NotAPicture(RuleBroken):
    """The file is no picture that can be read."""

    sentence = _("Diese Datei ist kein lesbares Bild. Möglich sind JPEG, PNG, WebP, AVIF und GIF.")


class PictureTooLarge(RuleBroken):
    """The file has too many bytes or pixels."""

    def __init__(self) -> None:
        most = {"megabytes": settings.UPLOAD_MAX_BYTES // 2**20, "megapixels": MOST_PIXELS // 10**6}
        super().__init__(
            _("Das Bild ist zu groß. Möglich sind bis zu %(megabytes)s MB und %(megapixels)s Megapixel.") % most
        )


def store_picture(upload: IO[bytes], *, owner: Any = None, focus: Focus = MIDDLE) -> StoredPicture:
    """Check a picture and keep it as WebP in several widths; raises NotAPicture or PictureTooLarge."""
    raw = upload.read(settings.UPLOAD_MAX_BYTES + 1)
    if len(raw) > settings.UPLOAD_MAX_BYTES:
        raise PictureTooLarge
    picture = _decode(raw)
    key = uuid.uuid4()
    folder = _folder(key)
    folder.mkdir(parents=True, exist_ok=True)
    widths = sorted({min(width, picture.width) for width in WIDTHS})
    heights = [max(1, round(picture.height * width / picture.width)) for width in widths]
    for width, height in zip(widths, heights, strict=True):
        sized = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        sized.save(folder / f"{width}.webp", "WEBP", quality=QUALITY, method=EFFORT)
    # What the worker makes AVIF from; written without loss, so that nothing is lost twice.
    picture.resize((widths[-1], heights[-1]), Image.Resampling.LANCZOS, reducing_gap=2.0).save(
        folder / SOURCE, "WEBP", lossless=True, method=0
    )
    return StoredPicture.objects.create(
        key=key,
        width=widths[-1],
        height=heights[-1],
        widths=widths,
        focus_x=focus.x,
        focus_y=focus.y,
        sha256=hashlib.sha256(raw).hexdigest(),
        stored_at=clock.now(),
        stored_by=owner,
    )


def path_of(key: uuid.UUID, width: int, kind: Kind = Kind.WEBP) -> Path:
    """Where the variant of this width lies."""
    return _folder(key) / f"{width}.{kind.value}"


def finish(*, limit: int = 2) -> int:
    """Write pictures as AVIF too, which would take too long during an upload; returns how many.

    One picture at a time, at its stored size, so the memory needed does not depend on what was uploaded. A worker that
    dies leaves the picture waiting, and files that nobody names; the next one writes them anew. What can't be read is
    left as it is and named in the log, so that it holds up no other.
    """
    waiting = list(StoredPicture.objects.filter(finished_at__isnull=True).order_by("stored_at", "pk")[:limit])
    for picture in waiting:
        try:
            _write_avif(picture)
        except (OSError, ValueError):
            log.exception("Picture %s stays without AVIF.", picture.key)
        else:
            picture.has_avif = True
        picture.finished_at = clock.now()
        # Only if it is still there: it may have been removed meanwhile, and must not come back.
        StoredPicture.objects.filter(pk=picture.pk).update(has_avif=picture.has_avif, finished_at=picture.finished_at)
        (_folder(picture.key) / SOURCE).unlink(missing_ok=True)
    return len(waiting)


def _write_avif(picture: StoredPicture) -> None:
    folder = _folder(picture.key)
    # Pictures from before there was AVIF have no source any more.
    source = folder / SOURCE if (folder / SOURCE).exists() else path_of(picture.key, picture.widths[-1])
    with Image.open(source, formats=("WEBP",)) as whole:
        for width in picture.widths:
            height = max(1, round(whole.height * width / whole.width))
            sized = whole.resize((width, height), Image.Resampling.LANCZOS)
            draft = folder / f".{width}.avif.{os.getpid()}"
            sized.save(draft, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED)
            draft.replace(path_of(picture.key, width, Kind.AVIF))


def remove(picture: StoredPicture) -> None:
    """Delete a picture, and its files once that is committed; a file that is missing already is no error."""
    folder = _folder(picture.key)
    picture.delete()
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def sweep(*, at: datetime, older_than: timedelta = timedelta(days=1)) -> int:
    """Delete the files of pictures that no row knows, left by a rolled back or killed upload; returns how many.

    Young ones stay: their row may be about to be committed.
    """
    gone = 0
    for shelf in (settings.MEDIA_ROOT / "pictures").glob("*"):
        old = {f.name: f for f in shelf.iterdir() if f.stat().st_mtime < (at - older_than).timestamp()}
        known = StoredPicture.objects.filter(key__in=list(old)).values_list("key", flat=True)
        for name in old.keys() - {key.hex for key in known}:
            shutil.rmtree(old[name], ignore_errors=True)
            gone += 1
    return gone


def _folder(key: uuid.UUID) -> Path:
    # Two levels of folders, so that none ever holds more than a few thousand entries.
    return settings.MEDIA_ROOT / "pictures" / key.hex[:2] / key.hex


def _decode(raw: bytes) -> Image.Image:
    """The pixels of a picture, upright, in a colour mode that WebP knows."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(raw), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureTooLarge
            upright = ImageOps.exif_transpose(picture)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureTooLarge from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAPicture from error
