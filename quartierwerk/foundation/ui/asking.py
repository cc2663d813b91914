"""Forms that can show why a verb refused, and the second look before a grave step."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Self

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from quartierwerk.foundation.errors import RuleBroken
from quartierwerk.foundation.ui.pages import page
from quartierwerk.foundation.ui.parts import Text


class Refusable(forms.Form):
    """A form that can show why a verb refused."""

    def refuse(self, refusal: RuleBroken) -> Self:
        """Show the sentence at its field, or above all of them where the form has no such field."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        return self


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
    is_grave: bool = False,
) -> HttpResponse:
    """Ask before a verb is called, call it when the answer is sent, and go back with what is to be said.

    A refusal stands above the question. Nothing has to be filled in, so an empty form is a sent one too.
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
        form=form,
        submit=submit,
        is_grave=is_grave,
        back=back,
    )
