"""Which personal data this room keeps, why, for how long, and what becomes of them when an account is erased."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, Wording, each, rows
from quartierwerk.rooms.budget.rules import KEEP_PAYEES_FOR
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import Application, CoApplicant, NeedsRegistration
from quartierwerk.rooms.funding.queries import letters

WORDINGS = (
    Wording(
        purpose=letters.CONSENT,
        version=1,
        title=_("Schreiben über Förderung im Portal abrufen"),
        text=_(
            "Bescheide und andere Schreiben zu meinen Förderanträgen darf das Haus mir hier zum Abruf bereitstellen "
            "statt mit der Post. Eine Mail sagt mir, dass ein Schreiben da ist. Rufe ich es ab, gilt es am Tag danach "
            "als bekannt gegeben, und Fristen beginnen; rufe ich es zehn Tage lang nicht ab, kommt es auf anderem Weg."
        ),
    ),
)

PERSONAL = (
    PersonalData(
        kind="funding.projects",
        label=_("Projekte, die Sie betreuen"),
        fields=("funding.project.keeper",),
        purpose=_("wissen, wer für ein Projekt spricht"),
        basis=Basis.TASK,
        retention=_("solange das Konto besteht"),
        rows=lambda person: rows(queries.projects_of(person), "title", "starts_on", "ends_on", "state"),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Die Projekte bleiben ohne Ihren Namen; das Büro betreut sie weiter."),
            verb=actions.erase_keeper,
        ),
    ),
    PersonalData(
        kind="funding.carriers",
        label=_("Privatpersonen, die ein Projekt durchführen"),
        fields=("funding.project.carrier",),
        purpose=_("wissen, wer ein Projekt verantwortet"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_NAMES_FOR,
            since=_("nach dem Ende des Projekts"),
            due=queries.private_carriers,
            forget=each(queries.private_carriers, actions.forget_carrier),
        ),
    ),
    PersonalData(
        kind="funding.contributions",
        label=_("Wer Geld zu einem Projekt gibt"),
        fields=("funding.contribution.source",),
        purpose=_("belegen, woher die Mittel eines Projekts kommen"),
        basis=Basis.TASK,
        retention=_("so lange wie das Projekt; der Name wird nie veröffentlicht"),
    ),
    PersonalData(
        kind="funding.pictures",
        label=_("Wer ein Bild eines Projekts gemacht hat"),
        fields=("funding.projectpicture.credit",),
        purpose=_("am Bild sagen, von wem es ist (§ 13 UrhG)"),
        basis=Basis.TASK,
        retention=_("solange das Bild gezeigt wird"),
    ),
    PersonalData(
        kind="funding.thanks",
        label=_("Wohin ein Dank für Geld zu einem Projekt ging"),
        fields=("funding.thanks.email", "funding.thanks.postal"),
        purpose=_("danken und den Eingang bestätigen"),
        basis=Basis.TASK,
        retention=Term(
            lasts=rules.KEEP_GIVERS_ADDRESS_FOR,
            since=_("nach dem Dank"),
            due=queries.beyond_givers_term,
            forget=actions.forget_givers,
        ),
    ),
    PersonalData(
        kind="funding.thanks_words",
        label=_("Was jemandem für Geld zu einem Projekt geschrieben wurde"),
        fields=("funding.thanks.text",),
        purpose=_("belegen, was gedankt und bestätigt wurde"),
        basis=Basis.TASK,
        retention=_("so lange wie das Projekt; der Name wird nie veröffentlicht"),
    ),
    PersonalData(
        kind="funding.invoices",
        label=_("Rechnungen eigener Projekte: wer Geld bekommt, und auf welches Konto"),
        fields=tuple(f"funding.invoice.{name}" for name in ("payee", "iban", "number", "payee_key", "number_key")),
        purpose=_("bezahlen, was für ein Projekt ausgegeben wurde, keine Rechnung zweimal, und es belegen"),
        basis=Basis.TASK,
        retention=Term(
            lasts=KEEP_PAYEES_FOR,
            since=_("nach dem Ende des Haushaltsjahrs (§ 59 Abs. 3 KomHVO NRW, § 147 AO)"),
            due=queries.invoices_kept_too_long,
            forget=actions.forget_invoices,
        ),
    ),
    PersonalData(
        kind="funding.accounts",
        label=_("Konten, auf die Förderung gezahlt wird"),
        fields=("funding.bankdetails.holder", "funding.bankdetails.iban"),
        purpose=_("auszahlen, was bewilligt ist, an die richtige Stelle, und es belegen"),
        basis=Basis.TASK,
        retention=Term(
            lasts=KEEP_PAYEES_FOR,
            since=_("nach dem Ende des Haushaltsjahrs, in dem zuletzt dorthin gezahlt wurde (§ 147 AO)"),
            due=queries.accounts_kept_too_long,
            forget=actions.forget_accounts,
        ),
        rows=queries.rows_of_accounts,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Auf welches Konto öffentliches Geld ging, muss bis zum Ende der Frist belegbar sein."),
        ),
    ),
    PersonalData(
        kind="funding.drawdowns",
        label=_("Wer Fördermittel abgerufen, geprüft oder ein Konto bestätigt hat"),
        fields=(
            "funding.bankdetails.entered_by",
            "funding.accountconfirmation.by",
            "funding.accountconfirmation.note",
            "funding.drawdown.requested_by",
            "funding.drawdown.checked_by",
            "funding.drawdown.purpose",
            "funding.drawdown.answer",
            "funding.remedywaiver.by",
        ),
        purpose=_("belegen, wofür öffentliches Geld abgerufen wurde und wer das geprüft hat"),
        basis=Basis.TASK,
        retention=_("dauerhaft; Namen von Privatpersonen gehören nicht in die Texte"),
        rows=queries.rows_of_drawdowns,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Was abgerufen und geprüft wurde, bleibt; wer es war, steht dort ohne Namen."),
        ),
    ),
    PersonalData(
        kind="funding.recoveries",
        label=_("Rückforderungen, und was dazu gesagt wurde"),
        fields=(
            "funding.recovery.begun_by",
            "funding.recovery.facts",
            "funding.recovery.statement",
            "funding.recovery.stated_by",
            "funding.recovery.weighing",
            "funding.recovery.decided_by",
            "funding.recovery.why_dropped",
            "funding.recovery.dropped_by",
            "funding.interestclaim.reason",
            "funding.interestclaim.by",
        ),
        purpose=_("belegen, warum öffentliches Geld zurückgefordert wurde oder nicht, und wer das entschieden hat"),
        basis=Basis.TASK,
        retention=_("dauerhaft; Namen von Privatpersonen gehören nicht in die Texte"),
        rows=queries.rows_of_recoveries,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Warum Geld zurückgefordert wurde, muss belegbar bleiben; wer es war, steht dort ohne Namen."),
        ),
    ),
    PersonalData(
        kind="funding.reports",
        label=_("Wer einen Geschäftsbericht begonnen oder veröffentlicht hat"),
        fields=("funding.annualreport.begun_by", "funding.annualreport.published_by", "funding.annualreport.texts"),
        purpose=_("belegen, wer für einen Bericht an Rat und Öffentlichkeit verantwortlich ist"),
        basis=Basis.TASK,
        retention=_("dauerhaft; Namen von Privatpersonen gehören nicht in die Texte"),
        rows=lambda person: rows(queries.reports_of(person), "year", "edition", "begun_at", "published_at"),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Berichte bleiben; wer sie geschrieben hat, steht dort ohne Namen."),
        ),
    ),
    PersonalData(
        kind="funding.own_projects",
        label=_("Wer bei eigenen Projekten Geld angefragt, Rechnungen eingereicht oder geprüft hat"),
        fields=(
            "funding.demand.by",
            "funding.demand.wording",
            "funding.invoice.entered_by",
            "funding.invoice.checked_by",
            "funding.invoice.answer",
            "funding.closing.by",
            "funding.closing.text",
        ),
        purpose=_("belegen, wofür öffentliches Geld ausgegeben wurde und wer das geprüft hat"),
        basis=Basis.TASK,
        retention=_("dauerhaft; Namen von Privatpersonen gehören nicht in die Texte"),
        rows=queries.rows_of_own,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Was zu eigenen Projekten eingetragen ist, bleibt; wer es war, steht dort ohne Namen."),
        ),
    ),
    PersonalData(
        kind="funding.applications",
        label=_("Förderanträge"),
        fields=(
            "funding.application.applicant",
            "funding.application.content",
            "funding.application.postal",
            "funding.supplement.content",
        ),
        purpose=_("über Anträge entscheiden und belegen, warum"),
        basis=Basis.TASK,
        retention=_("dauerhaft; was eingereicht ist, wird nie geändert oder gelöscht"),
        rows=lambda person: rows(
            queries.applications_of(person), "number", "programme", "project", "state", "submitted_at", "asked_cents"
        ),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_(
                "Begonnene Anträge werden zurückgezogen. Eingereichte bleiben ohne Ihren Namen, weil Entscheidungen "
                "über öffentliches Geld belegbar sein müssen."
            ),
            verb=actions.erase_applicant,
        ),
    ),
    PersonalData(
        kind="funding.needs",
        label=_("Bedarfsanmeldungen"),
        fields=("funding.needsregistration.by", "funding.needsregistration.text", "funding.needsregistration.answer"),
        purpose=_("planen, wofür Fördermittel gebraucht werden, und beraten"),
        basis=Basis.TASK,
        retention=_("so lange wie das Projekt, für das sie gilt"),
        rows=lambda person: rows(
            NeedsRegistration.objects.filter(by=person), "programme", "project", "cents", "text", "at", "answer"
        ),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Bedarfsanmeldungen bleiben beim Projekt, ohne Ihren Namen."),
            verb=actions.erase_needs,
        ),
    ),
    PersonalData(
        kind="funding.late_codes",
        label=_("Für wen ein Zugangscode ausgestellt wurde"),
        fields=("funding.latecode.purpose", "funding.latecode.digest"),
        purpose=_("belegen, warum ein Antrag nach dem Ende einer Runde angenommen wurde"),
        basis=Basis.TASK,
        retention=_("so lange wie die Runde"),
    ),
    PersonalData(
        kind="funding.letters",
        label=_("Schreiben zu Förderanträgen"),
        fields=("funding.letter.content", "funding.letter.pdf"),
        purpose=_("belegen, was bewilligt oder abgelehnt wurde, und wann es bekannt war"),
        basis=Basis.TASK,
        retention=_("dauerhaft; was ausgefertigt ist, wird nie geändert oder gelöscht"),
        rows=lambda person: rows(
            letters.names_of_letters(person), "application", "number", "kind", "instrument", "state", "issued_at"
        ),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_(
                "Schreiben bleiben, wie sie hinausgingen, weil Entscheidungen über öffentliches Geld belegbar sein "
                "müssen."
            ),
        ),
    ),
    PersonalData(
        kind="funding.signatures",
        label=_("Namen unter Schreiben des Büros"),
        fields=("funding.letter.signed_as", "funding.service.note"),
        purpose=_("belegen, wer ein Schreiben freigegeben hat und warum es noch einmal bekannt gegeben wurde"),
        basis=Basis.TASK,
        retention=_("so lange wie das Schreiben"),
    ),
    PersonalData(
        kind="funding.proofs",
        label=_("Verwendungsnachweise mit ihren Belegen"),
        fields=(
            "funding.proofofuse.content",
            "funding.proofofuse.answer",
            "funding.voucher.payee",
            "funding.voucher.reason",
            "funding.voucher.paper",
            "funding.proofcheck.marks",
            "funding.proofcheck.note",
        ),
        purpose=_("prüfen und belegen, wofür öffentliches Geld ausgegeben wurde"),
        basis=Basis.TASK,
        retention=_("so lange wie der Antrag, zu dem sie gehören; was eingereicht ist, wird nie geändert"),
    ),
    PersonalData(
        kind="funding.messages",
        label=_("Nachrichten und Antworten zu Förderanträgen"),
        fields=("funding.message.text", "funding.message.by", "funding.inquiry.answer"),
        purpose=_("klären, was zu einem Antrag offen ist, und es belegen"),
        basis=Basis.TASK,
        retention=_("so lange wie der Antrag, zu dem sie gehören"),
        rows=lambda person: rows(queries.messages_of(person), "application", "text", "at"),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Was Sie zu einem Antrag geschrieben haben, bleibt beim Antrag, ohne Ihren Namen."),
            verb=actions.erase_writer,
        ),
    ),
    PersonalData(
        kind="funding.surveys",
        label=_("Antworten auf die Befragung"),
        fields=("funding.surveyanswer.by", "funding.surveyanswer.remark")
        + tuple(f"funding.surveyanswer.{topic}" for topic in rules.Topic.values),
        purpose=_("erfahren, wie Beratung, Verfahren, Entscheidung und Abrechnung waren"),
        basis=Basis.TASK,
        retention=_("so lange wie der Antrag, zu dem sie gehören"),
        rows=lambda person: rows(queries.survey_answers_of(person), "application", "at", *rules.Topic.values, "remark"),
        erasure=Erasure(
            fate=Fate.ANONYMISED,
            words=_("Ihre Noten zählen weiter zum Durchschnitt; was Sie dazu geschrieben haben, wird gelöscht."),
            verb=actions.erase_survey_answers,
        ),
    ),
    PersonalData(
        kind="funding.cases",
        label=_("Was das Büro zu Ihrem Antrag festhält"),
        fields=(
            "funding.check.note",
            "funding.inquiry.question",
            "funding.earlystart.note",
            "funding.assessment.summary",
            "funding.assessment.conditions",
            "funding.assessment.note",
            "funding.decision.reason",
            "funding.decision.conditions",
        ),
        purpose=_("über Anträge entscheiden und belegen, warum"),
        basis=Basis.TASK,
        retention=_("so lange wie der Antrag, zu dem es gehört"),
    ),
    PersonalData(
        kind="funding.aid",
        label=_("De-minimis-Beihilfen an Unternehmen und Selbstständige"),
        fields=("funding.aidcheck.undertaking", "funding.aidcheck.by", "funding.aidentry.by"),
        purpose=_("den Höchstbetrag einhalten und Beihilfen in das zentrale Register eintragen"),
        basis=Basis.TASK,
        retention=_("so lange wie der Antrag, zu dem sie gehören, mindestens zehn Jahre (Art. 6 VO (EU) 2023/2831)"),
        rows=queries.rows_of_aid,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Welche Beihilfe wem gewährt wurde, muss belegbar bleiben."),
        ),
    ),
    PersonalData(
        kind="funding.clerks",
        label=_("Anträge, die Sie bearbeiten"),
        fields=("funding.application.clerk", "funding.application.entered_by"),
        purpose=_("wissen, wer einen Antrag bearbeitet"),
        basis=Basis.TASK,
        retention=_("solange das Konto besteht"),
        rows=lambda person: rows(
            Application.objects.filter(Q(clerk=person) | Q(entered_by=person)), "number", "programme", "state"
        ),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Die Anträge bearbeitet jemand anderes weiter."),
            verb=actions.erase_clerk,
        ),
    ),
    PersonalData(
        kind="funding.coapplicants",
        label=_("Anträge, die Sie mitschreiben"),
        fields=("funding.coapplicant.email",),
        purpose=_("einen Antrag gemeinsam schreiben"),
        basis=Basis.SERVICE,
        retention=_("bis die antragstellende Person es beendet oder das Konto gelöscht wird"),
        rows=lambda person: rows(CoApplicant.objects.of(person), "application", "may_write", "invited_at"),
        erasure=Erasure(
            fate=Fate.DELETED,
            words=_("Sie schreiben an keinem Antrag anderer mehr mit."),
            verb=actions.forget_coapplicant,
        ),
    ),
    PersonalData(
        kind="funding.enclosures",
        label=_("Dateien in Förderanträgen"),
        fields=("funding.enclosure.paper",),
        purpose=_("über Anträge entscheiden und belegen, warum"),
        basis=Basis.TASK,
        retention=_("solange der Antrag geschrieben wird; was eingereicht ist, bleibt mit ihm"),
    ),
)

VIEWED = {
    "funding.application": _("Ihr Förderantrag"),
    "funding.letter": _("Ein Schreiben an Sie"),
    "funding.proof": _("Ihr Verwendungsnachweis"),
}
