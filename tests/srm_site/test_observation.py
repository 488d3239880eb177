"""Readiness, metrics and the log of requests."""

import datetime
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from srm_site.observation import Observed, kind_of
from srm_site.response_cache import SOURCE

TOKEN = "t0ken-of-the-tests"


@pytest.mark.django_db
def test_ready_says_from_what(client: Client) -> None:
    response = client.get("/readyz")

    assert response.status_code == 200
    state = response.json()
    assert (state["ready"], state["problem"], state["migrations_missing"]) == (True, "", 0)
    assert state["revision"] == 1
    assert datetime.datetime.fromisoformat(state["revised_at"])
    assert isinstance(state["days_since_verified"], int)


@pytest.mark.django_db
def test_not_ready_without_a_catalogue(client: Client, empty_database: None) -> None:
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["problem"] == "no catalogue imported: run manage.py import_fixtures"


@pytest.mark.django_db
def test_not_ready_with_a_migration_missing(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'matrices'")
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["migrations_missing"] > 0


@pytest.mark.django_db
def test_metrics_are_nowhere_without_a_token(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_metrics_need_the_token(client: Client, settings: Settings, given: str) -> None:
    settings.METRICS_TOKEN = TOKEN

    response = client.get("/metrics", headers={"authorization": given})

    assert response.status_code == 401
    assert b"srm_" not in response.content


def test_kinds_are_few() -> None:
    kinds = {kind_of(path) for path in ("/", "/x", "/api/v1/", "/admin/x", "/static/a", "/readyz")}

    assert kinds == {"page", "api", "admin", "static", "health"}


def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    environ[SOURCE] = "kept"
    start_response("200 OK", [])
    return [b"ok"]


def test_kept_answers_are_counted_and_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LOG_REQUESTS = True
    counted: list[tuple[str, ...]] = []
    site = Observed(answer, lambda *labels: counted.append(labels[:4]))
    asked = {"REQUEST_METHOD": "BREW", "PATH_INFO": "/a", "REMOTE_ADDR": "192.0.2.1"}

    with caplog.at_level(logging.INFO, "srm_site.requests"):
        site(asked, lambda *told: lambda data: None)

    assert counted == [("other", "page", "200", "kept")]
    line = vars(caplog.records[-1])
    assert (line["client"], line["path"], line["status"]) == ("192.0.2.1", "/a", 200)


def test_failing_application_is_counted_as_500() -> None:
    counted: list[tuple[str, ...]] = []
    fail: Any = lambda environ, start: 1 / 0  # noqa: E731
    site = Observed(fail, lambda *labels: counted.append(labels[:4]))

    with pytest.raises(ZeroDivisionError):
        site({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *told: lambda data: None)

    assert counted == [("GET", "page", "500", "made")]
