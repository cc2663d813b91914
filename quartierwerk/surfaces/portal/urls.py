"""Addresses of the portal."""

from django.urls import path

from quartierwerk.surfaces.portal.views import pages, queue

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("suche/", pages.find, name="search"),
    path("aufbewahrung/", pages.retention, name="retention"),
    path("mein/", pages.mine, name="mine"),
    path("arbeit/", pages.work, name="work"),
    path("arbeit/warteschlange/", queue.find, name="queue"),
    path("arbeit/warteschlange/schritt/", queue.step, name="queue_step"),
    path("arbeit/warteschlange/weiter/", queue.go_on, name="queue_next"),
    path("arbeit/warteschlange/zurueck/", queue.leave, name="queue_leave"),
    path("arbeit/warteschlange/<slug:kind>/<int:pk>/", queue.show, name="queue_item"),
    path("arbeit/betrieb/", pages.operation, name="operation"),
    path("arbeit/betrieb/mail/<int:pk>/", pages.send_again, name="send_again"),
    path("arbeit/betrieb/zustellung/<int:pk>/", pages.deliver_again, name="deliver_again"),
]
