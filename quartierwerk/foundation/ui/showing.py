"""Stored pictures in a page: AVIF where the browser reads it, else WebP, cut to their frame around the focal point."""

from __future__ import annotations

from typing import TypedDict

from django.utils.safestring import SafeString

from quartierwerk.foundation.ui.markup import NOTHING, fill

PICTURE = (
    '<picture><source type="image/avif" srcset="{}" sizes="{}">'
    '<img{} src="{}" srcset="{}" sizes="{}" alt="{}"{} width="{}" height="{}"></picture>'
)
LAZY = SafeString(' loading="lazy" decoding="async"')


class Shown(TypedDict):
    """What a page needs of a picture: plain, so that the index can keep it on a card."""

    src: str
    srcset: str
    avif: str
    """The ``srcset`` of the same widths as AVIF; what is not made yet is answered as WebP."""
    width: int
    height: int
    focus: str
    """Classes that place it in its frame; empty for the middle."""


def show(shown: Shown, *, sizes: str, alt: str = "", css: str = "", is_lazy: bool = True) -> SafeString:
    """The picture as markup; ``sizes`` says how wide it stands, as the attribute of that name does."""
    classes = f"{css} {shown['focus']}".strip()
    return fill(
        PICTURE,
        shown["avif"],
        sizes,
        fill(' class="{}"', classes) if classes else NOTHING,
        shown["src"],
        shown["srcset"],
        sizes,
        alt,
        LAZY if is_lazy else NOTHING,
        shown["width"],
        shown["height"],
    )
