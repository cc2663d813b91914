"""Wiring of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Uploaded pictures: checked, stored, served."""

    name = "quartierwerk.foundation.files"
    label = "files"
