"""Reads of funding."""

from __future__ import annotations

from quartierwerk.rooms.funding.queries.aid import rows_of_aid
from quartierwerk.rooms.funding.queries.annual import (
    YearInFigures,
    annual_reports,
    figures_of,
    reports_of,
    year_in_figures,
)
from quartierwerk.rooms.funding.queries.applications import (
    applications,
    applications_around,
    applications_for,
    applications_of,
    earlier_applications,
    enclosed,
    findings,
    found,
    names_of_applications,
    on_paper,
    projects_to_apply_for,
    projects_to_take_down,
    submitted,
)
from quartierwerk.rooms.funding.queries.bodies import (
    ReportDue,
    body_for,
    is_pending,
    meetings_for,
    meetings_to_come,
    reports_due,
    to_bring,
    to_tell,
)
from quartierwerk.rooms.funding.queries.cases import (
    Event,
    about_mail,
    deadlines,
    items_about,
    standing_letters,
    timeline,
)
from quartierwerk.rooms.funding.queries.drawdowns import (
    Purse,
    account_of,
    accounts_kept_too_long,
    accounts_to_confirm,
    allowance,
    drawdowns,
    drawdowns_of,
    drawdowns_to_check,
    drawdowns_to_order,
    drawn,
    grant_of,
    is_accounted,
    may_be_waived,
    payments_to_tell,
    purse_of,
    rows_of_accounts,
    rows_of_drawdowns,
    uses_to_remind,
)
from quartierwerk.rooms.funding.queries.figures import (
    Figures,
    applications_behind,
    applications_in,
    decisions_in,
    entries_in,
    figures,
    projects_behind,
    projects_in,
    rulings_in,
)
from quartierwerk.rooms.funding.queries.handling import (
    cases_of,
    handlers,
    inquiries_overdue,
    inquiries_to_remind,
    may_decide_on,
    messages_of,
    names_of_cases,
    pots_for,
    title_in_books,
    to_handle,
    unread_by_office,
)
from quartierwerk.rooms.funding.queries.interest import rows_of_recoveries
from quartierwerk.rooms.funding.queries.naming import Names, names
from quartierwerk.rooms.funding.queries.needs import (
    cents_of,
    lacks_need,
    need_for,
    needs,
    needs_of,
    needs_to_answer,
    projects_to_register,
    registered,
    takes_needs,
    unregistered,
)
from quartierwerk.rooms.funding.queries.own import (
    OwnTotals,
    PotLeft,
    board_meetings,
    boards_of,
    demands_of,
    demands_to_table,
    invoices_kept_too_long,
    invoices_of,
    invoices_to_check,
    invoices_to_order,
    own_pots,
    own_totals,
    planned_lines,
    pots_left,
    rows_of_own,
    rulings_of,
    spent_lines,
)
from quartierwerk.rooms.funding.queries.programmes import (
    Standing,
    deciding_bodies,
    late_code,
    late_codes_of,
    late_standing,
    programmes,
    questionnaire_of,
    rule_sets_of,
    standing,
    standing_for,
    standing_of,
    standings,
)
from quartierwerk.rooms.funding.queries.projects import (
    names_of_projects,
    numbers,
    numbers_together,
    private_carriers,
    projects,
    projects_at,
    projects_of,
    projects_to_look_at,
    spots_of,
)
from quartierwerk.rooms.funding.queries.reported import reported, reported_anywhere
from quartierwerk.rooms.funding.queries.showing import (
    Additions,
    Grant,
    additions_of,
    effect_of,
    grants_of,
    is_in_city,
    pictures_of,
    projects_with_additions,
    spot_at,
    with_effects,
    with_pictures,
)
from quartierwerk.rooms.funding.queries.surveys import Average, averages, is_asked, survey_answers_of
from quartierwerk.rooms.funding.queries.thanks import beyond_givers_term, thanks_composed, to_thank
from quartierwerk.rooms.funding.queries.years import YearRow, years
