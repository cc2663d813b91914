"""Which personal data this room keeps, why, for how long, and what becomes of them when an account is erased."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from quartierwerk.foundation.privacy import Basis, Erasure, Fate, PersonalData, Term, Wording, rows
from quartierwerk.rooms.accounts import actions, queries
from quartierwerk.rooms.accounts.models import Consent, Deputyship, Errand, Invitation, Person, Viewing

WORDINGS = (
    Wording(
        purpose="accounts.news",
        version=1,
        title=_("Einladungen und Neuigkeiten per E-Mail"),
        text=_(
            "Ich bin einverstanden, dass die Stadt mir Einladungen zu Veranstaltungen und Neuigkeiten für Kreative an "
            "meine E-Mail-Adresse schickt. Dafür verwendet sie meinen Namen, meine Adresse und meine Sprache und gibt "
            "sie nicht weiter. Ich kann das jederzeit auf dieser Seite widerrufen; was bis dahin geschickt wurde, "
            "bleibt rechtmäßig."
        ),
    ),
)

PERSONAL = (
    PersonalData(
        kind="accounts.account",
        label=_("Konto"),
        fields=(
            "accounts.person.email",
            "accounts.person.name",
            "accounts.person.password",
            "accounts.person.language",
            "accounts.person.last_login",
        ),
        purpose=_("Anmelden, Anrede, Mails, um die jemand gebeten hat, und wer eine Aufgabe hat"),
        basis=Basis.SERVICE,
        retention=_("bis zum Löschen des Kontos"),
        rows=lambda person: rows(
            Person.objects.filter(pk=person.pk), "email", "name", "language", "joined_at", "last_login"
        ),
        erasure=Erasure(
            fate=Fate.ANONYMISED,
            words=_("Name und Adresse sind weg. Übrig bleibt eine Nummer, auf die ältere Vermerke zeigen."),
        ),
    ),
    PersonalData(
        kind="accounts.unconfirmed",
        label=_("Unbestätigte Adressen"),
        fields=("accounts.person.email",),
        purpose=_("auf die Bestätigung warten"),
        basis=Basis.SERVICE,
        retention=Term(
            lasts=timedelta(days=7),
            since=_("nach dem Eintragen der Adresse"),
            due=queries.never_confirmed,
            forget=actions.forget_unconfirmed,
        ),
    ),
    PersonalData(
        kind="accounts.sign_in",
        label=_("Passkeys und zweite Faktoren"),
        fields=("mfa.authenticator.data",),
        purpose=_("sicher anmelden; öffentliche Schlüssel und verschlüsselte Geheimnisse"),
        basis=Basis.SERVICE,
        retention=_("bis die Person sie entfernt"),
        rows=lambda person: rows(queries.all_factors(person), "type", "created_at", "last_used_at"),
        erasure=Erasure(fate=Fate.DELETED, words=_("Passkeys, App und Notfallcodes gelten nicht mehr.")),
    ),
    PersonalData(
        kind="accounts.devices",
        label=_("Geräte"),
        fields=("accounts.device.agent",),
        purpose=_("sehen und beenden können, wo man angemeldet ist; ohne Netzadresse"),
        basis=Basis.SERVICE,
        retention=Term(
            lasts=timedelta(0),
            since=_("bis zum Abmelden, höchstens 14 Tage nach dem letzten Besuch"),
            due=queries.devices_signed_out,
            forget=actions.forget_devices,
        ),
        rows=lambda person: rows(person.devices.all(), "agent", "signed_in_at", "last_seen_at"),
        erasure=Erasure(fate=Fate.DELETED, words=_("Alle Geräte werden abgemeldet.")),
    ),
    PersonalData(
        kind="accounts.roles",
        label=_("Rollen"),
        fields=("accounts.role.scope",),
        purpose=_("wer was tun darf"),
        basis=Basis.TASK,
        retention=_("solange die Rolle gilt; danach als Nachweis ohne Namen"),
        rows=queries.rows_of_roles,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Sie enden heute. Dass es sie gab und an welchen Tagen, bleibt als Nachweis, ohne Ihren Namen."),
        ),
    ),
    PersonalData(
        kind="accounts.invitations",
        label=_("Einladungen"),
        fields=("accounts.invitation.email", "accounts.invitation.digest"),
        purpose=_("jemandem eine Rolle anbieten, der noch kein Konto haben muss"),
        basis=Basis.SERVICE,
        retention=Term(
            lasts=timedelta(days=30),
            since=_("nach dem Ende der Einladung; von angenommenen bis zum Löschen des Kontos"),
            due=queries.invitations_over,
            forget=actions.forget_invitations,
        ),
        rows=lambda person: rows(
            Invitation.objects.filter(pk__in=queries.invitations_around(person)),
            "email",
            "name",
            "invited_at",
            "expires_at",
            "accepted_at",
            "revoked_at",
        ),
        erasure=Erasure(
            fate=Fate.DELETED,
            words=_("An Sie gerichtete verschwinden mit Ihrer Adresse; offene, die Sie verschickt haben, enden."),
        ),
    ),
    PersonalData(
        kind="accounts.deputyships",
        label=_("Vertretungen"),
        fields=("accounts.deputyship.deputy",),
        purpose=_("wer wen an welchen Tagen vertritt"),
        basis=Basis.TASK,
        retention=_("als Nachweis, wer für wen gehandelt hat; nach dem Löschen eines Kontos ohne dessen Namen"),
        rows=lambda person: rows(
            Deputyship.objects.involving(person).select_related("absent", "deputy"),
            "absent",
            "deputy",
            "starts_on",
            "ends_on",
            "ended_at",
        ),
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Sie enden heute. Wer an welchen Tagen vertreten wurde, bleibt als Nachweis, ohne Ihren Namen."),
        ),
    ),
    PersonalData(
        kind="accounts.errands",
        label=_("Aufträge an das Büro"),
        fields=("accounts.errand.name",),
        purpose=_("für wen das Büro nach Anruf, Brief oder Gespräch gehandelt hat"),
        basis=Basis.TASK,
        retention=Term(
            lasts=timedelta(days=2 * 365),
            since=_("nach dem Auftrag, für Menschen ohne Konto; sonst bis zum Löschen des Kontos"),
            due=queries.errands_to_forget,
            forget=actions.forget_errands,
            every=timedelta(hours=24),
        ),
        rows=lambda person: rows(Errand.objects.filter(person=person), "channel", "asked_on", "begun_at", "ended_at"),
        erasure=Erasure(
            fate=Fate.KEPT, words=_("Tag und Weg bleiben als Nachweis, warum das Büro gehandelt hat, ohne Ihren Namen.")
        ),
    ),
    PersonalData(
        kind="accounts.assignments",
        label=_("Zuständigkeiten"),
        fields=("accounts.assignment.person",),
        purpose=_("im Büro wissen, wer sich worum kümmert"),
        basis=Basis.TASK,
        retention=_("30 Tage, nachdem die Sache nicht mehr wartet, oder bis zum Ausscheiden"),
        rows=lambda person: rows(person.assignments.all(), "reference", "at"),
        erasure=Erasure(fate=Fate.DELETED, words=_("Worum Sie sich kümmern, liegt danach wieder bei allen im Büro.")),
    ),
    PersonalData(
        kind="accounts.consents",
        label=_("Einwilligungen"),
        fields=("accounts.consent.text",),
        purpose=_("tun, womit jemand einverstanden ist, und zeigen können, dass es so war"),
        basis=Basis.CONSENT,
        retention=Term(
            lasts=timedelta(days=3 * 365),
            since=_("nach dem Widerruf, als Nachweis; sonst bis zum Löschen des Kontos"),
            due=Consent.objects.over,
            forget=actions.forget_consents,
            every=timedelta(hours=24),
        ),
        rows=lambda person: rows(person.consents.all(), "purpose", "version", "text", "given_at", "withdrawn_at"),
        erasure=Erasure(
            fate=Fate.DELETED,
            words=_(
                "Sie gelten nicht mehr; auch die Nachweise gehen, denn es gibt niemanden mehr, von dem sie zeugen."
            ),
            verb=actions.erase_consents,
        ),
    ),
    PersonalData(
        kind="accounts.viewings",
        label=_("Wer Ihre Daten angesehen hat"),
        fields=("accounts.viewing.viewer", "accounts.viewing.about"),
        purpose=_("nachsehen können, wer im Büro wann welche Seite mit Ihren Daten geöffnet hat"),
        basis=Basis.TASK,
        retention=Term(
            lasts=timedelta(days=365),
            since=_("nach dem Ansehen"),
            due=Viewing.objects.before,
            forget=actions.forget_viewings,
            every=timedelta(hours=24),
        ),
        rows=queries.rows_of_viewings,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_("Wer wessen Daten angesehen hat, bleibt ein Jahr lang nachprüfbar, ohne Ihren Namen."),
        ),
    ),
    PersonalData(
        kind="accounts.trail",
        label=_("Prüfspur"),
        fields=(),
        purpose=_("nachweisen, wer wann was geändert hat"),
        basis=Basis.TASK,
        retention=_("auf Dauer; sie nennt Nummern und Prüfsummen, keine Namen und keine Texte"),
        rows=queries.rows_of_history,
        erasure=Erasure(
            fate=Fate.KEPT,
            words=_(
                "Die Stadt muss Rechenschaft ablegen können (Art. 5 Abs. 2 DSGVO); was darin steht, lässt sich weder "
                "ändern noch löschen. Sie zeigt auf eine Nummer ohne Namen und bleibt auf Dauer."
            ),
        ),
    ),
)

VIEWED = {
    "accounts.colleague": _("Übergabe und Vertretungen"),
    "accounts.person": _("Ihr Konto im Betriebsfenster"),
    "accounts.mailing": _("Verteiler, in den Sie eingewilligt haben"),
}
"""What pages with somebody's data are called for whoever was looked at, by what is noted of them."""
