"""The environment is documented, and production settings are clean."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from srm_site.settings import sqlite_journal

ROOT = Path(__file__).resolve().parents[2]

PUBLIC = {"PUBLIC_SITE": "1", "SECRET_KEY": "k3y-" + "x7Q9" * 15, "ALLOWED_HOSTS": "atlas.example"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_pass_the_deployment_checks() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PUBLIC)

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("switches", [{"DEBUG": "0"}, {"DEBUG": "1", "PUBLIC_SITE": "1"}])
def test_a_weak_secret_key_is_refused(switches: dict[str, str]) -> None:
    done = manage("check", SECRET_KEY="changeme", **switches)

    assert done.returncode != 0
    assert "SECRET_KEY: the key is shorter than 50 characters" in done.stderr


def test_a_public_site_keeps_the_key_it_made(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    data = {**PUBLIC, "SECRET_KEY": "", "DATA_DIR": str(tmp_path)}
    keys = {manage("shell", "-v", "0", "-c", code, **data).stdout.strip() for _ in range(2)}

    assert keys == {(tmp_path / "secret_key").read_text().strip()}


@pytest.mark.parametrize("password", ["short", "fourteen chars"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["correct horse battery", "x y" * 30])
def test_a_long_password_of_any_kind_is_taken(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("setting", ["LOG_FORMAT", "LOG_LEVEL"])
def test_a_log_setting_takes_only_what_it_documents(setting: str) -> None:
    assert f"{setting}=" in manage("check", **{setting: "loud"}).stderr


def test_a_switch_takes_only_what_it_documents() -> None:
    assert "DEBUG=maybe: use 1, true, 0 or false" in manage("check", DEBUG="maybe").stderr


@pytest.mark.parametrize(
    ("variable", "value", "telling"),
    [
        ("TRUSTED_PROXIES", "127.0.0.1,proxy.example", "proxy.example is no address or network"),
        ("CACHE_URL", "memcached://localhost", "use redis://host:port/number"),
        ("API_REQUESTS_PER_MINUTE", "many", "use a whole number"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start(
    variable: str, value: str, telling: str
) -> None:
    assert telling in manage("check", **{variable: value}).stderr


def test_a_relative_data_dir_lies_in_the_project() -> None:
    done = manage(
        "shell", "-v", "0", "-c",
        "from django.conf import settings; print(settings.STATIC_ROOT)", DATA_DIR="var/elsewhere",
    )  # fmt: skip

    assert done.stdout.strip() == str(ROOT / "var" / "elsewhere" / "static")


@pytest.mark.parametrize("port", ["http", "70000", "-1"])
def test_serve_refuses_a_port_that_is_none(port: str) -> None:
    done = manage("serve", PORT=port)

    assert done.returncode != 0
    assert f"PORT={port}" in done.stderr


def test_serve_says_when_the_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = manage("serve", PORT=str(port))

    assert done.returncode != 0
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert f"PORT={port + 1} make run" in done.stderr


def test_every_variable_stands_in_the_readme() -> None:
    code = (ROOT / "srm_site" / "settings.py").read_text()
    code += (ROOT / "srm_site" / "management" / "commands" / "serve.py").read_text()
    names = set(re.findall(r'(?:env_\w+\(|environ\.get\(|environ\[)\s*"([A-Z_]+)"', code))

    readme = (ROOT / "README.md").read_text()
    assert [name for name in sorted(names) if f"`{name}`" not in readme] == []


@pytest.mark.parametrize(
    ("version", "journal"), [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL")]
)
def test_sqlite_keeps_the_safe_journal(version: tuple[int, ...], journal: str) -> None:
    assert sqlite_journal(version) == journal
