"""Routes of accounts; the names that begin with ``account_`` are allauth's."""

from allauth.account import views as allauth
from django.urls import include, path
from django.views.generic import RedirectView

from quartierwerk.rooms.accounts import views

own = [
    path("", views.profile, name="profile"),
]
urlpatterns = [
    path("", include((own, "accounts"))),
    path("anmelden/", allauth.request_login_code, name="account_request_login_code"),
    path("anmelden/code/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("registrieren/", allauth.signup, name="account_signup"),
    path("registrieren/code/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("abmelden/", allauth.logout, name="account_logout"),
    path("gesperrt/", allauth.account_inactive, name="account_inactive"),
    # allauth knows a page for signing in with a password and one for changing the address; we have neither yet.
    path(
        "anmeldung/",
        RedirectView.as_view(pattern_name="account_request_login_code", query_string=True),
        name="account_login",
    ),
    path("adresse/", RedirectView.as_view(pattern_name="accounts:profile"), name="account_email"),
]
