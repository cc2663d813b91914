"""Addresses for machines: they have no language."""

from django.urls import path

from quartierwerk.surfaces.portal import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
