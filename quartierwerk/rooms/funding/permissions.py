"""Who may do what with programmes, their terms and their rounds, and with projects."""

from __future__ import annotations

from typing import Any

from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import machinery, office
from quartierwerk.rooms.accounts.queries import has_role, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.funding.models import Application, CoApplicant, Project
from quartierwerk.rooms.funding.rules import OWN_WORDS, ProjectState


def may_found(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says which programmes there are."""
    return office(actor)


def may_edit(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says what a programme is called and what it is for."""
    return office(actor)


def may_end(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says when a programme takes no applications any more."""
    return office(actor)


def may_regulate(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit enters the terms, from the text that says so."""
    return office(actor)


def may_ask(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says what those who apply are asked."""
    return office(actor)


def may_hold_rounds(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says between which days applications are taken."""
    return office(actor)


# --- Projects ----------------------------------------------------------------------------------------------------


def may_enter(actor: Any, subject: Any = None) -> bool:
    """Everybody who is signed in enters projects of their own."""
    return isinstance(actor, Person) and actor.is_active


def may_tend(actor: Any, project: Project) -> bool:
    """The staff unit looks after all projects, a district's administration after those that its district leads."""
    return office(actor) or (
        isinstance(actor, Person) and has_role(actor, RoleName.DISTRICT_OFFICER, scope=project.scope)
    )


def may_shape(actor: Any, project: Project) -> bool:
    """Whoever tends it, and its keeper until it is public: what everybody reads is changed by an office."""
    return project.state != ProjectState.CALLED_OFF and (
        may_tend(actor, project) or (_keeps(actor, project) and project.state in OWN_WORDS)
    )


def may_call_off(actor: Any, project: Project) -> bool:
    """Its keeper and whoever tends it."""
    return _keeps(actor, project) or may_tend(actor, project)


def may_see_means(actor: Any, project: Project) -> bool:
    """Who gives how much is read by the keeper and whoever tends it; the public sees sums without names."""
    return _keeps(actor, project) or may_tend(actor, project)


def may_add_means(actor: Any, subject: Any) -> bool:
    """The same enter it; the subject is the project, or money for it."""
    project = subject if isinstance(subject, Project) else subject.project
    return project.state != ProjectState.CALLED_OFF and may_see_means(actor, project)


def may_entrust(actor: Any, project: Project) -> bool:
    """Whoever tends it says who looks after it."""
    return may_tend(actor, project)


def may_apply(actor: Any, beginning: Any) -> bool:
    """Whoever looks after a project asks a programme for money that they see."""
    return _keeps(actor, beginning.project) and (beginning.programme.is_public or office(actor))


def may_write(actor: Any, application: Application) -> bool:
    """Whoever began an application writes, submits and withdraws it."""
    return isinstance(actor, Person) and actor.is_active and application.applicant_id == actor.pk


def may_write_along(actor: Any, application: Application) -> bool:
    """Whoever began it, and whom they let write along: text and files, as long as it is a draft."""
    if may_write(actor, application):
        return True
    if not isinstance(actor, Person) or not actor.is_active:
        return False
    return CoApplicant.objects.of(actor).filter(application=application, may_write=True).exists()


def may_read_applications(actor: Any, subject: Any = None) -> bool:
    """The staff unit and the districts' administrations have a list of what was submitted."""
    return office(actor) or bool(scopes_of(actor, RoleName.DISTRICT_OFFICER))


def may_keep_house(actor: Person | None, subject: Any = None) -> bool:
    """The system forgets what is kept for a term only."""
    return machinery(actor)


def _keeps(actor: Any, project: Project) -> bool:
    return isinstance(actor, Person) and actor.is_active and project.keeper_id == actor.pk
