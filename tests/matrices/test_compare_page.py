"""/compare/: addresses, links that change the columns, forms without JavaScript."""

import html
import re

import pytest
from django.test import Client

from matrices.importer import ImportReport

pytestmark = pytest.mark.django_db

STORE_AND_BLOBS = "/compare/?services=acme/store,bolt/blobs"


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.headers.get("Location")
    return html.unescape(response.content.decode())


def link(page: str, identifier: str) -> str:
    """The address behind the link with this id, without its fragment."""
    [found] = re.findall(rf'<a id="{identifier}"[^>]*? href="([^"#]*)', page)
    return str(found)


def rows_of(page: str) -> list[str]:
    return re.findall(r'<tr id="([a-z0-9-]+)" class="kind-', page)


def test_page_shows_rows_that_moved_first(client: Client, small: ImportReport) -> None:
    assert rows_of(text_of(client, STORE_AND_BLOBS)) == [
        "encryption-at-rest", "iam-policy-review", "backup-execution",
    ]  # fmt: skip


def test_page_in_layer_order(client: Client, small: ImportReport) -> None:
    page = text_of(client, link(text_of(client, STORE_AND_BLOBS), "order-layer"))

    assert rows_of(page) == ["encryption-at-rest", "backup-execution", "iam-policy-review"]


def test_page_shows_only_differences(client: Client, small: ImportReport) -> None:
    page = text_of(client, link(text_of(client, STORE_AND_BLOBS), "rows-differences"))

    assert rows_of(page) == ["encryption-at-rest", "iam-policy-review"]


def test_page_says_what_moves_and_why(client: Client, small: ImportReport) -> None:
    page = text_of(client, STORE_AND_BLOBS)

    assert "<strong>1 of 3 rows moves</strong>; identity stays with you everywhere." in page
    assert "Acme Store: shared, by its own documents" in page


@pytest.mark.parametrize(
    ("identifier", "leads_to"),
    [
        ("right-1", "bolt/blobs,acme/store"),
        ("left-2", "bolt/blobs,acme/store"),
        ("swap", "bolt/blobs,acme/store"),
        ("remove-1", "bolt/blobs"),
        ("remove-2", "acme/store"),
        ("option-1-own-key", "acme/store@own-key,bolt/blobs"),
    ],
)
def test_links_change_the_columns(
    client: Client, small: ImportReport, identifier: str, leads_to: str
) -> None:
    page = text_of(client, f"{STORE_AND_BLOBS}&layer=data&differences=true")

    assert link(page, identifier) == f"/compare/?services={leads_to}&layer=data&differences=true"


def test_options_of_one_setting_stand_side_by_side(client: Client, small: ImportReport) -> None:
    page = text_of(client, STORE_AND_BLOBS)

    assert 'href="/compare/?services=acme/store,acme/store@own-key,acme/store@no-key#' in page


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("services=acme/store&services=bolt/blobs", "services=acme/store,bolt/blobs"),
        ("differences=1&services=acme/store", "services=acme/store&differences=true"),
        ("services=acme/store&layer=&framework=&control=", "services=acme/store"),
        ("services=acme/store&order=moved", "services=acme/store"),
        ("services=acme/store@provider-key,acme/store", "services=acme/store"),
        (
            "layer=data&layer=identity&services=bolt/blobs",
            "services=bolt/blobs&layer=data,identity",
        ),
    ],
)
def test_every_spelling_leads_to_one_address(
    client: Client, small: ImportReport, query: str, canonical: str
) -> None:
    response = client.get(f"/compare/?{query}")

    assert (response.status_code, response["Location"]) == (302, f"/compare/?{canonical}")
    assert f'<link rel="canonical" href="/compare/?{canonical}">' in text_of(
        client, response["Location"]
    )


def test_service_that_moved_keeps_the_other_columns(client: Client, small: ImportReport) -> None:
    response = client.get("/compare/?services=acme/store,bolt/buckets&differences=true")

    assert (response.status_code, response["Location"]) == (
        301, "/compare/?services=acme/store,bolt/blobs&differences=true",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "telling"),
    [
        ("services=acme/stor", "Did you mean 'acme/store'?"),
        ("services=tier:abstrakted", "Did you mean 'tier:abstracted'?"),
        ("services=tier:iaas@own-key", "tier:iaas is a tier and has no options."),
        ("services=acme/store&order=movd", "Did you mean 'moved'?"),
        ("services=acme/store&framework=nist-sp-80053", "Did you mean 'nist-sp-800-53'?"),
        ("services=acme/store&control=SC-29", "Did you mean 'SC-28'?"),
        ("services=acme/store&ordr=layer", "Did you mean 'order'?"),
        ("services=acme/store%00", "contains a NUL character"),
        ("services=acme/store&order=moved&order=layer", "stands twice"),
    ],
)
def test_what_is_not_known_is_refused_with_a_suggestion(
    client: Client, small: ImportReport, query: str, telling: str
) -> None:
    page, api = client.get(f"/compare/?{query}"), client.get(f"/api/v1/compare/?{query}")

    assert (page.status_code, api.status_code) == (400, 400)
    assert telling in html.unescape(page.content.decode())
    assert telling in api.json()["detail"]


def test_refused_comparison_offers_others(client: Client, small: ImportReport) -> None:
    page = client.get("/compare/?services=acme/stor").content.decode()

    assert '<a href="/compare/?services=acme/store,bolt/blobs">Object storage</a>' in page
    assert '<a href="/compare/?services=tier:iaas,tier:abstracted">' in page


def test_rows_are_filtered_by_framework_and_control(client: Client, small: ImportReport) -> None:
    for query in ("framework=nist-sp-800-53", "control=SC-28"):
        page = text_of(client, f"{STORE_AND_BLOBS}&{query}")
        assert rows_of(page) == ["encryption-at-rest"]
        assert "1 row matches" in page


def test_filter_that_leaves_no_row_says_so(client: Client, small: ImportReport) -> None:
    page = text_of(client, f"{STORE_AND_BLOBS}&layer=identity&control=SC-28")

    assert "No row is left." in page
    assert "<strong>No row matches</strong>" in page


def test_tier_is_a_column(client: Client, small: ImportReport) -> None:
    page = text_of(client, "/compare/?services=tier:iaas,acme/store")

    assert "<h1>Infrastructure as a service · Acme Store</h1>" in page
    assert 'href="/tiers/iaas/"' in page


def test_drill_takes_the_same_columns(client: Client, small: ImportReport) -> None:
    page = text_of(client, "/worksheets/drill/?services=tier:iaas,acme/store@own-key")

    assert "<h2>Infrastructure as a service <small>Tier</small></h2>" in page
    assert "<h2>Acme Store (Key of the customer) <small>Acme</small></h2>" in page


def test_family_opens_as_a_ready_comparison(client: Client, small: ImportReport) -> None:
    page = text_of(client, "/families/object-storage/")

    assert "1 of 3 rows moves" in page
    assert 'href="/compare/?services=acme/store,bolt/blobs#encryption-at-rest"' in page


def test_family_of_one_has_nothing_to_compare(client: Client, small: ImportReport) -> None:
    assert "Side by side" not in text_of(client, "/families/virtual-machines/")


@pytest.mark.parametrize(
    "address", ["/services/", "/services/acme/store/", "/families/object-storage/"]
)
def test_service_can_be_added_to_the_comparison(
    client: Client, small: ImportReport, address: str
) -> None:
    page = text_of(client, address)

    assert 'data-compare-add="acme/store"' in page
    assert '<a data-compare-link href="/compare/?services=acme/store">' in page
