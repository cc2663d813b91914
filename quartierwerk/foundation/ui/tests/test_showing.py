"""A stored picture in a page: two kinds, every width, its place in the frame."""

from quartierwerk.foundation.ui.showing import Shown, show

PICTURE = Shown(
    src="/b/640.webp",
    srcset="/b/320.webp 320w, /b/640.webp 640w",
    avif="/b/320.avif 320w, /b/640.avif 640w",
    width=900,
    height=600,
    focus="focus-x-20 focus-y-0",
)


def test_the_browser_chooses_the_kind_and_the_width():
    assert show(PICTURE, sizes="18rem", alt='Das "Haus"', css="profile__picture", is_lazy=False) == (
        '<picture><source type="image/avif" srcset="/b/320.avif 320w, /b/640.avif 640w" sizes="18rem">'
        '<img class="profile__picture focus-x-20 focus-y-0" src="/b/640.webp"'
        ' srcset="/b/320.webp 320w, /b/640.webp 640w" sizes="18rem" alt="Das &quot;Haus&quot;"'
        ' width="900" height="600"></picture>'
    )


def test_a_picture_around_its_middle_needs_no_class_and_waits_until_it_is_seen():
    shown = show(PICTURE | {"focus": ""}, sizes="18rem")

    assert '<img src="/b/640.webp"' in shown
    assert 'alt="" loading="lazy" decoding="async" width="900"' in shown
