"""Addresses of the newsroom: the pages stand at the top, where people and laws look for them."""

from django.urls import path

from quartierwerk.rooms.newsroom.rules import PageKind
from quartierwerk.rooms.newsroom.views import barriers, pages

SLUGS = {
    PageKind.IMPRINT: "impressum",
    PageKind.PRIVACY: "datenschutz",
    PageKind.ACCESSIBILITY: "barrierefreiheit",
    PageKind.PLAIN_LANGUAGE: "leichte-sprache",
    PageKind.SIGN_LANGUAGE: "gebaerdensprache",
}

app_name = "newsroom"
urlpatterns = [
    *(path(f"{slug}/", pages.show, {"kind": kind}, name=str(kind)) for kind, slug in SLUGS.items()),
    path("barrierefreiheit/melden/", barriers.report, name="report"),
    path("barrierefreiheit/melden/gesendet/", barriers.reported, name="reported"),
    path("barrierefreiheit/meldungen/", barriers.find, name="barriers"),
    path("barrierefreiheit/meldungen/<int:pk>/", barriers.answer, name="barrier"),
    path("seiten/", pages.find, name="pages"),
    path("seiten/<str:kind>/", pages.edit, name="edit"),
    path("seiten/<str:kind>/verlauf/", pages.history, name="history"),
    path("seiten/<str:kind>/verlauf/<int:number>/", pages.restore, name="restore"),
]
