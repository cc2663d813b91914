"""All routes: German for people, the same under /en/ for English; the API and machine pages have no language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from quartierwerk.surfaces.opendata.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("betrieb/", admin.site.urls),
    path("dateien/", include("quartierwerk.foundation.files.urls")),
    path("", include("quartierwerk.surfaces.portal.machine_urls")),
    *i18n_patterns(
        path("", include("quartierwerk.surfaces.portal.urls")),
        path("", include("quartierwerk.rooms.places.urls")),
        path("kasse/", include("quartierwerk.rooms.budget.urls")),
        path("verzeichnis/", include("quartierwerk.rooms.directory.urls")),
        path("gremien/", include("quartierwerk.rooms.boards.urls")),
        path("", include("quartierwerk.rooms.funding.urls")),
        path("", include("quartierwerk.rooms.newsroom.urls")),
        path("konto/", include("quartierwerk.rooms.accounts.urls")),
        path("handbuch/", include("quartierwerk.surfaces.handbook.urls")),
        path("stil/", include("quartierwerk.foundation.ui.urls")),
        path("stil/", include("quartierwerk.foundation.documents.urls")),
        path("entwurf/", include("quartierwerk.foundation.drafts.urls")),
        prefix_default_language=False,
    ),
]
if settings.DEMO:
    urlpatterns += i18n_patterns(
        path("demo/", include("quartierwerk.surfaces.demo.urls")), prefix_default_language=False
    )
handler400 = "quartierwerk.foundation.ui.pages.bad_request"
handler403 = "quartierwerk.foundation.ui.pages.forbidden"
handler404 = "quartierwerk.surfaces.portal.lost.not_found"
handler500 = "quartierwerk.foundation.ui.pages.server_error"
