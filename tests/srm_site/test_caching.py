"""Tags, dates and freshness of public answers."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from matrices.importer import ImportReport
from srm_site.caching import (
    NEVER,
    PRIVATE,
    PUBLIC,
    Edition,
    entity_tag,
    is_unmodified,
    normalised_query,
)
from tests.factories import STORE, Files, small_catalogue

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 22)
EDITION = Edition(7, datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), "c0de")

PAGES = [
    "/", "/services/", "/services/acme/store/", "/compare/?services=acme/store", "/tiers/",
    "/changes/", "/changes/feed/", "/coverage/", "/guide/", "/api/docs/",
]  # fmt: skip
ANSWERS = [
    "/api/v1/", "/api/v1/items/", "/api/v1/items.csv", "/api/v1/services/acme/store/matrix/",
    "/api/v1/services/acme/store/matrix.xlsx", "/api/v1/compare.md?services=acme/store",
    "/api/v1/export/catalog.ndjson", "/api/v1/schema/",
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "normalised"),
    [
        ("b=2&a=1", "a=1&b=2"),
        ("services=aws/s3,gcp/gke", "services=aws%2Fs3%2Cgcp%2Fgke"),
        ("services=aws%2fs3%2cgcp/gke", "services=aws%2Fs3%2Cgcp%2Fgke"),
        ("q=a+b", "q=a+b"),
        ("q=a%20b", "q=a+b"),
        ("services=b&layer=x&services=a", "layer=x&services=b&services=a"),
        ("layer=", "layer="),
        ("", ""),
    ],
)
def test_query_is_normalised(query: str, normalised: str) -> None:
    assert normalised_query(query) == normalised


def test_tag_is_the_same_for_the_same_question() -> None:
    assert entity_tag(EDITION, "/tiers/", "a=1&b=2", DAY) == entity_tag(
        EDITION, "/tiers/", "b=2&a=1", DAY + datetime.timedelta(days=1)
    )


@pytest.mark.parametrize(
    "other",
    [
        entity_tag(Edition(8, EDITION.revised_at, "c0de"), "/services/", "a=1", DAY),
        entity_tag(Edition(7, EDITION.revised_at, "other"), "/services/", "a=1", DAY),
        entity_tag(EDITION, "/tiers/", "a=1", DAY),
        entity_tag(EDITION, "/services/", "a=2", DAY),
    ],
)
def test_tag_differs_by_revision_code_path_and_query(other: str) -> None:
    assert other != entity_tag(EDITION, "/services/", "a=1", DAY)


@pytest.mark.parametrize(
    ("path", "query"), [("/coverage/", ""), ("/api/v1/items/", "stale=true&provider=aws")]
)
def test_tag_of_an_answer_that_counts_days_differs_by_day(path: str, query: str) -> None:
    assert entity_tag(EDITION, path, query, DAY) != entity_tag(
        EDITION, path, query, DAY + datetime.timedelta(days=1)
    )


@pytest.mark.parametrize(
    ("if_none_match", "since", "expected"),
    [
        ("*", "", True),
        ('"other"', "Sun, 22 Nov 2026 12:00:00 GMT", False),
        ("", "Sun, 22 Nov 2026 12:00:00 GMT", True),
        ("", "Sun, 22 Nov 2026 11:59:59 GMT", False),
        ("", "yesterday", False),
        ("", "", False),
    ],
)
def test_answer_is_unmodified(if_none_match: str, since: str, expected: bool) -> None:
    assert is_unmodified(if_none_match, since, EDITION.last_modified) is expected


@pytest.mark.parametrize("address", [*PAGES, *ANSWERS])
def test_public_answer_can_be_cached(client: Client, small: ImportReport, address: str) -> None:
    response = client.get(address)
    response.getvalue()  # to its end, which closes the file

    assert response.status_code == 200
    assert response["ETag"].startswith('W/"1-')
    assert response["Last-Modified"] == "Sun, 22 Nov 2026 12:00:00 GMT"
    assert response["Cache-Control"] == PUBLIC
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("address", [*PAGES, *ANSWERS])
def test_answer_that_the_client_holds_is_304(
    client: Client, small: ImportReport, address: str
) -> None:
    first = client.get(address)
    first.getvalue()  # to its end, which closes the file
    tag = first["ETag"]

    response = client.get(address, headers={"If-None-Match": f'"x", {tag}'})

    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == tag
    assert response["Cache-Control"] == PUBLIC


def test_304_needs_one_query(
    client: Client, small: ImportReport, django_assert_num_queries: Callable[..., object]
) -> None:
    tag = client.get("/services/")["ETag"]

    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        client.get("/services/", headers={"If-None-Match": tag})


def test_changed_catalogue_changes_the_tag(
    client: Client, import_files: Callable[[Files], ImportReport]
) -> None:
    files = small_catalogue()
    import_files(files)
    tag = client.get("/services/")["ETag"]
    files[STORE]["name"] = "Acme Shop"
    import_files(files)

    response = client.get("/services/", headers={"If-None-Match": tag})

    assert response.status_code == 200
    assert response["ETag"] != tag


def test_head_says_what_get_says(client: Client, small: ImportReport) -> None:
    for address in ("/services/", "/api/v1/services/acme/store/matrix/", "/api/v1/items.csv"):
        got, head = client.get(address), client.head(address)
        assert head.status_code == 200
        assert head.getvalue() == b""
        for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
            assert head[name] == got[name]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing/", 404),
        ("/services/?colour=red", 400),
        ("/api/v1/nothing/", 404),
        ("/api/v1/items/?colour=red", 400),
    ],
)
@pytest.mark.parametrize(
    "condition",
    [{}, {"If-Modified-Since": "Sun, 22 Nov 2037 12:00:00 GMT"}, {"If-None-Match": "*"}],
)
def test_mistake_stays_one_and_is_not_kept(
    client: Client, small: ImportReport, address: str, status: int, condition: dict[str, str]
) -> None:
    response = client.get(address, headers=condition)

    assert response.status_code == status
    assert response["Cache-Control"] == NEVER
    assert "ETag" not in response


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_never_kept(client: Client, address: str) -> None:
    assert client.get(address)["Cache-Control"] == NEVER


def test_redirect_of_a_moved_service_can_be_cached(client: Client, small: ImportReport) -> None:
    assert client.get("/services/bolt/buckets/")["Cache-Control"] == PUBLIC


def test_admin_is_private(admin_client: Client) -> None:
    response = admin_client.get("/admin/")

    assert response["Cache-Control"] == PRIVATE
    assert "ETag" not in response
