"""A room with templates, and a moment at which its documents are made."""

from datetime import UTC, datetime

import pytest

from quartierwerk.foundation.documents.tests.made import Made

AT = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


@pytest.fixture
def room(settings):
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "quartierwerk.foundation.documents.tests.room"]


@pytest.fixture
def make(room, db):
    """Renders a template of the test room."""

    from quartierwerk.foundation.documents.rendering import render  # needs apps that are ready

    def made(template: str, *, title: str = "Titel", language: str = "de", **data: object) -> Made:
        return Made(render(f"room/{template}", data, title=title, language=language, at=AT))

    return made
