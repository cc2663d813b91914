"""The nouns of funding."""

from quartierwerk.rooms.funding.models.aid import AidCheck, AidEntry
from quartierwerk.rooms.funding.models.annual import AnnualReport
from quartierwerk.rooms.funding.models.applications import Application, CoApplicant
from quartierwerk.rooms.funding.models.bank_details import AccountConfirmation, BankDetails
from quartierwerk.rooms.funding.models.cases import (
    Assessment,
    Check,
    Decision,
    EarlyStart,
    Inquiry,
    Message,
    Supplement,
)
from quartierwerk.rooms.funding.models.drawdowns import Drawdown, RemedyWaiver
from quartierwerk.rooms.funding.models.enclosures import Enclosure
from quartierwerk.rooms.funding.models.interest import InterestClaim, InterestRate
from quartierwerk.rooms.funding.models.letter_texts import Clause, ClauseSet, Passage
from quartierwerk.rooms.funding.models.letters import Letter, LetterRun, LetterRunLine, Service
from quartierwerk.rooms.funding.models.needs import NeedsRegistration
from quartierwerk.rooms.funding.models.own import Closing, Demand, Invoice, Ruling
from quartierwerk.rooms.funding.models.programmes import Programme
from quartierwerk.rooms.funding.models.projects import Contribution, Project
from quartierwerk.rooms.funding.models.proofs import ProofCheck, ProofOfUse, ProofSample, Settlement, Voucher
from quartierwerk.rooms.funding.models.questionnaires import Questionnaire
from quartierwerk.rooms.funding.models.recovering import Recovery
from quartierwerk.rooms.funding.models.reported import ReportedFigure
from quartierwerk.rooms.funding.models.rounds import LateCode, Round
from quartierwerk.rooms.funding.models.rule_sets import RuleSet
from quartierwerk.rooms.funding.models.showing import Effect, ProjectPicture
from quartierwerk.rooms.funding.models.surveys import SurveyAnswer
from quartierwerk.rooms.funding.models.thanks import Thanks
