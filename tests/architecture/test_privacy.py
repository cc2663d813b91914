"""House rule: what a room keeps of people stands in its ``privacy.py``, and the page of terms is made from that."""

from hashlib import sha256

import pytest
from django.apps import apps
from django.db import models

from quartierwerk.foundation.privacy import PersonalData, registered, wordings
from tests.architecture.house import ROOT
from tests.architecture.test_words import own_models
from tools.retention import written

NOBODYS = {"house.house.contact_email": "the office's own address, public"}
"""Fields that look personal and are not, with the reason."""
READ = {("accounts.news", 1): "e4a99138177bd3a5", ("funding.portal", 1): "2f2a17d1e783e58d"}
"""What each version of a text to agree to says, by its sum: who agreed has read these words and no others."""


def personal_fields(known: list[type[models.Model]]) -> set[str]:
    """What models call private for the trail, and every field for an address."""
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in known
        for field in model._meta.concrete_fields
        if field.name in getattr(model, "audit_private", ()) or isinstance(field, models.EmailField)
    }


def named(kinds: list[PersonalData]) -> set[str]:
    return {field for data in kinds for field in data.fields}


def test_every_personal_field_stands_in_a_privacy_file():
    assert personal_fields(own_models()) - named(registered()) - NOBODYS.keys() == set()


def test_a_personal_field_that_nobody_names_is_noticed():
    class Guest(models.Model):
        audit_private = frozenset({"nickname"})
        nickname = models.CharField(max_length=9)
        address = models.EmailField()
        chair = models.IntegerField()

        class Meta:
            app_label = "annex"

    assert personal_fields([Guest]) - named(registered()) == {"annex.guest.nickname", "annex.guest.address"}


def test_privacy_files_name_only_fields_that_exist():
    for name in named(registered()):
        app, model, field = name.split(".")
        assert apps.get_model(app, model)._meta.get_field(field)


@pytest.mark.parametrize("data", registered(), ids=lambda data: data.kind)
def test_what_an_account_leads_to_is_exported_and_erased(data):
    assert (data.rows is None) == (data.erasure is None)


def test_a_text_to_agree_to_never_changes_without_a_new_version():
    said = {(one.purpose, one.version): sha256(str(one.text).encode()).hexdigest()[:16] for one in wordings()}

    assert said.items() <= READ.items(), "count the version up, and add the new text's sum"


def test_the_page_of_terms_is_made_from_the_privacy_files():
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")

    assert page == written(page), "run “.venv/bin/python -m tools.retention”"
