"""The pages of funding for the tests that open every page: what visitors see, and things that fill the blanks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.funding import queries
from quartierwerk.rooms.funding.rules import Condition, QuestionKind
from quartierwerk.rooms.funding.tests import factories

PUBLIC = {f"funding:{name}" for name in ("programmes", "programme", "reckon", "terms", "projects", "project")}


def samples(cast: Any) -> dict[str, dict[str, object]]:
    """A public programme with terms, some of which begin tomorrow, and a round that is to come."""
    programme = factories.regulated(factories.programme("Probefonds"))
    factories.regulated(programme, valid_from=clock.today() + timedelta(days=1))
    coming = factories.called(programme, begins=10)
    of_programme: dict[str, object] = {"slug": programme.slug}
    of_terms = of_programme | {"pk": queries.rule_sets_of(programme)[0].pk}
    of_round = of_programme | {"pk": coming.pk}
    return {
        **{f"funding:{name}": of_programme for name in ("programme", "reckon", "edit", "end", "regulate", "call")},
        **_questions(programme),
        **{f"funding:{name}": of_terms for name in ("terms", "withdraw")},
        **{f"funding:{name}": of_round for name in ("move_round", "drop_round")},
        **_projects(cast),
        **_applications(cast),
    }


def _questions(programme: Any) -> dict[str, dict[str, object]]:
    """Questions of each kind, some of which hang on others."""
    kinds = [factories.question(f"q{number}", kind) for number, kind in enumerate(QuestionKind, start=1)]
    depends = factories.question("q99", only_if=Condition(question="q3", answers=("yes",)), is_required=True)
    factories.asked(programme, *kinds, depends)
    of_programme: dict[str, object] = {"slug": programme.slug}
    return {
        **{
            f"funding:{name}": of_programme for name in ("questions", "preview_questions", "ask", "section", "question")
        },
        **{f"funding:{name}": of_programme | {"place": 0} for name in ("edit_section", "drop_section")},
        **{f"funding:{name}": of_programme | {"key": "q1"} for name in ("edit_question", "drop_question")},
    }


def _applications(cast: Any) -> dict[str, dict[str, object]]:
    """An application that is being written and one that was submitted, of one person."""
    written = factories.application(cast.owner)
    sent = factories.submitted(cast.owner, of=written.programme)
    with_file = factories.enclosed(cast.owner)
    return {
        "funding:begin": {"slug": written.programme.slug},
        **{
            f"funding:{name}": {"pk": written.pk}
            for name in ("write", "check", "save", "share", "withdraw_application")
        },
        "funding:enclosure": {"pk": with_file.pk, "enclosure": with_file.enclosures.get().pk},
        **{f"funding:{name}": {"pk": sent.pk} for name in ("application", "receipt")},
    }


def _projects(cast: Any) -> dict[str, dict[str, object]]:
    """A public project in two districts, with money from others."""
    project = factories.project("Probefest", by=cast.owner, further=True)
    money = factories.contribution(project)
    of_project: dict[str, object] = {"pk": project.pk}
    steps = ("project", "reshape", "publish", "hide", "call_off", "entrust", "contribute")
    return {
        **{f"funding:{name}": of_project for name in steps},
        **{f"funding:{name}": of_project | {"contribution": money.pk} for name in ("settle", "drop_contribution")},
    }
