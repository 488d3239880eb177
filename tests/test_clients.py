"""Every client of docs/clients.md, run against a served site."""

import csv
import io
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import openpyxl
import pytest
import yaml

from tests.served import ROOT, database_url, manage_serve, started

DOC = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
DOCUMENTED_SITE = "http://127.0.0.1:8000"
EXAMPLES = ROOT / "docs" / "examples"


@pytest.fixture(scope="module")
def site(bundled_catalogue: None) -> Iterator[str]:
    environment = {"DATABASE_URL": database_url(), "WORKERS": "1"}
    with started(manage_serve(), environment=environment) as address:
        yield address


def run(*command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def documented(tool: str) -> list[list[str]]:
    """The command lines of the document that begin with a tool."""
    blocks = re.findall(r"```sh\n(.*?)```", DOC, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line) for line in lines if line.startswith(f"{tool} ")]


def plan(*resources: tuple[str, list[str]]) -> str:
    """What `terraform show -json` prints, with a secret that nobody must see."""
    changes = [
        {"type": name, "change": {"actions": actions, "after": {"password": "hunter2"}}}
        for name, actions in resources
    ]
    return json.dumps({"format_version": "1.2", "resource_changes": changes})


@pytest.fixture
def gate(site: str, tmp_path: Path) -> Any:
    def ask(text: str, answers: str = "", *options: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "plan.json").write_text(text, encoding="utf-8")
        if answers:
            (tmp_path / "answers.yaml").write_text(answers, encoding="utf-8")
        script = str(EXAMPLES / "gate.py")
        return run(
            sys.executable, script, "plan.json", "answers.yaml", "--site", site, *options,
            folder=tmp_path,
        )  # fmt: skip

    return ask


def open_rows(ended: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    return [tuple(line.split(": ")[:2]) for line in ended.stdout.splitlines()]  # type: ignore[misc]


def test_every_curl_of_the_document_works(site: str, tmp_path: Path) -> None:
    commands = documented("curl")

    assert len(commands) == 5
    for command in commands:
        here = [part.replace(DOCUMENTED_SITE, site) for part in command]
        ended = run(*here, "--fail", "--show-error", folder=tmp_path)
        assert ended.returncode == 0, (command, ended.stderr)
    workbook = openpyxl.load_workbook(tmp_path / "crm.xlsx")
    assert workbook["Cells"]["A1"].value == "Control ID"
    assert "component-definition" in json.loads((tmp_path / "s3.json").read_text())
    assert json.loads((tmp_path / "all.json").read_text())["services"]


def test_curl_with_a_tag_gets_nothing_twice(site: str, tmp_path: Path) -> None:
    [command] = [each for each in documented("curl") if "--etag-save" in each]
    here = [part.replace(DOCUMENTED_SITE, site) for part in command]
    status = ["--write-out", "%{http_code}"]

    first, second = (run(*here, *status, folder=tmp_path).stdout for _ in range(2))

    assert (first, second) == ("200", "304")


def test_python_of_the_document_prints_every_owner(site: str) -> None:
    [command] = documented("python")
    here = [part.replace(DOCUMENTED_SITE, site) for part in command[1:]]

    ended = run(sys.executable, *here)

    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert len(lines) == 63
    assert any(
        line.startswith("iam-policy-review: customer (documented; https://") for line in lines
    )


def test_gate_lists_what_nobody_answered(gate: Any) -> None:
    ended = gate(plan(("aws_s3_bucket", ["create"])))

    assert ended.returncode == 1
    assert ("aws/s3", "iam-policy-review") in open_rows(ended)
    assert "rows without an answer" in ended.stderr


def test_gate_passes_once_every_row_is_answered(gate: Any, tmp_path: Path) -> None:
    text = plan(("aws_s3_bucket", ["create"]))
    assert gate(text, "", "--write").returncode == 1
    wanted = yaml.safe_load((tmp_path / "answers.yaml").read_text())
    assert set(wanted) == {"aws/s3"}
    assert set(wanted["aws/s3"].values()) == {None}
    answered = {"aws/s3": dict.fromkeys(wanted["aws/s3"], "Platform team, weekly")}

    ended = gate(text, yaml.safe_dump(answered))

    assert (ended.returncode, ended.stdout) == (0, "")


def test_gate_lists_exactly_the_customers_part(gate: Any, site: str) -> None:
    address = f"{site}/api/v1/services/aws/s3/matrix.csv"
    lines = csv.DictReader(io.StringIO(run("curl", "-s", address).stdout))
    mine = [line["responsibility"] for line in lines if line["ownership"] in ("customer", "shared")]

    assert [row for _, row in open_rows(gate(plan(("aws_s3_bucket", ["create"]))))] == mine


def test_gate_asks_only_about_what_the_plan_adds(gate: Any) -> None:
    ended = gate(plan(("aws_s3_bucket", ["delete"]), ("aws_s3_bucket", ["no-op"])))

    assert (ended.returncode, ended.stdout) == (0, "")


def test_gate_says_which_types_it_does_not_know(gate: Any) -> None:
    ended = gate(plan(("acme_widget", ["create"])))

    assert ended.returncode == 0
    assert "no service is known for acme_widget" in ended.stderr


@pytest.mark.parametrize("text", ["no json", "{}", '{"resource_changes": [{}]}', "[]"])
def test_gate_that_cannot_tell_does_not_pass(gate: Any, text: str) -> None:
    ended = gate(text)

    assert ended.returncode == 2
    assert "gate: cannot tell" in ended.stderr


def test_gate_without_a_site_does_not_pass(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(plan(("aws_s3_bucket", ["create"])))
    script = str(EXAMPLES / "gate.py")

    ended = run(
        sys.executable, script, "plan.json", "a.yaml", "--site", "http://127.0.0.1:9",
        folder=tmp_path,
    )  # fmt: skip

    assert ended.returncode == 2


def test_gate_sends_types_only(tmp_path: Path) -> None:
    """A server that writes down what it gets stands in for the site."""
    with recorded() as (address, bodies):
        (tmp_path / "plan.json").write_text(plan(("aws_s3_bucket", ["create"])))
        script = str(EXAMPLES / "gate.py")
        run(sys.executable, script, "plan.json", "a.yaml", "--site", address, folder=tmp_path)

    assert bodies == [b"aws_s3_bucket"]


@contextmanager
def recorded() -> Iterator[tuple[str, list[bytes]]]:
    """Answers every POST with an empty resolution and keeps its body."""
    bodies: list[bytes] = []

    class Recorder(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"services": [], "unknown": []}')

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Recorder)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", bodies
    server.shutdown()
    thread.join()
    server.server_close()


def test_answers_in_the_document_are_read_as_answers(gate: Any) -> None:
    [example] = re.findall(r"```yaml\n# answers.yaml.*?\n(.*?)```", DOC, re.DOTALL)

    ended = gate(plan(("aws_s3_bucket", ["create"])), example)

    assert ("aws/s3", "iam-policy-review") not in open_rows(ended)
    assert ("aws/s3", "backup-execution") not in open_rows(ended)
    assert ended.returncode == 1
