"""Lines of the log: whole, with the id of their request, and nobody else's."""

import json
import logging
import sys
from typing import Any

import pytest
from django.test import Client

from srm_site.logs import JsonFormatter, PlainFormatter, request_id, running_request

FORGED = "x\r\n2026-11-30T10:00:00Z error srm_site [-] all is lost\x1b[2J\u2028\ud800"
FORMATTERS = [PlainFormatter(), JsonFormatter()]


def record(message: str, *arguments: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("srm_site", logging.ERROR, "here.py", 1, message, arguments, None)
    vars(made).update(extra)
    return made


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_text_of_strangers_makes_no_line_of_its_own(formatter: logging.Formatter) -> None:
    line = formatter.format(record("not found: %s", FORGED, path=FORGED))

    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert line.encode()


def test_line_of_a_traceback_looks_like_none_of_the_log() -> None:
    try:
        raise ValueError(FORGED)
    except ValueError:
        failed = record("failed")
        failed.exc_info = sys.exc_info()

    head, *rest = PlainFormatter().format(failed).splitlines()

    assert head.endswith("failed")
    assert all(line.startswith("    ") for line in rest)


def test_json_line_says_what_belongs_to_a_request() -> None:
    token = running_request.set("abc-12345678")
    line: dict[str, Any] = json.loads(JsonFormatter().format(record("request", status=200)))
    running_request.reset(token)

    assert line["request_id"] == "abc-12345678"
    assert (line["level"], line["message"], line["status"]) == ("error", "request", 200)


@pytest.mark.parametrize("given", ["a1b2c3d4", "0af7651916cd43dd-8448.eb211c80319c"])
def test_sane_id_is_kept(given: str) -> None:
    assert request_id({"HTTP_X_REQUEST_ID": given}) == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "has space", "line\nbreak", "a1b2c3d4\n"])
def test_other_ids_are_replaced(given: str) -> None:
    made = request_id({"HTTP_X_REQUEST_ID": given})

    assert made != given
    assert len(made) == 24


@pytest.mark.django_db
def test_answer_carries_the_id(client: Client) -> None:
    assert (
        client.get("/healthz", headers={"x-request-id": "a1b2c3d4"})["X-Request-ID"] == "a1b2c3d4"
    )
    assert len(client.get("/healthz")["X-Request-ID"]) == 24


@pytest.mark.django_db
def test_lines_of_the_site_carry_the_id(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def look(record: logging.LogRecord) -> bool:
        seen.append(running_request.get())
        return True

    caplog.handler.addFilter(look)

    client.get("/", headers={"host": "evil.example", "x-request-id": "a1b2c3d4"})

    assert seen == ["a1b2c3d4"]
