"""Who may do what with programmes, their terms and their rounds, and with projects."""

from __future__ import annotations

from datetime import date
from typing import Any

from quartierwerk.foundation import clock
from quartierwerk.rooms.accounts.models import Person
from quartierwerk.rooms.accounts.permissions import machinery, office
from quartierwerk.rooms.accounts.queries import has_role, scopes_of
from quartierwerk.rooms.accounts.rules import RoleName
from quartierwerk.rooms.boards.models import Body
from quartierwerk.rooms.boards.permissions import may_run
from quartierwerk.rooms.boards.rules import BodyKind
from quartierwerk.rooms.budget.permissions import may_keep_books, may_see_all
from quartierwerk.rooms.funding.models import (
    Application,
    CoApplicant,
    Demand,
    Invoice,
    Letter,
    NeedsRegistration,
    Project,
    ProjectPicture,
)
from quartierwerk.rooms.funding.rules import OWN_WORDS, ProjectState, surveyed


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


def may_lay_down_questions(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says what those who apply are asked."""
    return office(actor)


def may_hold_rounds(actor: Person | None, subject: Any = None) -> bool:
    """The staff unit says between which days applications are taken."""
    return office(actor)


# --- Projects ----------------------------------------------------------------------------------------------------


def may_enter(actor: Any, subject: Any = None) -> bool:
    """Everybody who is signed in enters projects of their own; one of somebody else's, an office."""
    is_for_others = getattr(subject, "is_for_others", False)
    return isinstance(actor, Person) and actor.is_active and (not is_for_others or may_read_applications(actor))


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


def may_add_picture(actor: Any, subject: Any) -> bool:
    """The keeper and whoever tends it; the subject is the project, or a picture that is to be."""
    return may_add_means(actor, subject)


def may_change_picture(actor: Any, picture: ProjectPicture) -> bool:
    """Whoever tends the project, and its keeper as long as not everybody sees the picture."""
    project = picture.project
    is_unseen = picture.shown_at is None or project.state in OWN_WORDS
    return may_tend(actor, project) or (_keeps(actor, project) and is_unseen)


def may_tell_effect(actor: Any, project: Project) -> bool:
    """The keeper and whoever tends it say what became of it, unless it was called off."""
    return may_add_means(actor, project)


def may_thank(actor: Any, subject: Any) -> bool:
    """Whoever tends the project thanks those who gave money; the subject is that money, or thanks that are to be."""
    return may_tend(actor, getattr(subject, "contribution", subject).project)


def may_entrust(actor: Any, project: Project) -> bool:
    """Whoever tends it says who looks after it."""
    return may_tend(actor, project)


def may_apply(actor: Any, beginning: Any) -> bool:
    """Whoever looks after a project asks a programme for money that they see."""
    return _keeps(actor, beginning.project) and (beginning.programme.is_public or office(actor))


def may_take_down(actor: Any, received: Any) -> bool:
    """Whoever tends a project types in what came for it on paper, unless they keep it themself."""
    return may_tend(actor, received.project) and not _keeps(actor, received.project)


def may_register_need(actor: Any, registering: Any) -> bool:
    """Whoever may apply says before what they will need."""
    return may_apply(actor, registering)


def may_withdraw_need(actor: Any, need: NeedsRegistration) -> bool:
    """Whoever looks after its project now."""
    return _keeps(actor, need.project)


def may_answer_need(actor: Any, need: NeedsRegistration) -> bool:
    """Whoever tends the project, unless the need is their own."""
    return may_tend(actor, need.project) and not may_withdraw_need(actor, need)


def has_applied(actor: Any, application: Application) -> bool:
    """Whether it is theirs: whoever applied."""
    return isinstance(actor, Person) and actor.is_active and application.applicant_id == actor.pk


def is_concerned(actor: Any, application: Application) -> bool:
    """Whether it is theirs, also where it came on paper: then it is theirs who looks after the project."""
    return has_applied(actor, application) or (application.is_on_paper and _keeps(actor, application.project))


def may_write(actor: Any, application: Application) -> bool:
    """Whoever began an application writes and submits it; what came on paper is typed in by whoever tends it."""
    if has_applied(actor, application):
        return True
    return application.is_on_paper and application.is_draft and may_take_down(actor, application)


def may_withdraw(actor: Any, application: Application) -> bool:
    """The same take it back; for whoever has no account the office does, by what came by post."""
    return may_write(actor, application) or may_speak_for(actor, application)


def may_speak_for(actor: Any, application: Application) -> bool:
    """Whoever handles a case enters what comes by post from somebody who never had an account here."""
    came_otherwise = application.is_on_paper or application.taken_over_at is not None
    return came_otherwise and application.applicant_id is None and may_handle(actor, application)


def may_answer_survey(actor: Any, application: Application) -> bool:
    """Whoever applied, once the case is over."""
    return has_applied(actor, application) and surveyed(application.state)


def may_share(actor: Any, application: Application) -> bool:
    """Whoever applied says who writes along."""
    return has_applied(actor, application)


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


def may_take_over(actor: Any, subject: Any = None) -> bool:
    """The staff unit takes over the cases that were kept elsewhere before."""
    return office(actor)


def may_handle(actor: Any, application: Application) -> bool:
    """Whoever tends its project handles an application that was submitted; nobody one that they submitted themself."""
    return (
        application.submitted_at is not None
        and not application.is_sealed(on=clock.today())
        and may_tend(actor, application.project)
        and not is_concerned(actor, application)
    )


def may_take(actor: Any, application: Application) -> bool:
    """The same say who of them looks after it."""
    return may_handle(actor, application)


def may_answer(actor: Any, application: Application) -> bool:
    """Whoever applied answers; what comes by post the office enters."""
    return may_write(actor, application) or may_speak_for(actor, application)


def may_message(actor: Any, writing: Any) -> bool:
    """Whoever applied and whoever handles the case write to each other; the subject is what is to be written."""
    return may_converse(actor, writing.application)


def may_converse(actor: Any, application: Application) -> bool:
    """The same read it; of what was taken over from elsewhere there is nobody to write to."""
    return has_applied(actor, application) or (application.applicant_id is not None and may_handle(actor, application))


def may_decide(actor: Any, application: Application) -> bool:
    """The staff unit, where the terms leave it to the office; nobody on what they asked for themself."""
    return office(actor) and may_handle(actor, application)


def may_decide_anything(actor: Any, subject: Any = None) -> bool:
    """The staff unit decides where it may, and tells bodies of it."""
    return office(actor)


def may_follow(actor: Any, subject: Any = None) -> bool:
    """The house itself takes over what a body resolved."""
    return machinery(actor)


def may_bring(actor: Any, bringing: Any) -> bool:
    """Whoever runs the body's meetings and handles every one of these applications puts them before it."""
    return may_run(actor, bringing.meeting) and all(may_handle(actor, one) for one in bringing.applications)


def may_tell(actor: Any, telling: Any) -> bool:
    """The staff unit tells a body what the office decided in its place."""
    return office(actor) and may_run(actor, telling.meeting)


# --- Own projects ------------------------------------------------------------------------------------------------


def may_ask(actor: Any, subject: Any) -> bool:
    """Whoever keeps or tends an own project asks for money for it; the subject is the project, or what is asked."""
    project = subject if isinstance(subject, Project) else subject.project
    return project.is_own and may_see_means(actor, project)


def may_take_back_demand(actor: Any, demand: Demand) -> bool:
    """The same take it back."""
    return may_ask(actor, demand)


def may_table(actor: Any, tabling: Any) -> bool:
    """Whoever runs the meetings of the board."""
    return may_run(actor, tabling.meeting)


def may_see_funds(actor: Any, project: Project) -> bool:
    """Whoever keeps or tends an own project, keeps or audits the books, or runs the meetings of the board."""
    if not project.is_own:
        return False
    return may_see_means(actor, project) or may_see_all(actor) or may_put_before_board(actor, project, on=clock.today())


def may_put_before_board(actor: Any, project: Project, *, on: date) -> bool:
    """Whoever runs the meetings of the board that decides on a project."""
    boards = Body.objects.existing(on=on).filter(kind=BodyKind.STEERING_BOARD, district=project.district_id)
    return any(may_run(actor, body) for body in boards)


def may_enter_invoice(actor: Any, subject: Any) -> bool:
    """Whoever keeps or tends an own project hands in its invoices, and takes them back until they are checked."""
    return may_ask(actor, subject)


def may_take_back_invoice(actor: Any, invoice: Invoice) -> bool:
    """The same."""
    return may_ask(actor, invoice)


def may_check_invoice(actor: Any, invoice: Invoice) -> bool:
    """Whoever tends the project, unless they keep it themselves."""
    return may_tend(actor, invoice.project) and not _keeps(actor, invoice.project)


def may_order(actor: Any, subject: Any = None) -> bool:
    """Whoever keeps the books proposes the payment; somebody else releases it."""
    return may_keep_books(actor)


def may_refuse_invoice(actor: Any, invoice: Invoice) -> bool:
    """Whoever checks it, and whoever would have it paid."""
    return may_check_invoice(actor, invoice) or may_order(actor)


def may_close(actor: Any, subject: Any) -> bool:
    """Whoever keeps or tends an own project accounts for it."""
    return may_ask(actor, subject)


def may_read_invoices(actor: Any, subject: Any = None) -> bool:
    """The offices of city and districts, and whoever keeps or audits the books, have a list of all invoices."""
    return may_see_all(actor) or bool(scopes_of(actor, RoleName.DISTRICT_OFFICER))


def may_report(actor: Any, subject: Any = None) -> bool:
    """The staff unit enters what was reported elsewhere of a year."""
    return office(actor)


def may_keep_house(actor: Person | None, subject: Any = None) -> bool:
    """The system forgets what is kept for a term only."""
    return machinery(actor)


def _keeps(actor: Any, project: Project) -> bool:
    return isinstance(actor, Person) and actor.is_active and project.keeper_id == actor.pk


# --- Letters -----------------------------------------------------------------------------------------------------


def may_lay_down_texts(actor: Any, subject: Any = None) -> bool:
    """The staff unit enters the texts of letters, as the law office gives them."""
    return office(actor)


def may_draft(actor: Any, subject: Any = None) -> bool:
    """The staff unit writes the letters, nobody one to themself; the subject is a draft to be, or nothing."""
    return office(actor) and not (subject is not None and is_concerned(actor, subject.application))


def may_approve(actor: Any, letter: Letter) -> bool:
    """The staff unit, but not whoever drafted it, nor the machinery: four eyes belong to two people."""
    if not office(actor) or machinery(actor):
        return False
    return actor.pk != letter.drafted_by_id and not is_concerned(actor, letter.application)


def may_discard(actor: Any, subject: Any = None) -> bool:
    """The staff unit throws away what was not issued yet."""
    return office(actor)


def may_issue(actor: Any, subject: Any = None) -> bool:
    """The staff unit issues what somebody has approved, nobody what they asked for themself."""
    return office(actor) and not (subject is not None and is_concerned(actor, subject.application))


def may_serve(actor: Any, subject: Any = None) -> bool:
    """The staff unit sends letters out, and says when and how."""
    return office(actor)


def may_retrieve(actor: Any, letter: Letter) -> bool:
    """Whoever applied retrieves what lies in the portal for them."""
    return has_applied(actor, letter.application)


def may_read_file(actor: Any, letter: Letter) -> bool:
    """The offices that see the letter; whoever applied once they have retrieved it or it counts as made known."""
    if not may_retrieve(actor, letter) or office(actor):
        return True
    return any(
        one.retrieved_at is not None or (one.effective_on is not None and one.effective_on <= clock.today())
        for one in letter.services.all()
    )


def may_run_letters(actor: Any, subject: Any = None) -> bool:
    """The staff unit takes many letters on at once; what it may do to each, the verb for it asks."""
    return office(actor)
