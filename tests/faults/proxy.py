"""nginx with the configuration of deploy/nginx, other names and ports put in."""

import shutil
import signal
import ssl
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.faults.asking import until
from tests.faults.programs import needed
from tests.served import free_port

CONFIGURATION = Path(settings.BASE_DIR) / "deploy" / "nginx" / "srm-atlas.conf"
_AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off; default_type application/octet-stream;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/srm-atlas.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """Where it listens, and the certificate that clients must trust."""

    http_port: int
    https_port: int
    certificate: Path

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))


@contextmanager
def running_proxy(applications: Sequence[str]) -> Iterator[Proxy]:
    """In front of applications by `host:port`; in a folder that nginx's own user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-nginx-"))
    try:
        with _proxy_in(folder, applications) as proxy:
            yield proxy
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _proxy_in(folder: Path, applications: Sequence[str]) -> Iterator[Proxy]:
    program = needed("nginx")
    make_certificate(folder)
    proxy = Proxy(free_port(), free_port(), folder / "fullchain.pem")
    (folder / "srm-atlas.conf").write_text(configuration(folder, proxy, applications))
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder))
    folder.chmod(0o755)
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        until((folder / "nginx.pid").exists, seconds=20)
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=20)


def configuration(folder: Path, proxy: Proxy, applications: Sequence[str]) -> str:
    """What is deployed, with what differs here; a placeholder that is missing fails the drill."""
    text = CONFIGURATION.read_text()
    replacements = {
        "127.0.0.1:8000": applications[0],
        "127.0.0.1:8001": applications[-1],
        "/var/cache/nginx/atlas": str(folder / "cache"),
        "/etc/ssl/atlas/": f"{folder}/",
        "atlas.example": "localhost",
        "listen 80 default_server": f"listen 127.0.0.1:{proxy.http_port} default_server",
        "listen 80;": f"listen 127.0.0.1:{proxy.http_port};",
        "listen 443 ssl ": f"listen 127.0.0.1:{proxy.https_port} ssl ",
        "https://$host$request_uri": f"https://$host:{proxy.https_port}$request_uri",
    }
    for old, new in replacements.items():
        assert old in text, f"{CONFIGURATION}: {old} is not there"
        text = text.replace(old, new)
    return text


def make_certificate(folder: Path) -> None:
    """For `localhost`, signed by itself."""
    subprocess.run(
        [
            needed("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "privkey.pem",
            "-out", folder / "fullchain.pem",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip


@dataclass(frozen=True)
class Redis:
    """One that keeps nothing; `deaf` lets clients wait for its answers."""

    url: str
    process: "subprocess.Popen[bytes]"

    @contextmanager
    def deaf(self) -> Iterator[None]:
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=20)


@contextmanager
def running_redis(folder: Path) -> Iterator[Redis]:
    port = free_port()
    process = subprocess.Popen(
        [
            needed("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no", "--dir", str(folder),
        ],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield Redis(f"redis://127.0.0.1:{port}/0", process)
    finally:
        process.terminate()
        process.wait(timeout=20)
