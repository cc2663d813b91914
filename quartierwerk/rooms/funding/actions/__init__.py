"""The verbs of funding: the only code that changes programmes, their terms, their rounds, and projects."""

from quartierwerk.rooms.funding.actions._beginning import (
    AppliedAlready,
    Beginning,
    CalledOff,
    CodeNotNeeded,
    NeedNotRegistered,
    NoSuchCode,
    NotTaken,
    NotTakenThen,
    StillSealed,
)
from quartierwerk.rooms.funding.actions._drawing import BeyondRest
from quartierwerk.rooms.funding.actions._money import AnswerTooLong, BeyondFunds
from quartierwerk.rooms.funding.actions.aid import AidRefused, NoAid, check_aid, note_in_register
from quartierwerk.rooms.funding.actions.annual import (
    DraftedAlready,
    NoSuchYear,
    PartsMissing,
    PartTooLong,
    PublishedAlready,
    WrittenSince,
    begin_report,
    drop_report,
    publish_report,
    write_report,
)
from quartierwerk.rooms.funding.actions.applications import (
    Incomplete,
    LetterOut,
    begin,
    erase_applicant,
    leave_applications,
    redeem,
    submit,
    withdraw_application,
)
from quartierwerk.rooms.funding.actions.bank_details import (
    AccountOutdated,
    AccountRefused,
    AccountThere,
    Naming,
    NothingToPay,
    confirm_account,
    enter_account,
    forget_accounts,
)
from quartierwerk.rooms.funding.actions.bringing import (
    Bringing,
    NothingChosen,
    NothingToTell,
    OtherBody,
    OtherPot,
    OtherTerms,
    Telling,
    bring,
    tell_body,
)
from quartierwerk.rooms.funding.actions.cases import (
    AnswerOutstanding,
    Asking,
    Assessing,
    CheckOpen,
    DayRefused,
    NothingAsked,
    NotNeeded,
    PermittedAlready,
    Refused,
    admit,
    answer,
    ask_back,
    assess,
    check,
    go_on,
    permit_early_start,
    take,
)
from quartierwerk.rooms.funding.actions.closing import Account, ReportRefused, StillOpen, StillRuns, close_project
from quartierwerk.rooms.funding.actions.coapplicants import (
    NoAddress,
    OwnAddress,
    TooManyCoApplicants,
    forget_coapplicant,
    share,
    unshare,
)
from quartierwerk.rooms.funding.actions.decisions import (
    Amending,
    Deciding,
    DecisionRefused,
    NotOurs,
    PotRefused,
    amend,
    decide,
    defer,
    follow_resolution,
    refuse_unchecked,
)
from quartierwerk.rooms.funding.actions.demands import (
    DemandRefused,
    DemandThere,
    MoreThanAsked,
    Need,
    OtherBoard,
    OtherMoney,
    ProjectOver,
    Tabling,
    ask,
    leave_open,
    rule,
    table_demand,
    withdraw_demand,
)
from quartierwerk.rooms.funding.actions.drawdowns import (
    AccountMissing,
    AccountUnconfirmed,
    BeyondGrant,
    CallRefused,
    DayOfWaiverRefused,
    Drawing,
    FollowsFromSettlement,
    NothingDrawable,
    NothingToWaive,
    SameEyes,
    check_drawdown,
    order_drawdown,
    refuse_drawdown,
    remind_of_use,
    request_drawdown,
    tell_paid,
    waive_remedy,
    withdraw_drawdown,
)
from quartierwerk.rooms.funding.actions.enclosures import NoSuchQuestion, TooManyFiles, Upload, drop_enclosure, enclose
from quartierwerk.rooms.funding.actions.interest import (
    InterestRefused,
    NothingBorne,
    RateRefused,
    claim_interest,
    lay_down_rate,
    waive_interest,
)
from quartierwerk.rooms.funding.actions.invoices import (
    BillRefused,
    Handed,
    InvoiceThere,
    NothingGranted,
    check_invoice,
    enter_invoice,
    forget_invoices,
    order_invoice,
    refuse_invoice,
    withdraw_invoice,
)
from quartierwerk.rooms.funding.actions.late_codes import (
    CodeRefused,
    CodeUsed,
    Lateness,
    issue_late_code,
    withdraw_late_code,
)
from quartierwerk.rooms.funding.actions.letter_runs import (
    Many,
    NoLetterChosen,
    end_letters,
    give_letter_up,
    start_letters,
    take_letter_on,
)
from quartierwerk.rooms.funding.actions.letter_texts import (
    ClausesToBe,
    PassageToBe,
    Proposals,
    TextBeginsEarlier,
    TextRefused,
    begin_with_proposals,
    lay_down_clauses,
    lay_down_passage,
)
from quartierwerk.rooms.funding.actions.letters import (
    AddresseeTooLong,
    DecidedAnew,
    Drafting,
    LetterFlawed,
    LetterThere,
    approve_letter,
    discard_letter,
    draft_letter,
    issue_letter,
)
from quartierwerk.rooms.funding.actions.messages import (
    NothingWritten,
    Writing,
    erase_clerk,
    erase_writer,
    leave_cases,
    read_messages,
    remind,
    write_message,
)
from quartierwerk.rooms.funding.actions.needs import (
    NeedRefused,
    NeedThere,
    NoNeedsTaken,
    Registering,
    answer_need,
    erase_needs,
    register_need,
    withdraw_need,
)
from quartierwerk.rooms.funding.actions.on_paper import PaperRefused, Received, take_down
from quartierwerk.rooms.funding.actions.programmes import (
    AlreadyEnded,
    ChangedMeanwhile,
    EndsTooEarly,
    Founding,
    NameTaken,
    RoundRuns,
    WordingRefused,
    edit,
    end,
    found,
)
from quartierwerk.rooms.funding.actions.projects import (
    DistrictRefused,
    Entering,
    Given,
    InvoicesOpen,
    MoneyHangsOnIt,
    NobodyThere,
    OutlineRefused,
    ProjectChanged,
    SumRefused,
    TextTooLong,
    ThankedAlready,
    TooManyContributions,
    call_off,
    contribute,
    drop_contribution,
    enter,
    entrust,
    erase_keeper,
    forget_carrier,
    hide,
    leave_projects,
    publish,
    reshape,
    settle,
)
from quartierwerk.rooms.funding.actions.proofs import (
    Dropped,
    NothingToAccount,
    ProofHandedIn,
    ProofIncomplete,
    Receipt,
    Returning,
    TooManyVouchers,
    VoucherRefused,
    begin_proof,
    drop_voucher,
    hand_in,
    keep_voucher,
    remind_of_proof,
    return_proof,
)
from quartierwerk.rooms.funding.actions.questionnaires import (
    AskedAlready,
    AskedAnew,
    QuestionsRefused,
    lay_down_questions,
)
from quartierwerk.rooms.funding.actions.recovering import (
    Claiming,
    ClaimRefused,
    HearingTooShort,
    NotHeard,
    NothingToAnswer,
    RecoveryUnderWay,
    answer_hearing,
    claim_again,
    claim_back,
    drop_recovery,
    note_repaid,
    open_recovery,
)
from quartierwerk.rooms.funding.actions.reported import (
    ReportedAlready,
    ReportRefusedSo,
    correct_reported,
    drop_reported,
    report_year,
)
from quartierwerk.rooms.funding.actions.rounds import (
    Calling,
    NeedsThere,
    RoundBegun,
    RoundRefused,
    call,
    drop_round,
    move_round,
)
from quartierwerk.rooms.funding.actions.rule_sets import NoTerms, TermsRefused, TooLate, regulate, withdraw
from quartierwerk.rooms.funding.actions.serving import (
    NotAgreed,
    NotThere,
    ServiceDayRefused,
    WhyAgain,
    retrieve_letter,
    serve_letter,
)
from quartierwerk.rooms.funding.actions.settling import (
    GrantChanged,
    MarkRefused,
    NotEven,
    NothingHandedIn,
    PaymentWaits,
    check_proof,
    close_case,
    draw_sample,
    reopen_case,
    settle_grant,
)
from quartierwerk.rooms.funding.actions.showing import (
    CaptionRefused,
    EffectRefused,
    NotBegun,
    OutsideTheCity,
    RightsNotDeclared,
    Showing,
    TooManyPictures,
    add_picture,
    describe_picture,
    drop_picture,
    pin_project,
    put_first,
    show_additions,
    tell_effect,
)
from quartierwerk.rooms.funding.actions.surveys import (
    AnswerRefused,
    Experience,
    NotAsked,
    answer_survey,
    erase_survey_answers,
)
from quartierwerk.rooms.funding.actions.taking import CaseList, ListChanged, RowRefused, take_over_cases
from quartierwerk.rooms.funding.actions.thanks import (
    GratitudeRefused,
    NothingToThank,
    Thanking,
    forget_givers,
    thank,
)
