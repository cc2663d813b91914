"""All routes as a demo has them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from quartierwerk.config.urls import urlpatterns as of_every_installation

urlpatterns = [
    *of_every_installation,
    *i18n_patterns(path("demo/", include("quartierwerk.surfaces.demo.urls")), prefix_default_language=False),
]
