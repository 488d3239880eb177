"""Pages along one axis: a duty everywhere, a framework's controls, what moved lately."""

import re

import pytest
from django.test import Client

from matrices.importer import ImportReport
from matrices.reading.overviews import moved_lately
from matrices.views import axes

pytestmark = pytest.mark.django_db


def test_responsibility_groups_services_by_owner(client: Client, small: ImportReport) -> None:
    page = client.get("/responsibilities/encryption-at-rest/").content.decode()

    headings = re.findall(r'<h2 id="([a-z-]+)"', page)
    assert headings == ["odd-ones-out", "customer", "shared", "provider"]


def test_responsibility_shows_the_odd_ones_first(client: Client, small: ImportReport) -> None:
    page = client.get("/responsibilities/encryption-at-rest/").content.decode()

    odd = page[page.index('id="odd-ones-out"') : page.index('id="customer"')]
    assert "Acme Store" in odd
    assert "its tier says provider" in odd
    assert "Bolt Blobs" not in odd


def test_responsibility_counts_owners_by_tier(client: Client, small: ImportReport) -> None:
    page = client.get("/responsibilities/encryption-at-rest/").content.decode()

    assert '<th scope="row">Abstracted</th><td>1</td><td>1</td><td>0</td>' in page
    assert '<th scope="row">IaaS</th><td>0</td><td>0</td><td>1</td>' in page


def test_responsibility_filters_by_owner(client: Client, small: ImportReport) -> None:
    page = client.get("/responsibilities/encryption-at-rest/?ownership=shared").content.decode()

    assert "Acme Store" in page
    assert "Bolt Blobs" not in page


def test_responsibility_of_a_small_catalogue_is_one_page(
    client: Client, small: ImportReport
) -> None:
    assert "page=" not in client.get("/responsibilities/encryption-at-rest/").content.decode()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("query", "shown", "other"),
    [
        ("provider=acme,bolt", "Acme Store", "page=2"),
        ("page=2&provider=acme,bolt", "Bolt Blobs", "page=1"),
    ],
)
def test_responsibility_of_many_services_has_pages(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str, shown: str, other: str
) -> None:
    monkeypatch.setattr(axes, "SERVICES_PER_PAGE", 2)

    page = client.get(f"/responsibilities/encryption-at-rest/?{query}").content.decode()

    assert shown in page
    assert ("Bolt Blobs" in page) == (shown == "Bolt Blobs")
    assert re.findall(r'href="([^"]*page=\d)"', page) == [f"?provider=acme%2Cbolt&amp;{other}"]
    assert "of 3, by provider and name" in page


def test_framework_lists_what_is_behind_a_control(client: Client, small: ImportReport) -> None:
    page = client.get("/frameworks/nist-sp-800-53/").content.decode()

    assert "Protection of Information at Rest" in page
    assert "Encryption at rest" in page
    assert 'class="owner owner-' not in page


def test_framework_tells_who_owns_it_at_chosen_services(
    client: Client, small: ImportReport
) -> None:
    page = client.get(
        "/frameworks/nist-sp-800-53/?services=acme/store@own-key,bolt/blobs"
    ).content.decode()

    assert re.findall(r'class="owner owner-([a-z]+)"', page) == ["customer", "provider"]


@pytest.mark.parametrize(
    ("query", "said"),
    [("services=acme/stor", "Did you mean"), ("service=acme/store", "is not a parameter here")],
)
def test_framework_refuses_what_it_does_not_know(
    client: Client, small: ImportReport, query: str, said: str
) -> None:
    response = client.get(f"/frameworks/nist-sp-800-53/?{query}")

    assert response.status_code == 400
    assert said in response.content.decode()


def test_moved_lately_names_the_cell(client: Client, small: ImportReport) -> None:
    [move] = moved_lately(6)

    assert (move.since, move.address) == ("2023-01-05", "/services/acme/store/#encryption-at-rest")
    assert move.text == "The object is older: It stays as it was."
    assert "What moved lately" in client.get("/").content.decode()
