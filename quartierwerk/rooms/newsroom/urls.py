"""Addresses of the newsroom: the pages stand at the top, where people and laws look for them."""

from django.urls import path

from quartierwerk.rooms.newsroom import views
from quartierwerk.rooms.newsroom.rules import PageKind

SLUGS = {
    PageKind.IMPRINT: "impressum",
    PageKind.PRIVACY: "datenschutz",
    PageKind.ACCESSIBILITY: "barrierefreiheit",
    PageKind.PLAIN_LANGUAGE: "leichte-sprache",
    PageKind.SIGN_LANGUAGE: "gebaerdensprache",
}

app_name = "newsroom"
urlpatterns = [
    *(path(f"{slug}/", views.show, {"kind": kind}, name=str(kind)) for kind, slug in SLUGS.items()),
    path("seiten/", views.find, name="pages"),
    path("seiten/<str:kind>/", views.edit, name="edit"),
    path("seiten/<str:kind>/verlauf/", views.history, name="history"),
    path("seiten/<str:kind>/verlauf/<int:number>/", views.restore, name="restore"),
]
