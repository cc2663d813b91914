"""Reading the files of an application: whoever reads the application reads them, asked anew each time."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from quartierwerk.foundation.papers import storing
from quartierwerk.rooms.accounts.exchange import noted
from quartierwerk.rooms.funding import queries


@login_required
@require_safe
def enclosure(request: HttpRequest, pk: int, enclosure: int) -> FileResponse:
    """One file, as a download."""
    application = get_object_or_404(queries.applications(request.user).select_related("applicant"), pk=pk)
    found = get_object_or_404(application.enclosures.select_related("paper"), pk=enclosure)
    answered = storing.answer(found.paper)
    return noted(answered, viewer=request.user, about=application.applicant or application, page="funding.application")
