"""Inputs nobody would think of, made from the description of the API, at every operation.

What comes back must be described (status, content type, headers, shape) and never a 5xx. Together
more than 1,500 requests. Names that do not exist are refused although they fit the schema, so that
one check is left out.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from schemathesis import Case as AnyCase
from schemathesis.checks import CHECKS

pytestmark = pytest.mark.django_db

Case = AnyCase[Any]
LONG_FILES = r"/api/v1/(export/catalog|items)\."
FEW = 6
MANY = 40


def quietly(max_examples: int) -> settings:
    """The same inputs in every run, whatever the speed of the machine."""
    return settings(
        max_examples=max_examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def closing_app() -> Any:
    """The site, with every answer read and closed as a server would."""
    application = get_wsgi_application()

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer: Any = application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return app


def described() -> Any:
    generator: Any = SchemaGenerator  # has no types
    found = schemathesis.openapi.from_dict(generator().get_schema(request=None, public=True))
    found.app = closing_app()
    return found


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """Requests end inside the test's transaction, so they must not close its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema: Any = described()


def ask(case: Case) -> None:
    too_strict: Any = CHECKS.get_by_names(["positive_data_acceptance"])
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=too_strict)


@schema.exclude(path_regex=LONG_FILES).parametrize()  # type: ignore[untyped-decorator]
@quietly(MANY)
def test_operation(case: Case) -> None:
    ask(case)


@schema.include(path_regex=LONG_FILES).parametrize()  # type: ignore[untyped-decorator]
@quietly(FEW)
def test_operation_with_long_answers(case: Case) -> None:
    ask(case)
