"""Documents as answers of a web page."""

from __future__ import annotations

from django.http import HttpResponse

from quartierwerk.foundation.folding import words


def answer(pdf: bytes, *, name: str, is_private: bool = True) -> HttpResponse:
    """A document to look at in the browser, under a file name made of ``name``; no search engine keeps it.

    Nobody in between keeps a private one either, nor does the browser. The view is for GET and HEAD (``require_safe``).
    """
    response = HttpResponse(pdf, content_type="application/pdf")
    # Folded words are small letters and digits of ASCII, so nothing needs to be quoted.
    response["Content-Disposition"] = f'inline; filename="{"-".join(words(name)) or "dokument"}.pdf"'
    response["Content-Length"] = str(len(pdf))
    response["X-Robots-Tag"] = "noindex"
    if is_private:
        response["Cache-Control"] = "private, no-store"
    return response
