"""The environment is documented, and production settings are clean."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_a_public_site_needs_a_secret_key() -> None:
    done = manage("check", **{**PUBLIC, "SECRET_KEY": ""})

    assert done.returncode != 0
    assert "SECRET_KEY: set it" in done.stderr


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
        "from django.conf import settings; print(settings.STATIC_ROOT)", DATA_DIR="elsewhere",
    )  # fmt: skip

    assert done.stdout.strip() == str(ROOT / "elsewhere" / "static")


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
