"""The interface does what its own description says, whatever it is asked."""

from __future__ import annotations

from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from quartierwerk.config.wsgi import application
from quartierwerk.foundation.search import follower
from quartierwerk.rooms.directory.tests import factories

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]
UNHURRIED = list(HealthCheck)
EXAMPLES = 25
"""Per operation and mode; what more of them find gets a test of its own."""


@pytest.fixture
def interface(profile):
    """The description as it is served, over a small directory that is indexed."""
    factories.profile(name="Klangraum Süd", sectors=("musik",), professions=("komposition",))
    follower.rebuild()
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_one_that_the_description_names(interface, mode):
    for operation in (found.ok() for found in interface.get_all_operations()):

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=HealthCheck
        )
        def ask(case):
            case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

        with suppress(Unsatisfiable):  # an address whose one parameter is any text cannot be asked wrongly
            ask()


def test_description_names_problems_for_every_operation(client, db):
    described = client.get("/api/v1/openapi.json").json()

    for path, operations in described["paths"].items():
        for operation in operations.values():
            expected = {"200", "304", "400", "404"} if "{" in path else {"200", "304", "400", "422", "503"}
            assert set(operation["responses"]) == expected
            assert list(operation["responses"]["400"]["content"]) == ["application/problem+json"]
            assert operation["summary"]
            assert operation["operationId"].startswith(("list_", "get_"))
