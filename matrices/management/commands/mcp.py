"""`manage.py mcp`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matrices.models import Revision


class Command(BaseCommand):
    """Answer agents over the Model Context Protocol: on stdio, or on HTTP at a loopback address."""

    help = "Serve the catalogue to agents (MCP) on stdio, or with --http on a loopback address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--http", action="store_true", help="Streamable HTTP instead of stdio.")
        parser.add_argument("--port", type=int, default=8001, help="Where --http listens.")

    def handle(self, *args: Any, http: bool, port: int, **options: Any) -> None:
        if not Revision.objects.newest_number():
            raise CommandError("The database is empty: run manage.py import_fixtures first.")
        server = _server()
        if http:
            server.run("streamable-http", host="127.0.0.1", port=port, stateless_http=True)
        else:
            server.run("stdio")


def _server() -> Any:
    try:
        from matrices.agents.server import build_server  # noqa: PLC0415 # its SDK is an optional extra
    except ModuleNotFoundError as error:
        raise CommandError(
            f"{error.name} is not installed: pip install --require-hashes -r requirements/mcp.txt"
        ) from error
    return build_server()
