"""The sample beside the style page."""

from django.urls import path

from quartierwerk.foundation.documents import sample

app_name = "documents"
urlpatterns = [path("beispiel.pdf", sample.show, name="sample")]
