"""Keeping papers: the bytes before the row, so that no row ever points to nothing."""

from __future__ import annotations

import hashlib
import os
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.papers.models import StoredPaper
from quartierwerk.foundation.papers.reading import clean_name, told


class PaperTooLarge(RuleBroken):
    """The file has too many bytes."""

    def __init__(self) -> None:
        most = {"megabytes": settings.UPLOAD_MAX_BYTES // 2**20}
        super().__init__(_("Die Datei ist zu groß. Möglich sind bis zu %(megabytes)s MB.") % most)


def store_paper(upload: IO[bytes], *, name: str, owner: Any, at: datetime) -> StoredPaper:
    """Check a file and keep it; raises NotAPaper or PaperTooLarge."""
    raw = upload.read(settings.UPLOAD_MAX_BYTES + 1)
    if len(raw) > settings.UPLOAD_MAX_BYTES:
        raise PaperTooLarge
    kind, kept = told(raw)
    key = uuid.uuid4()
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with draft.open("xb") as handle:
        handle.write(kept)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
    return StoredPaper.objects.create(
        key=key,
        kind=kind,
        name=clean_name(name, kind),
        size=len(kept),
        sha256=hashlib.sha256(kept).hexdigest(),
        stored_at=at,
        stored_by=owner,
    )


def answer(paper: StoredPaper) -> FileResponse:
    """The file as a download that nobody in between keeps and no browser opens as a page; 404 where it is gone.

    Who may have it is decided by the view that calls this, each time.
    """
    try:
        handle = _path(paper.key).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(handle, content_type=paper.type, as_attachment=True, filename=paper.name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def content(paper: StoredPaper) -> bytes | None:
    """The bytes of a file, which fit into memory; None where it is gone."""
    try:
        return _path(paper.key).read_bytes()
    except FileNotFoundError:
        return None


def is_sound(paper: StoredPaper) -> bool:
    """Whether the bytes on disk are still those of the digest."""
    kept = content(paper)
    return kept is not None and hashlib.sha256(kept).hexdigest() == paper.sha256


def remove(paper: StoredPaper) -> None:
    """Delete a paper, and its file once that is committed; a file that is missing already is no error."""
    path = _path(paper.key)
    paper.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def sweep(*, at: datetime, older_than: timedelta = timedelta(days=1)) -> int:
    """Delete files that no row knows, left by an upload that was rolled back or killed; returns how many.

    Young ones stay: their row may be about to be committed.
    """
    gone = 0
    for shelf in (settings.MEDIA_ROOT / "papers").glob("*"):
        old = {file.stem: file for file in shelf.iterdir() if file.stat().st_mtime < (at - older_than).timestamp()}
        known = StoredPaper.objects.filter(key__in=list(old)).values_list("key", flat=True)
        for name in old.keys() - {key.hex for key in known}:
            old[name].unlink(missing_ok=True)
            gone += 1
    return gone


def _path(key: uuid.UUID) -> Path:
    # Under the folder of the files, so that backups hold them; no address leads there.
    return Path(settings.MEDIA_ROOT) / "papers" / key.hex[:2] / f"{key.hex}.bin"
