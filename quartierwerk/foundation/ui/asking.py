"""Steps without a form to fill in: at once by a button, or after a second look where they are grave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from quartierwerk.foundation.errors import NotAllowed, RuleBroken
from quartierwerk.foundation.ui.fields import Refusable, posted
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
    asked: Refusable | None = None,
    then: str = "",
    above: Sequence[Crumb] = (),
) -> HttpResponse:
    """Ask before a verb is called, call it when the answer is sent, and go back with what is to be said.

    ``points`` say one by one what will happen. A refusal stands above the question. Nothing has to be filled in, so an
    empty form is a sent one too; ``asked`` is a form with what must be filled in after all, a code. ``then`` is where
    it goes on where the page above is gone with the step; ``above`` are the pages above the one to which it leads back.
    """
    form = Refusable(posted(request)) if asked is None else asked
    if form.is_valid() and form.does(verb):
        messages.success(request, said)
        return redirect(then or back.url)
    return page(
        request,
        "ui/second_look.html",
        heading=heading,
        lead=lead,
        points=points,
        form=form,
        submit=submit,
        is_grave=is_grave,
        back=back,
        above=above,
    )


def one_step(request: HttpRequest, verb: Callable[[], object], *, said: Text = "", is_hidden: bool = False) -> bool:
    """Do what a single button sends; the next page says ``said``, or why not.

    Where ``is_hidden``, those who may not do it are told that there is nothing (404).
    """
    try:
        verb()
    except RuleBroken as refusal:
        if is_hidden and isinstance(refusal, NotAllowed):
            raise Http404 from None
        messages.error(request, str(refusal))
        return False
    if said:
        messages.success(request, str(said))
    return True
