"""Addresses of stored pictures."""

from django.urls import path

from quartierwerk.foundation.files import views
from quartierwerk.foundation.files.models import Kind

app_name = "files"
urlpatterns = [
    path(f"<uuid:key>/<int:width>.{kind.value}", views.picture, {"kind": kind}, name=kind.route) for kind in Kind
]
