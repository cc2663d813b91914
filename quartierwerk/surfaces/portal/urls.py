"""Addresses of the portal."""

from django.urls import path

from quartierwerk.surfaces.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("suche/", views.find, name="search"),
    path("aufbewahrung/", views.retention, name="retention"),
    path("mein/", views.mine, name="mine"),
    path("arbeit/", views.work, name="work"),
    path("arbeit/betrieb/", views.operation, name="operation"),
    path("arbeit/betrieb/mail/<int:pk>/", views.send_again, name="send_again"),
    path("arbeit/betrieb/zustellung/<int:pk>/", views.deliver_again, name="deliver_again"),
]
