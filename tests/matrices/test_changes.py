"""/changes/ as page, Atom and API; what a change means."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from matrices.history import ChangeKind, facts_of, kind_of
from matrices.importer import ImportReport
from tests.factories import BLOBS, STORE, Files, small_catalogue, write_files

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "before", "kind"),
    [
        ("", "", ChangeKind.ADDED),
        ("", "Acme Store", ChangeKind.REMOVED),
        ("items.encryption-at-rest.ownership", "shared", ChangeKind.LINE_MOVED),
        ("items.encryption-at-rest.customer_duty", "Old.", ChangeKind.WORDS_CHANGED),
        ("name", "Old", ChangeKind.WORDS_CHANGED),
    ],
)
def test_kind(field: str, before: str, kind: ChangeKind) -> None:
    assert kind_of(field, before) is kind


def test_facts_of_an_option() -> None:
    facts = facts_of(
        "providers/acme/services/store",
        "settings.versioning.options.versioning-on.items.backup-execution.ownership",
        "shared",
        "provider",
    )

    assert facts.service == "acme/store"
    assert facts.option == "versioning-on"
    assert facts.address == "/services/acme/store/?options=versioning-on#backup-execution"


def test_facts_of_a_tier_have_no_service() -> None:
    assert facts_of("tiers/iaas", "summary", "a", "b").address is None


@pytest.fixture
def moved(import_files: Callable[[Files], ImportReport]) -> None:
    """Revision 2: one owner and one sentence of the store changed, the blobs are gone."""
    files = small_catalogue()
    import_files(files)
    item = files[STORE]["items"]["encryption-at-rest"]
    item["ownership"] = "provider"
    item["customer_duty"] = "Nothing to do."
    del files[BLOBS], files["providers/bolt/provider.yaml"]
    del files["families/object-storage.yaml"]["known_differences"]
    import_files(files)


def told(client: Client, query: str) -> list[tuple[str, str | None]]:
    body = client.get(f"/api/v1/changes/?{query}").json()
    return [(each["kind"], each["service"]) for each in body["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("since=1&kind=line-moved", [("line-moved", "acme/store")]),
        ("since=1&service=acme/store&kind=words-changed", [("words-changed", "acme/store")]),
        ("since=1&kind=removed&page_size=1", [("removed", None)]),
        ("since=2", []),
    ],
)
def test_api(
    client: Client, moved: None, query: str, expected: list[tuple[str, str | None]]
) -> None:
    assert told(client, query) == expected


def test_api_since_the_first_revision_tells_all(client: Client, moved: None) -> None:
    body = client.get("/api/v1/changes/?since=1").json()

    assert body["revision"] == 2
    assert {each["in_revision"] for each in body["results"]} == {2}
    assert ("removed", "bolt/blobs") in told(client, "since=1")


@pytest.mark.parametrize("query", ["since=-1", "since=x", "kind=moved", "service=acme/none"])
def test_api_with_a_bad_query(client: Client, moved: None, query: str) -> None:
    assert client.get(f"/api/v1/changes/?{query}").status_code == 400


def test_page_tells_before_and_after(client: Client, moved: None) -> None:
    page = client.get("/changes/?kind=line-moved").content.decode()

    assert "line-moved</span>" in page
    assert '<td data-label="Before">shared</td>' in page
    assert '<td data-label="After">provider</td>' in page


def test_page_with_a_bad_query(client: Client, moved: None) -> None:
    assert client.get("/changes/?kind=moved").status_code == 400


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/changes/feed/", ""),
        ("/providers/acme/feed/", "provider=acme"),
        ("/services/acme/store/feed/", "service=acme/store"),
    ],
)
def test_feed_has_what_the_api_has(client: Client, moved: None, address: str, query: str) -> None:
    response = client.get(address)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.content.count(b"<entry>") == len(told(client, query))


def test_feed_of_an_unknown_service_is_404(client: Client) -> None:
    assert client.get("/services/aws/nothing/feed/").status_code == 404


def test_reason_is_told_with_every_change(
    client: Client, empty_database: None, tmp_path: Path
) -> None:
    root = write_files(tmp_path / "told", small_catalogue())
    call_command("import_fixtures", path=root, reason="First edition.", stdout=StringIO())

    body = client.get("/api/v1/changes/").json()

    assert {each["reason"] for each in body["results"]} == {"First edition."}
    assert "First edition." in client.get("/changes/").content.decode()
    assert "Why: First edition." in client.get("/changes/feed/").content.decode()


def test_change_without_a_reason_has_none(client: Client, small: ImportReport) -> None:
    assert {each["reason"] for each in client.get("/api/v1/changes/").json()["results"]} == {None}
