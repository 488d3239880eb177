"""`manage.py serve`"""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from srm_site.settings import env_int

HOLDS = [
    "--blocking-threads", "4",
    "--respawn-failed-workers", "--respawn-interval", "0.2",
    "--workers-kill-timeout", "20",  # a worker that does not stop when it is asked to
    "--http1-header-read-timeout", "10000",  # milliseconds; nobody holds a connection with less
    "--http", "1",  # a proxy speaks HTTP/1.1 to it, and one protocol is less to get wrong
]  # fmt: skip


class Command(BaseCommand):
    """Migrate, import the data files, serve with granian at HOST and PORT with WORKERS."""

    help = "Migrate, import the data files and serve the site with a production server."

    def handle(self, *args: Any, **options: Any) -> None:
        host = os.environ.get("HOST") or "127.0.0.1"
        port = env_int("PORT", 8000)
        workers = env_int("WORKERS", 2)
        _refuse_port_in_use(host, port)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("import_fixtures")
        self.stdout.write(f"Serving on http://{host}:{port}")
        self.stdout.flush()
        _empty_metrics()
        granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
        granian += ["--host", host, "--port", str(port), "--workers", str(workers)]
        granian += [*HOLDS, "--log-level", "warning", "srm_site.wsgi:application"]
        os.execv(sys.executable, granian)


def _empty_metrics() -> None:
    """Numbers of processes that are gone; those to come have their ids."""
    for old in settings.METRICS_DIR.glob("*.db"):
        old.unlink()


def _refuse_port_in_use(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CommandError(f"PORT={port}: use a number from 1 to 65535.") from None
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port} ({error.strerror}). "
                f"Choose another port: PORT={port + 1} make run"
            ) from None
