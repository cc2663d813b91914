"""Addresses of drafts."""

from django.urls import path

from quartierwerk.foundation.drafts import views

app_name = "drafts"
urlpatterns = [
    path("<str:form>/", views.save, name="save"),
    path("<str:form>/verwerfen/", views.discard, name="discard"),
]
