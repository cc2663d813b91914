"""Wiring of documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents to print, to sign and to keep."""

    name = "quartierwerk.foundation.documents"
    label = "documents"
