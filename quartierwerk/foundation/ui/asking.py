"""The second look before a grave step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.ui.fields import Refusable
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Text


class Crumb(NamedTuple):
    """A page above this one."""

    label: Text
    url: str


def second_look(
    request: HttpRequest,
    verb: Callable[[], object],
    *,
    said: str,
    back: Crumb,
    heading: str,
    lead: str,
    submit: str,
    points: Sequence[str] = (),
    is_grave: bool = False,
) -> HttpResponse:
    """Ask before a verb is called, call it when the answer is sent, and go back with what is to be said.

    ``points`` say one by one what will happen. A refusal stands above the question. Nothing has to be filled in, so an
    empty form is a sent one too.
    """
    form = Refusable(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            verb()
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, said)
            return redirect(back.url)
    return page(
        request,
        "ui/second_look.html",
        status=422 if form.errors else 200,
        heading=heading,
        lead=lead,
        points=points,
        form=form,
        submit=submit,
        is_grave=is_grave,
        back=back,
    )
