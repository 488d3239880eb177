"""The MCP server as a client sees it: over stdio and HTTP, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from tests.served import ROOT, database_url, free_port

pytestmark = pytest.mark.usefixtures("bundled_catalogue")

TOOLS = {"find_service", "who_owns", "compare", "my_side", "changes_since"}
PATIENCE = 60


def environment() -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": database_url()}


def over_stdio(ask: Callable[[Client], Awaitable[None]]) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=["manage.py", "mcp"], cwd=str(ROOT), env=environment()
    )

    async def session() -> None:
        with anyio.fail_after(PATIENCE):
            async with Client(server) as client:
                await ask(client)

    anyio.run(session)


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    content: dict[str, Any] = result.structured_content
    return content


def test_session_over_stdio() -> None:
    async def ask(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == TOOLS
        assert all(tool.description for tool in tools)
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)

        services = await called(client, "find_service", query="amazon s3")
        assert services["services"][0]["id"] == "aws/s3"

        cell = await called(
            client,
            "who_owns",
            service="aws/s3",
            responsibility="encryption-at-rest",
            options=["sse-c"],
        )
        assert cell["claim"]["ownership"] == "shared"
        assert cell["conditions"]["moved_by"] == "sse-c"
        assert cell["provenance"]["resolved_from"] == "option"
        assert cell["sources"]
        assert cell["catalogue"]["revision"] == 1

        rows = await called(client, "compare", services=["aws/eks", "gcp/gke@autopilot"])
        assert rows["summary"]["moved"] > 0

        side = await called(client, "my_side", services=["aws/s3"], layer="identity")
        assert side["services"][0]["rows_left_to_the_customer"] > 0

        changes = await called(client, "changes_since", revision=0, limit=1)
        assert len(changes["changes"]) == 1

        nothing = await called(
            client, "who_owns", service="aws/s4", responsibility="encryption-at-rest"
        )
        assert nothing["answer"] == "unknown"
        assert "aws/s3" in nothing["suggestions"]

    over_stdio(ask)


def test_wrong_arguments_are_errors_of_the_tool() -> None:
    async def ask(client: Client) -> None:
        for arguments in ({"query": "s3", "limit": 0}, {}, {"query": "x" * 201}):
            assert (await client.call_tool("find_service", arguments)).is_error

    over_stdio(ask)


def test_session_over_http() -> None:
    port = free_port()
    command = [sys.executable, "manage.py", "mcp", "--http", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment())

    async def session() -> None:
        with anyio.fail_after(PATIENCE):
            while True:
                try:
                    async with await anyio.connect_tcp("127.0.0.1", port):
                        break
                except OSError:
                    await anyio.sleep(0.2)
            async with Client(f"http://127.0.0.1:{port}/mcp") as client:
                cell = await called(
                    client, "who_owns", service="aws/s3", responsibility="iam-policy-review"
                )
                assert cell["claim"]["customer_duty"]

    try:
        anyio.run(session)
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_server_without_a_catalogue_says_what_to_do(tmp_path: Any) -> None:
    empty = {**os.environ, "DATABASE_URL": "", "DATA_DIR": str(tmp_path)}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=empty, check=True)
    ended = subprocess.run(
        [sys.executable, "manage.py", "mcp"],
        cwd=ROOT, env=empty, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "run manage.py import_fixtures first" in ended.stderr
