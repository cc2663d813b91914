"""The kit's own page."""

from django.urls import path

from quartierwerk.foundation.ui import style

app_name = "ui"
urlpatterns = [path("", style.show, name="style")]
