"""Routes of accounts; the names that begin with ``account_`` and ``mfa_`` are allauth's."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second_factor
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path
from django.views.generic import RedirectView

from quartierwerk.rooms.accounts.views import (
    account,
    consents,
    deputies,
    errands,
    handing_over,
    personal,
    resets,
    roles,
    security,
)

own = [
    path("", account.profile, name="profile"),
    path("adresse/aendern/", account.address, name="address"),
    path("adresse/bestaetigen/", account.confirm_address, name="confirm_address"),
    path("verlauf/", account.history, name="history"),
    path("meine-daten/", personal.own, name="own_data"),
    path("meine-daten/mitnehmen/", personal.take_along, name="take_along"),
    path("meine-daten/loeschen/beginnen/", personal.begin_erasing, name="begin_erasing"),
    path("meine-daten/loeschen/", personal.erase, name="erase"),
    path("einwilligungen/", consents.own, name="consents"),
    path("stelle/verteiler/", consents.mailing_lists, name="mailing_lists"),
    path("stelle/verteiler/<str:purpose>/<str:format>/", consents.mailing_list, name="mailing_list"),
    path("geraete/", security.devices, name="devices"),
    path("geraete/abmelden/", security.sign_out, name="sign_out_elsewhere"),
    path("geraete/<int:pk>/abmelden/", security.sign_out, name="sign_out"),
    path("vertretungen/", deputies.deputies, name="deputies"),
    path("vertretungen/<int:pk>/beenden/", deputies.end, name="end_deputy"),
    path("uebergabe/", handing_over.own, name="hand_over"),
    path("uebergabe/pruefen/", handing_over.look, name="look_at_handing_over"),
    path("ausscheiden/", handing_over.leave, name="leave"),
    path("stelle/im-auftrag/", errands.errands, name="errands"),
    path("im-auftrag/<int:pk>/beenden/", errands.end, name="end_errand"),
    path("stelle/uebergabe/<int:pk>/", handing_over.of_colleague, name="hand_over_of"),
    path("stelle/uebergabe/<int:pk>/pruefen/", handing_over.look_of, name="look_at_handing_over_of"),
    path("stelle/ausscheiden/<int:pk>/", handing_over.leave_of, name="leave_of"),
    path("stelle/vertretung/<int:pk>/", deputies.of_colleague, name="deputies_of"),
    path("stelle/", roles.office, name="office"),
    path("stelle/zweiter-faktor/", resets.resets, name="resets"),
    path("zweiter-faktor/<int:pk>/bestaetigen/", resets.confirm, name="confirm_reset"),
    path("zweiter-faktor/<int:pk>/anhalten/", resets.stop, name="stop_reset"),
    path("verwaltung/<str:scope>/", roles.keepers, name="keepers"),
    path("rollen/<int:pk>/beenden/", roles.end, name="end_role"),
    path("einladungen/<int:pk>/zurueckziehen/", roles.take_back, name="take_back"),
    path("einladung/<str:secret>/", roles.invitation, name="invitation"),
]
signing_in = [
    path("anmelden/", allauth.request_login_code, name="account_request_login_code"),
    path("anmelden/code/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("anmelden/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("anmelden/zweiter-faktor/", second_factor.authenticate, name="mfa_authenticate"),
    path("registrieren/", allauth.signup, name="account_signup"),
    path("registrieren/code/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("abmelden/", allauth.logout, name="account_logout"),
    path("gesperrt/", allauth.account_inactive, name="account_inactive"),
    # allauth knows a page for signing in with a password, which nobody has, and one for addresses; ours uses the door.
    path(
        "anmeldung/",
        RedirectView.as_view(pattern_name="account_request_login_code", query_string=True),
        name="account_login",
    ),
    path("adresse/", RedirectView.as_view(pattern_name="accounts:address"), name="account_email"),
]
safety = [
    path("", security.security, name="mfa_index"),
    path("bestaetigen/", security.confirm, name="mfa_reauthenticate"),
    path("bestaetigen/passkey/", security.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("app/", security.set_up_app, name="mfa_activate_totp"),
    path("app/entfernen/", security.remove_app, name="mfa_deactivate_totp"),
    path("passkey/", security.add_passkey, name="mfa_add_webauthn"),
    path("passkey/<int:pk>/entfernen/", security.remove_passkey, name="mfa_remove_webauthn"),
    # allauth lists passkeys on a page of their own; here they stand with everything else.
    path("passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("notfallcodes/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path("notfallcodes/datei/", security.recovery_file, name="mfa_download_recovery_codes"),
    path("notfallcodes/neu/", security.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
urlpatterns = [
    path("", include((own, "accounts"))),
    path("", include(signing_in)),
    path("sicherheit/", include(safety)),
]
