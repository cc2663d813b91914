"""Routes of accounts; the names that begin with ``account_`` and ``mfa_`` are allauth's."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second_factor
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path
from django.views.generic import RedirectView

from quartierwerk.rooms.accounts import views

own = [
    path("", views.profile, name="profile"),
    path("geraete/", views.devices, name="devices"),
    path("geraete/abmelden/", views.sign_out, name="sign_out_elsewhere"),
    path("geraete/<int:pk>/abmelden/", views.sign_out, name="sign_out"),
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
    # allauth knows a page for signing in with a password and one for changing the address; we have neither.
    path(
        "anmeldung/",
        RedirectView.as_view(pattern_name="account_request_login_code", query_string=True),
        name="account_login",
    ),
    path("adresse/", RedirectView.as_view(pattern_name="accounts:profile"), name="account_email"),
]
security = [
    path("", views.security, name="mfa_index"),
    path("bestaetigen/", views.confirm, name="mfa_reauthenticate"),
    path("bestaetigen/passkey/", views.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("app/", views.set_up_app, name="mfa_activate_totp"),
    path("app/entfernen/", views.remove_app, name="mfa_deactivate_totp"),
    path("passkey/", views.add_passkey, name="mfa_add_webauthn"),
    path("passkey/<int:pk>/entfernen/", views.remove_passkey, name="mfa_remove_webauthn"),
    # allauth lists passkeys on a page of their own; here they stand with everything else.
    path("passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("notfallcodes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("notfallcodes/datei/", views.recovery_file, name="mfa_download_recovery_codes"),
    path("notfallcodes/neu/", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
urlpatterns = [
    path("", include((own, "accounts"))),
    path("", include(signing_in)),
    path("sicherheit/", include(security)),
]
