"""The rules of funding: what programmes are, on which terms they give money, and how much that is; pure."""

from quartierwerk.rooms.funding.rules.plans import (
    Expense,
    Income,
    IncomeKind,
    Limit,
    Offer,
    Plan,
    Promise,
    most,
    volunteering,
)
from quartierwerk.rooms.funding.rules.programmes import (
    LONGEST_NAME,
    LONGEST_SUMMARY,
    LONGEST_TEXT,
    RESERVED,
    Wording,
    problems,
)
from quartierwerk.rooms.funding.rules.projects import (
    KEEP_NAMES_FOR,
    LONGEST_CARRIER,
    LONGEST_KEY,
    LONGEST_PARTNERS,
    LONGEST_PLACE,
    LONGEST_PROJECT_SUMMARY,
    LONGEST_SOURCE,
    LONGEST_TITLE,
    LOOKED_AT_WITHIN,
    MOST_CONTRIBUTIONS,
    MOST_DISTRICTS,
    OWN_WORDS,
    PROJECT_STEPS,
    PROMISE_STEPS,
    Means,
    Outline,
    Phase,
    ProjectKind,
    ProjectState,
    Share,
    means,
    outline_problems,
    phase,
)
from quartierwerk.rooms.funding.rules.rounds import RoundState, Span, problem
from quartierwerk.rooms.funding.rules.terms import (
    LONGEST_BASIS,
    LONGEST_GUIDELINE,
    MOST_MONTHS,
    WHOLE,
    Applicant,
    Financing,
    Grantor,
    Intake,
    Payout,
    ProofLevel,
    Start,
    Terms,
    in_words,
    percent,
)
from quartierwerk.rooms.funding.rules.terms import problems as terms_problems
