"""On which terms a programme gives money: the terms of one day as a value, whether they hold together, and in words.

Names and meanings follow the administrative rules on § 44 of the budget law of the Land (VV zu § 44 LHO NRW), which
cities copy into guidelines of their own. None of the figures is a constant: each programme says its own, from a day on.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from quartierwerk.foundation.errors import Problem
from quartierwerk.foundation.money import MOST, written
from quartierwerk.rooms.boards.rules import RUBRIC_PROBLEMS, BodyKind, Criterion, criteria_problem

LONGEST_BASIS = 500
LONGEST_GUIDELINE = 100_000
WHOLE = 10_000
"""Basis points: a hundred of them are one per cent."""
MOST_MONTHS = 60
MOST_CHECKS = 12
LONGEST_CHECK = 200
MOST_RATE = 100_00
"""Cents for an hour of voluntary work; more is a slip of the keys."""
MOST_SMALL_CHANGE = 10_000_00
"""Cents that a grant may be off; more is a slip of the keys."""


class Grantor(TextChoices):
    """Who gives the money (Zuwendungsgeber)."""

    CITY = "city", gettext_lazy("die Stadt")
    ASSOCIATION = "association", gettext_lazy("ein Verein im Auftrag der Stadt")


class Applicant(TextChoices):
    """Who may apply."""

    GROUP = "group", gettext_lazy("Gruppen vor Ort mit eigenen Projekten")
    CLUB = "club", gettext_lazy("eingetragene Vereine und gemeinnützige Träger")
    INITIATIVE = "initiative", gettext_lazy("Initiativen ohne Rechtsform")
    COMPANY = "company", gettext_lazy("Unternehmen und Selbstständige")
    PUBLIC = "public", gettext_lazy("öffentliche Einrichtungen")
    PERSON = "person", gettext_lazy("Einzelpersonen")


class Financing(TextChoices):
    """How a grant is reckoned (Finanzierungsart)."""

    FIXED_SUM = "fixed_sum", gettext_lazy("Festbetrag")
    SHARE = "share", gettext_lazy("Anteil an den Ausgaben")
    DEFICIT = "deficit", gettext_lazy("Fehlbedarf")
    FULL = "full", gettext_lazy("volle Ausgaben")


class Start(TextChoices):
    """Whether a project may begin before the decision (vorzeitiger Maßnahmenbeginn)."""

    BAN = "ban", gettext_lazy("erst nach der Entscheidung")
    PERMISSION = "permission", gettext_lazy("vorher nur mit schriftlicher Zustimmung")
    FROM_APPLICATION = "from_application", gettext_lazy("ab Eingang des Antrags")


class Payout(TextChoices):
    """When the money is paid (Auszahlung)."""

    ADVANCE = "advance", gettext_lazy("auf Abruf, vor den Ausgaben")
    REIMBURSEMENT = "reimbursement", gettext_lazy("nach den Ausgaben, gegen Belege")
    FINAL_SHARE = "final_share", gettext_lazy("auf Abruf, ein Rest nach der Prüfung")


class ProofLevel(TextChoices):
    """What a proof of use consists of (Verwendungsnachweis)."""

    SIMPLE = "simple", gettext_lazy("Bericht und Summen")
    VOUCHERS = "vouchers", gettext_lazy("Bericht, Summen und Belegliste")


class Rounding(TextChoices):
    """How a share is rounded to the cent."""

    DOWN = "down", gettext_lazy("auf den Cent abgerundet")
    HALF_UP = "half_up", gettext_lazy("kaufmännisch gerundet")


class Intake(TextChoices):
    """When applications are taken."""

    ROLLING = "rolling", gettext_lazy("laufend")
    ROUNDS = "rounds", pgettext_lazy("intake", "in Runden mit Frist")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of a programme (Förderbedingungen). Sums are integer cents, shares basis points."""

    grantor: Grantor = Grantor.ASSOCIATION
    applicants: tuple[Applicant, ...] = ()
    intake: Intake = Intake.ROLLING
    needs_first: bool = False
    """Whoever applies registers the need before (Bedarfsanmeldung)."""
    financing: Financing = Financing.FIXED_SUM
    max_rate_bp: int | None = None
    """So much of the eligible expenditure at most; None where no rate is set."""
    max_cents: int | None = None
    min_cents: int = 0
    """Below this sum nothing is granted (Bagatellgrenze)."""
    min_own_share_bp: int = 0
    """So much of the eligible expenditure comes from whoever applies, at least (Eigenanteil)."""
    volunteer_rate_cents: int = 0
    """What an hour of voluntary work counts for; 0 where it does not count (bürgerschaftliches Engagement)."""
    volunteer_cap_bp: int = WHOLE
    """Voluntary work counts up to this share of the eligible expenditure in money."""
    start: Start = Start.BAN
    is_subsidiary: bool = False
    """Only what nobody else can fund (Subsidiarität)."""
    decided_by: BodyKind | None = None
    """The kind of body that decides in the district of a project; None where ``body`` or the office decides."""
    body: int | None = None
    """Key of the one body that decides, whatever the district."""
    delegated_cents: int = 0
    """Up to this sum the office decides and the body is told."""
    is_by_contract: bool = False
    """An association contracts with whoever it funds instead of promising; the city decides by notice."""
    payout: Payout = Payout.ADVANCE
    retention_bp: int = 0
    """What is kept back until the proof is checked, where that is how it is paid."""
    use_months: int = 2
    """Within so many months of its payment money is to be used (Verwendungsfrist)."""
    proof: ProofLevel = ProofLevel.SIMPLE
    proof_months: int = 6
    """So many months after the project's end its proof of use is due."""
    sample_rate_bp: int = WHOLE
    """So many of all vouchers the office looks at whole, drawn by lot."""
    line_tolerance_bp: int = 2_000
    """By so much a single line of the plan may be exceeded without asking (no. 1.2 ANBest-P NRW: 20 %)."""
    small_change_cents: int = 0
    """Savings and further income up to this sum leave the grant as it is."""
    cap_by_uncovered: bool = False
    """Also a fixed sum or a share is never more than what other money leaves uncovered."""
    rounding: Rounding = Rounding.DOWN
    is_aid: bool = False
    """Grants to undertakings are de-minimis aid (Regulation (EU) 2023/2831)."""
    survey_from_cents: int | None = 0
    """From so much granted on whoever applied is asked afterwards how it was; None where nobody is (Befragung)."""
    criteria: tuple[Criterion, ...] = ()
    checks: tuple[str, ...] = ()
    """What the office checks beside the usual, each a sentence that is met or not."""
    pillar: int | None = None
    """Key of the pillar out of whose pots it is paid; None where the office chooses a pot case by case."""
    basis: str = ""
    """Where it is written: a resolution, a guideline, with its day."""
    guideline: str = ""
    """The text itself in Markdown; the German text is binding."""

    @property
    def does_office_decide(self) -> bool:
        """Whether no body is asked."""
        return self.decided_by is None and self.body is None


def problems(terms: Terms) -> list[Problem]:
    """What does not hold together, each at the field to be changed; empty when all does."""
    found = [Problem("criteria", RUBRIC_PROBLEMS[wrong])] if (wrong := _rubric(terms)) else []
    found += [*_reckoning(terms), *_deciding(terms)]
    if not terms.applicants:
        found.append(Problem("applicants", gettext_lazy("Bitte sagen Sie, wer einen Antrag stellen kann.")))
    if not terms.basis.strip():
        sentence = gettext_lazy("Bitte nennen Sie die Grundlage: den Beschluss oder die Richtlinie, mit Tag.")
        found.append(Problem("basis", sentence))
    if len(terms.checks) > MOST_CHECKS or any(len(one) > LONGEST_CHECK for one in terms.checks):
        sentence = gettext_lazy("Möglich sind 12 weitere Prüfpunkte mit je 200 Zeichen.")
        found.append(Problem("checks", sentence))
    if not 1 <= terms.proof_months <= MOST_MONTHS:
        sentence = gettext_lazy("Die Frist für den Verwendungsnachweis liegt zwischen 1 und 60 Monaten.")
        found.append(Problem("proof_months", sentence))
    if terms.survey_from_cents is not None and not 0 <= terms.survey_from_cents <= MOST:
        found.append(Problem("survey_from_cents", gettext_lazy("Bitte prüfen Sie diese Summe.")))
    if not 1 <= terms.use_months <= MOST_MONTHS:
        sentence = gettext_lazy("Die Verwendungsfrist liegt zwischen 1 und 60 Monaten.")
        found.append(Problem("use_months", sentence))
    return found


def _rubric(terms: Terms) -> str:
    return criteria_problem(terms.criteria) if terms.criteria else ""


def _reckoning(terms: Terms) -> list[Problem]:
    found = []
    rate, own = terms.max_rate_bp, terms.min_own_share_bp
    if terms.financing == Financing.SHARE and rate is None:
        found.append(Problem("max_rate_bp", gettext_lazy("Wer einen Anteil fördert, muss den Höchstsatz nennen.")))
    if rate is not None and not 0 < rate <= WHOLE:
        found.append(Problem("max_rate_bp", gettext_lazy("Der Höchstsatz liegt über 0 und höchstens bei 100 %.")))
    if not 0 <= own < WHOLE:
        found.append(Problem("min_own_share_bp", gettext_lazy("Der Eigenanteil liegt zwischen 0 und unter 100 %.")))
    elif rate is not None and rate <= WHOLE < rate + own:
        sentence = gettext_lazy("Höchstsatz und Eigenanteil sind zusammen mehr als 100 %.")
        found.append(Problem("min_own_share_bp", sentence))
    if terms.financing == Financing.FULL and (own or (rate is not None and rate < WHOLE)):
        sentence = gettext_lazy("Bei voller Förderung gibt es keinen Eigenanteil und keinen Höchstsatz unter 100 %.")
        found.append(Problem("financing", sentence))
    if terms.max_cents is not None and terms.max_cents <= 0:
        found.append(Problem("max_cents", gettext_lazy("Der Höchstbetrag liegt über 0.")))
    elif terms.max_cents is not None and terms.min_cents > terms.max_cents:
        found.append(Problem("min_cents", gettext_lazy("Der Mindestbetrag liegt über dem Höchstbetrag.")))
    if not 0 <= terms.volunteer_rate_cents <= MOST_RATE:
        sentence = gettext_lazy("Eine Stunde Ehrenamt zählt höchstens 100 Euro.")
        found.append(Problem("volunteer_rate_cents", sentence))
    if not 0 <= terms.volunteer_cap_bp <= WHOLE:
        found.append(Problem("volunteer_cap_bp", gettext_lazy("Diese Grenze liegt zwischen 0 und 100 %.")))
    if terms.payout == Payout.FINAL_SHARE and not 0 < terms.retention_bp < WHOLE:
        sentence = gettext_lazy("Bitte sagen Sie, welcher Anteil bis zur Prüfung einbehalten wird.")
        found.append(Problem("retention_bp", sentence))
    if terms.payout != Payout.FINAL_SHARE and terms.retention_bp:
        sentence = gettext_lazy("Einbehalten wird nur, wo ein Rest nach der Prüfung ausgezahlt wird.")
        found.append(Problem("retention_bp", sentence))
    if not 0 <= terms.line_tolerance_bp <= WHOLE:
        sentence = gettext_lazy("Die Abweichung je Posten liegt zwischen 0 und 100 %.")
        found.append(Problem("line_tolerance_bp", sentence))
    if not 0 < terms.sample_rate_bp <= WHOLE:
        sentence = gettext_lazy("Die Stichprobe liegt über 0 und höchstens bei 100 %.")
        found.append(Problem("sample_rate_bp", sentence))
    if not 0 <= terms.small_change_cents <= MOST_SMALL_CHANGE:
        sentence = gettext_lazy("Kleine Abweichungen liegen zwischen 0 und 10.000 Euro.")
        found.append(Problem("small_change_cents", sentence))
    return found


def _deciding(terms: Terms) -> list[Problem]:
    if terms.decided_by is not None and terms.body is not None:
        return [Problem("decider", gettext_lazy("Es entscheidet ein bestimmtes Gremium oder das am Ort des Projekts."))]
    if terms.is_by_contract and terms.grantor == Grantor.CITY:
        sentence = gettext_lazy("Die Stadt bewilligt durch Bescheid; Verträge schließt ein Verein.")
        return [Problem("is_by_contract", sentence)]
    if terms.does_office_decide and terms.delegated_cents:
        sentence = gettext_lazy("Eine Grenze für das Büro braucht ein Gremium, das darüber entscheidet.")
        return [Problem("delegated_cents", sentence)]
    return []


def percent(basis_points: int, *, places: int | None = None) -> str:
    """A share as readers write it: “50 %”, “12,5 %”; with as many places as the others where it stands among them."""
    return f"{number_format(Decimal(basis_points) / 100, decimal_pos=places, use_l10n=True)}\u00a0%"


def in_words(terms: Terms, *, body: str = "", pillar: str = "") -> list[str]:
    """The terms as sentences for people, in their language.

    ``body`` is the name of the one body that decides, ``pillar`` that of the pillar out of which it is paid.
    """
    return [
        *_applicants_in_words(terms),
        *_sum_in_words(terms),
        *_own_in_words(terms),
        *_start_in_words(terms),
        *_decision_in_words(terms, body),
        *_money_in_words(terms, pillar),
        *_settlement_in_words(terms),
        *_survey_in_words(terms),
    ]


def _applicants_in_words(terms: Terms) -> list[str]:
    who = "; ".join(str(Applicant(one).label) for one in terms.applicants)
    said = [_("Anträge stellen können: %(who)s.") % {"who": who}]
    if terms.is_aid:
        said.append(_("Für Unternehmen und Selbstständige ist die Förderung eine De-minimis-Beihilfe."))
    said.append(
        _("Anträge sind jederzeit möglich.")
        if terms.intake == Intake.ROLLING
        else _("Anträge sind nur möglich, während eine Runde offen ist.")
    )
    if terms.needs_first:
        said.append(_("Vor dem Antrag melden Sie Ihren Bedarf an."))
    return said


def _sum_in_words(terms: Terms) -> list[str]:
    rate, most = terms.max_rate_bp, terms.max_cents
    if terms.financing == Financing.FULL:
        said = [_("Gefördert werden die vollen förderfähigen Ausgaben.")]
    elif terms.financing == Financing.DEFICIT:
        said = [_("Gefördert wird, was nach allen anderen Mitteln fehlt.")]
    elif terms.financing == Financing.SHARE:
        said = [_("Gefördert wird ein Anteil an den förderfähigen Ausgaben.")]
    else:
        said = [_("Gefördert wird mit einem festen Betrag.")]
    if rate is not None and rate < WHOLE:
        said.append(_("Höchstens %(rate)s der förderfähigen Ausgaben.") % {"rate": percent(rate)})
    if most is not None:
        said.append(_("Höchstens %(sum)s je Projekt.") % {"sum": written(most)})
    if terms.min_cents:
        said.append(_("Unter %(sum)s wird nichts bewilligt.") % {"sum": written(terms.min_cents)})
    return said


def _own_in_words(terms: Terms) -> list[str]:
    said = []
    if terms.min_own_share_bp:
        share = percent(terms.min_own_share_bp)
        said.append(_("Mindestens %(share)s der Ausgaben tragen Sie selbst.") % {"share": share})
    if terms.volunteer_rate_cents:
        rate = written(terms.volunteer_rate_cents)
        sentence = _("Ehrenamtliche Arbeit zählt dabei mit %(rate)s je Stunde.")
        if terms.volunteer_cap_bp < WHOLE:
            sentence = _("Ehrenamtliche Arbeit zählt dabei mit %(rate)s je Stunde, bis zu %(cap)s der Ausgaben.")
        said.append(sentence % {"rate": rate, "cap": percent(terms.volunteer_cap_bp)})
    if terms.is_subsidiary:
        said.append(_("Gefördert wird nur, was niemand sonst fördern kann."))
    return said


def _start_in_words(terms: Terms) -> list[str]:
    return [
        {
            Start.BAN: _("Das Projekt darf erst nach der Entscheidung beginnen."),
            Start.PERMISSION: _("Vor der Entscheidung darf das Projekt nur mit schriftlicher Zustimmung beginnen."),
            Start.FROM_APPLICATION: _("Das Projekt darf beginnen, sobald der Antrag eingegangen ist."),
        }[terms.start]
    ]


def _decision_in_words(terms: Terms, body: str) -> list[str]:
    if terms.does_office_decide:
        return [_("Es entscheidet das Büro.")]
    who = body or (str(BodyKind(terms.decided_by).label) if terms.decided_by else "")
    sentence = (
        _("Es entscheidet: %(body)s am Ort des Projekts.") if terms.decided_by else _("Es entscheidet: %(body)s.")
    )
    said = [sentence % {"body": who}]
    if terms.delegated_cents:
        sentence = _("Bis %(sum)s entscheidet das Büro und berichtet dem Gremium.")
        said.append(sentence % {"sum": written(terms.delegated_cents)})
    return said


def _money_in_words(terms: Terms, pillar: str) -> list[str]:
    paid = {
        Payout.ADVANCE: _("Ausgezahlt wird auf Abruf, bevor Rechnungen zu bezahlen sind."),
        Payout.REIMBURSEMENT: _("Ausgezahlt wird nach den Ausgaben, gegen Belege."),
        Payout.FINAL_SHARE: _("Ausgezahlt wird auf Abruf; die letzten %(share)s nach der Prüfung."),
    }[terms.payout] % {"share": percent(terms.retention_bp)}
    used = ngettext(
        "Ausgezahltes Geld ist innerhalb von %(months)d Monat zu verwenden.",
        "Ausgezahltes Geld ist innerhalb von %(months)d Monaten zu verwenden.",
        terms.use_months,
    ) % {"months": terms.use_months}
    due = ngettext(
        "Der Verwendungsnachweis ist %(months)d Monat nach dem Ende des Projekts fällig.",
        "Der Verwendungsnachweis ist %(months)d Monate nach dem Ende des Projekts fällig.",
        terms.proof_months,
    ) % {"months": terms.proof_months}
    parts = {
        ProofLevel.SIMPLE: _("Er besteht aus einem Bericht und den Summen der Einnahmen und Ausgaben."),
        ProofLevel.VOUCHERS: _("Er besteht aus einem Bericht, den Summen und einer Liste aller Belege."),
    }[terms.proof]
    contract = [_("Über die Förderung wird ein Vertrag geschlossen.")] if terms.is_by_contract else []
    source = [_("Das Geld kommt aus: %(pillar)s.") % {"pillar": pillar}] if pillar else []
    use = [] if terms.payout == Payout.REIMBURSEMENT else [used]
    return [*contract, *source, paid, *use, due, parts]


def _settlement_in_words(terms: Terms) -> list[str]:
    said = [
        {
            Financing.FIXED_SUM: _("Am Ende bleibt der feste Betrag, höchstens aber, was das Projekt gekostet hat."),
            Financing.SHARE: _("Am Ende gilt derselbe Anteil an dem, was das Projekt wirklich gekostet hat."),
            Financing.DEFICIT: _("Am Ende wird gezahlt, was nach allen anderen Einnahmen wirklich fehlt."),
            Financing.FULL: _("Am Ende wird gezahlt, was das Projekt wirklich gekostet hat."),
        }[terms.financing]
    ]
    if terms.cap_by_uncovered and terms.financing in (Financing.FIXED_SUM, Financing.SHARE):
        said.append(_("Mehr, als nach allen anderen Einnahmen fehlt, wird nicht gezahlt."))
    if terms.small_change_cents and terms.financing != Financing.FIXED_SUM:
        sentence = _("Ersparnisse und weitere Einnahmen bis zusammen %(sum)s ändern daran nichts.")
        said.append(sentence % {"sum": written(terms.small_change_cents)})
    sentence = _("Ein einzelner Posten darf bis zu %(share)s mehr kosten als geplant, wenn Sie anderswo sparen.")
    return [*said, sentence % {"share": percent(terms.line_tolerance_bp)}]


def _survey_in_words(terms: Terms) -> list[str]:
    least = terms.survey_from_cents
    if least is None:
        return []
    if not least:
        return [_("Danach fragen wir kurz, wie es war. Die Antwort ist freiwillig.")]
    sentence = _("Ab %(sum)s fragen wir danach kurz, wie es war. Die Antwort ist freiwillig.")
    return [sentence % {"sum": written(least)}]
