"""Which personal data this room keeps, why, for how long, and what becomes of them when an account is erased."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, rows
from quartierwerk.rooms.budget import actions, queries, rules
from quartierwerk.rooms.budget.models import Entry, FiscalYear, HouseAccount, Order, PaymentRun, Statement

BY_LAW = _(
    "zehn Jahre nach dem Ende des Haushaltsjahrs und darüber hinaus, denn eine Buchung wird nie geändert oder gelöscht "
    "(§ 59 Abs. 3 KomHVO NRW, § 147 AO)"
)
SIGNATURE = Erasure(
    fate=Fate.KEPT,
    words=_("Die Bücher bleiben, wie das Haushaltsrecht es verlangt; wer gebucht hat, steht dort ohne Namen."),
)
EVIDENCE = _("nachweisen, wer was wann gebucht, vorgeschlagen und freigegeben hat")

PERSONAL = (
    PersonalData(
        kind="budget.orders",
        label=_("Zahlungen: wer Geld bekommt und wofür"),
        fields=("budget.order.payee", "budget.order.iban", "budget.order.purpose"),
        purpose=_("auszahlen, was zugesagt ist, und es belegen"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_PAYEES_FOR,
            since=_("nach dem Ende des Haushaltsjahrs (§ 59 Abs. 3 KomHVO NRW, § 147 AO)"),
            due=queries.payees_kept_too_long,
            forget=actions.forget_payees,
        ),
    ),
    PersonalData(
        kind="budget.bank",
        label=_("Kontoauszüge: wer gezahlt hat oder bezahlt wurde, und wofür"),
        fields=("budget.statementline.name", "budget.statementline.purpose", "budget.statementline.reference"),
        purpose=_("Bücher und Bank vergleichen, und Eingänge buchen"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_PAYEES_FOR,
            since=_("nach dem Ende des Haushaltsjahrs (§ 59 Abs. 3 KomHVO NRW, § 147 AO)"),
            due=queries.bank_lines_kept_too_long,
            forget=actions.forget_bank_lines,
        ),
    ),
    PersonalData(
        kind="budget.run_files",
        label=_("Dateien von Zahlungsläufen: wer Geld bekommt, wohin und wofür"),
        fields=("budget.runfile.content",),
        purpose=_("belegen, was Bank oder Stadtkasse ausführen sollten"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_PAYEES_FOR,
            since=_("nach dem Ende des Haushaltsjahrs (§ 59 Abs. 3 KomHVO NRW, § 147 AO); die Prüfsumme bleibt"),
            due=queries.run_files_kept_too_long,
            forget=actions.forget_run_files,
        ),
    ),
    PersonalData(
        kind="budget.books",
        label=_("Bücher der Kasse: Begründungen, Belege und wofür Mittel gebunden sind"),
        fields=(
            "budget.entry.reason",
            "budget.entry.voucher",
            "budget.earmark.title",
            "budget.order.answer",
            "budget.order.voucher",
            "budget.statementline.passed_reason",
            "budget.runpayment.reason",
            "budget.paymentrun.void_reason",
        ),
        purpose=_("jede Buchung erklären; Namen von Privatpersonen gehören nicht hinein"),
        basis=Basis.TASK,
        retention=BY_LAW,
    ),
    PersonalData(
        kind="budget.signed_orders",
        label=_("Wer eine Zahlung vorgeschlagen oder darüber entschieden hat"),
        fields=("budget.order.proposed_by", "budget.order.decided_by"),
        purpose=EVIDENCE,
        basis=Basis.TASK,
        retention=BY_LAW,
        rows=lambda person: rows(
            Order.objects.filter(Q(proposed_by=person) | Q(decided_by=person)).select_related("pot__year"),
            *("pk", "cents", "state", "proposed_at", "decided_at"),
        ),
        erasure=SIGNATURE,
    ),
    PersonalData(
        kind="budget.signed_entries",
        label=_("Wer gebucht hat"),
        fields=("budget.entry.by",),
        purpose=EVIDENCE,
        basis=Basis.TASK,
        retention=BY_LAW,
        rows=lambda person: rows(Entry.objects.filter(by=person), "pot_id", "number", "kind", "cents", "at"),
        erasure=SIGNATURE,
    ),
    PersonalData(
        kind="budget.signed_statements",
        label=_("Wer einen Kontoauszug eingelesen hat"),
        fields=("budget.statement.read_by",),
        purpose=EVIDENCE,
        basis=Basis.TASK,
        retention=BY_LAW,
        rows=lambda person: rows(Statement.objects.filter(read_by=person), "number", "first_on", "last_on", "read_at"),
        erasure=SIGNATURE,
    ),
    PersonalData(
        kind="budget.signed_runs",
        label=_("Wer einen Zahlungslauf zusammengestellt, freigegeben oder verworfen hat"),
        fields=(
            "budget.paymentrun.gathered_by",
            "budget.paymentrun.released_by",
            "budget.paymentrun.void_asked_by",
            "budget.paymentrun.voided_by",
            "budget.runpayment.returned_by",
        ),
        purpose=EVIDENCE,
        basis=Basis.TASK,
        retention=BY_LAW,
        rows=lambda person: rows(
            PaymentRun.objects.filter(
                Q(gathered_by=person)
                | Q(released_by=person)
                | Q(void_asked_by=person)
                | Q(voided_by=person)
                | Q(payments__returned_by=person)
            ).distinct(),
            *("message_id", "way", "state", "gathered_at", "released_at", "voided_at"),
        ),
        erasure=SIGNATURE,
    ),
    PersonalData(
        kind="budget.signed_accounts",
        label=_("Wer ein Hauskonto eingetragen hat"),
        fields=("budget.houseaccount.opened_by",),
        purpose=EVIDENCE,
        basis=Basis.TASK,
        retention=BY_LAW,
        rows=lambda person: rows(HouseAccount.objects.filter(opened_by=person), "holder", "opened_at"),
        erasure=SIGNATURE,
    ),
    PersonalData(
        kind="budget.signed_years",
        label=_("Wer ein Haushaltsjahr abgeschlossen hat"),
        fields=("budget.fiscalyear.closed_by",),
        purpose=EVIDENCE,
        basis=Basis.TASK,
        retention=BY_LAW,
        rows=lambda person: rows(FiscalYear.objects.filter(closed_by=person), "year", "closed_at"),
        erasure=SIGNATURE,
    ),
)
