"""Which personal data this room keeps, why, for how long, and what becomes of them when an account is erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, each, rows
from quartierwerk.rooms.funding import actions, queries, rules
from quartierwerk.rooms.funding.models import CoApplicant

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
        kind="funding.applications",
        label=_("Förderanträge"),
        fields=("funding.application.applicant", "funding.application.content"),
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

VIEWED = {"funding.application": _("Ihr Förderantrag")}
