"""Addresses of stored pictures."""

from django.urls import path

from quartierwerk.foundation.files import views

app_name = "files"
urlpatterns = [path("<uuid:key>/<int:width>.webp", views.picture, name="picture")]
