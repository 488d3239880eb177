"""The page of one service: the picture, options, views, and what each row opens to."""

import re

import pytest
from django.test import Client

from matrices.importer import ImportReport

pytestmark = pytest.mark.django_db

PAGE = "/services/acme/store/"


def rows_of(client: Client, query: str = "") -> list[str]:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return re.findall(r'<tr id="([a-z-]+)"', response.content.decode())


def test_page_counts_what_is_left_to_the_reader(client: Client, small: ImportReport) -> None:
    page = client.get(PAGE).content.decode()

    assert "Left to you: 3 of 3" in page
    assert page.count('<rect class="fill-') == 3


def test_page_shows_all_rows(client: Client, small: ImportReport) -> None:
    assert rows_of(client) == ["encryption-at-rest", "backup-execution", "iam-policy-review"]


def test_options_move_cells_and_say_so(client: Client, small: ImportReport) -> None:
    page = client.get(PAGE + "?options=own-key,versioning-on").content.decode()

    assert page.count('class="moved"') == 2
    assert "2 cells moved by own-key, versioning-on" in page


def test_options_and_view_are_kept_by_each_other(client: Client, small: ImportReport) -> None:
    page = client.get(PAGE + "?options=own-key&view=mine").content.decode()

    assert 'href="/services/acme/store/?options=own-key,versioning-on&amp;view=mine"' in page
    assert 'href="/services/acme/store/?options=own-key&amp;view=defaults"' in page
    assert 'href="/services/acme/store/?options=own-key"' in page


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        ("mine", ["encryption-at-rest", "backup-execution", "iam-policy-review"]),
        ("defaults", ["encryption-at-rest"]),
        ("shared", ["encryption-at-rest"]),
    ],
)
def test_view_shows_only_its_rows(
    client: Client, small: ImportReport, view: str, rows: list[str]
) -> None:
    assert rows_of(client, f"?view={view}") == rows


def test_unknown_view_is_refused_with_a_suggestion(client: Client, small: ImportReport) -> None:
    response = client.get(PAGE + "?view=min")

    assert response.status_code == 400
    assert "Did you mean &#x27;mine&#x27;?" in response.content.decode()


def test_cell_verified_long_ago_is_marked(client: Client, small: ImportReport) -> None:
    page = client.get(PAGE).content.decode()
    row = page[page.index('<tr id="encryption-at-rest"') : page.index('<tr id="backup-execution"')]

    assert 'class="stale"' in row
    assert 'class="stale"' not in page[page.index('<tr id="backup-execution"') :].split("<h2")[0]


def test_row_links_a_prefilled_report(client: Client, small: ImportReport) -> None:
    page = client.get(PAGE + "?options=own-key").content.decode()

    assert (
        'href="/report/?service=acme/store@own-key&amp;responsibility=encryption-at-rest"' in page
    )
