"""What the directory does when a room below announces something."""

from __future__ import annotations

from django.urls import reverse

from quartierwerk.foundation.facts.fact import listen
from quartierwerk.foundation.mail.post import post
from quartierwerk.foundation.references import reference
from quartierwerk.rooms.accounts.queries import system
from quartierwerk.rooms.directory import actions
from quartierwerk.rooms.directory.facts import ImportFinished
from quartierwerk.rooms.directory.models import ImportJob
from quartierwerk.rooms.directory.queries.imports import numbers
from quartierwerk.rooms.places.facts import BoundariesTookEffect
from quartierwerk.rooms.places.models import Place


@listen(BoundariesTookEffect)
def follow_the_boundaries(fact: BoundariesTookEffect) -> None:
    """Boundaries that hold from now on assign the addresses to districts and quarters anew."""
    actions.relocate(Place.objects.get(pk=fact.place_id), actor=system("boundaries"))


@listen(ImportFinished)
def tell_who_started(fact: ImportFinished) -> None:
    """Whoever started an import hears how it went, if a mail can reach them."""
    job = ImportJob.objects.select_related("started_by").get(pk=fact.job_id)
    person = job.started_by
    if not person.has_login:
        return
    post(
        "directory/mail/import_finished.txt",
        to=person.email,
        language=person.language,
        context={"job": job, "numbers": numbers(job), "url": reverse("directory:import", args=[job.pk])},
        about=reference(job),
    )
