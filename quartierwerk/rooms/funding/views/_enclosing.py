"""Files that come along with the form of an application, whichever button sent it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest

from quartierwerk.foundation.references import number_in
from quartierwerk.foundation.ui.asking import one_step
from quartierwerk.rooms.funding import actions, rules
from quartierwerk.rooms.funding.models import Application
from quartierwerk.rooms.funding.rules import QuestionKind


def taken(request: HttpRequest, application: Application) -> bool:
    """Add the files that were sent, and take out the one whose button was pressed; False where one was refused.

    Each is a step of its own: what holds stays, what does not is said.
    """
    steps = []
    gone = number_in(request.POST.get("drop", ""))
    if gone is not None:
        drop = partial(actions.drop_enclosure, application, actor=request.user, enclosure=gone)
        steps.append(one_step(request, drop))
    for question in rules.questions(application.asks):
        if question.kind == QuestionKind.FILES:
            for file in request.FILES.getlist(rules.field_of(question.key)):
                upload = actions.Upload(question=question.key, content=file, name=file.name or "")
                steps.append(
                    one_step(request, partial(actions.enclose, application, actor=request.user, upload=upload))
                )
    return all(steps)
