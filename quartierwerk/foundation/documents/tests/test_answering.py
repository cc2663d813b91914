"""Documents are handed out under a clean name, and private ones are kept by nobody."""

import pytest

from quartierwerk.foundation.documents.answering import answer


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("Kassenbericht 2026", "kassenbericht-2026.pdf"),
        ('Größe & "Maß"\r\nX-Evil: 1', "groesse-mass-x-evil-1.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("漢字", "dokument.pdf"),
        ("", "dokument.pdf"),
    ],
)
def test_the_file_name_is_clean(name, file_name):
    assert answer(b"%PDF", name=name)["Content-Disposition"] == f'inline; filename="{file_name}"'


def test_a_private_document_is_kept_by_nobody():
    given = answer(b"%PDF", name="Brief")

    assert given["Cache-Control"] == "private, no-store"
    assert given["X-Robots-Tag"] == "noindex"
    assert given["Content-Type"] == "application/pdf"


def test_a_public_one_leaves_that_to_its_view():
    given = answer(b"%PDF", name="Bericht", is_private=False)

    assert "Cache-Control" not in given
    assert given["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(("prefix", "title"), [("", "beispiel"), ("/en", "example")])
def test_the_sample_is_linked_and_opens(client, db, prefix, title):
    assert f'href="{prefix}/stil/beispiel.pdf"' in client.get(f"{prefix}/stil/").content.decode()

    opened, asked = client.get(f"{prefix}/stil/beispiel.pdf"), client.head(f"{prefix}/stil/beispiel.pdf")

    assert opened.content.startswith(b"%PDF-1.7")
    assert opened["Content-Disposition"] == f'inline; filename="{title}.pdf"'
    assert (asked.status_code, asked.content) == (200, b"")
    assert int(asked["Content-Length"]) > 10_000
    assert client.post(f"{prefix}/stil/beispiel.pdf").status_code == 405
