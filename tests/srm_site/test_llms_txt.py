"""/llms.txt lists only addresses that live."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_map_is_plain_text_with_a_title(client: Client) -> None:
    response = client.get("/llms.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("# SRM Atlas\n\n> Who owns what in the cloud")


def test_every_address_lives(client: Client) -> None:
    addresses = re.findall(r"\]\((/[^)]*)\)", client.get("/llms.txt").content.decode())

    assert len(addresses) >= 20
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.getvalue()


def test_every_tool_of_the_server_is_named(client: Client) -> None:
    text = client.get("/llms.txt").content.decode()

    for tool in ("find_service", "who_owns", "compare", "my_side", "changes_since"):
        assert f"`{tool}`" in text
