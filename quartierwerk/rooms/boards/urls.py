"""Addresses of the bodies."""

app_name = "boards"
urlpatterns: list = []
