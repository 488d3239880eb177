"""The search as page and API: one answer, strict parameters, pages."""

import re

import pytest
from django.test import Client

from matrices.importer import ImportReport
from matrices.models import ResolvedItem
from matrices.search import search, suggest, told

pytestmark = pytest.mark.django_db


def test_api_tells_the_answer(client: Client) -> None:
    body = client.get("/api/v1/search/?q=who+patches+eks+nodes").json()

    answer = search("who patches eks nodes")
    [first] = told(answer.hits[:1], answer)
    assert [(hit["kind"], hit["id"]) for hit in body["results"]] == [
        (hit.kind, hit.id) for hit in answer.hits
    ]
    assert body["count"] == len(answer.hits)
    assert body["results"][0] == {
        "kind": "cell",
        "id": "aws/eks#node-os-patching",
        "title": "Amazon EKS: Container node patching",
        "detail": "AWS",
        "match": "cell",
        "via": None,
        "url": "http://testserver/services/aws/eks/#node-os-patching",
        "text": first.text,
        "service": "aws/eks",
        "option": None,
        "responsibility": "node-os-patching",
        "ownership": "shared",
    }


@pytest.mark.parametrize("text", ["dynmo", "encryption at rest", "s3", "eks etcd"])
def test_page_and_api_have_the_same_hits_in_the_same_order(client: Client, text: str) -> None:
    page = client.get("/search/", {"q": text}).content.decode()
    body = client.get("/api/v1/search/", {"q": text, "page_size": "20"}).json()

    hits = page[page.index('<ol class="hits"') : page.index("</ol>")]
    links = re.findall(r'<li>\s*<a href="([^"]+)"', hits)
    assert [f"http://testserver{link}" for link in links] == [hit["url"] for hit in body["results"]]


def test_cell_that_was_deleted_meanwhile_is_no_hit() -> None:
    answer = search("who patches eks nodes")
    cells = [hit for hit in answer.hits if hit.kind == "cell"]
    assert cells[0].item is not None
    ResolvedItem.objects.filter(pk=cells[0].item).delete()

    assert [hit.id for hit in told(cells, answer)] == [hit.id for hit in cells[1:]]


def test_pages_of_the_api_are_the_whole_answer(client: Client) -> None:
    address, ids = "/api/v1/search/?q=encryption+at+rest&page_size=70", []
    while address:
        body = client.get(address).json()
        ids += [hit["id"] for hit in body["results"]]
        address = body["next"]

    assert ids == [hit.id for hit in search("encryption at rest").hits]
    assert body["capped"] is True


def test_pages_of_the_page(client: Client) -> None:
    second = client.get("/search/?q=encryption+at+rest&page=2").content.decode()

    assert 'start="21"' in second
    assert "21 to 40" in second
    assert 'href="?q=encryption%20at%20rest&amp;page=3"' in second


def test_slip_is_told(client: Client) -> None:
    assert client.get("/api/v1/search/?q=dynmo").json()["read_as"] == "dynamodb"
    assert (
        "This is for <strong>dynamodb</strong>" in client.get("/search/?q=dynmo").content.decode()
    )


def test_comparison_by_name_redirects(client: Client) -> None:
    response = client.get("/search/?q=s3+vs+gcs")

    assert response.status_code == 302
    assert response["Location"] == "/compare/?services=aws/s3,gcp/cloud-storage"
    assert client.get("/api/v1/search/?q=s3+vs+gcs").json()["comparison"] == {
        "services": ["aws/s3", "gcp/cloud-storage"],
        "certain": True,
        "url": "http://testserver/compare/?services=aws/s3,gcp/cloud-storage",
    }


def test_comparison_by_a_guess_is_offered(client: Client) -> None:
    response = client.get("/search/?q=dynmo+vs+cosmos+db")

    assert response.status_code == 200
    assert '<a href="/compare/?services=aws/dynamodb,azure/cosmos-db">' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "q: say what to look for, as in q=s3."),
        ("q=", "q: say what to look for, as in q=s3."),
        ("q=s3&q=gcs", "q: stands twice; write all words into one."),
        (f"q={'a' * 7_000}", "q: at most 200 characters; 7000 were given."),
        ("q=%F0%9F%99%82", "q: has no letter from a to z and no digit to look for."),
        ("q=s3&qq=1", "'qq' is not a parameter here. Did you mean 'q'?"),
        ("q=s3&page=x", "page: a whole number from 1 to 100000."),
        ("q=s3&page_size=501", "page_size: a whole number from 1 to 500."),
    ],
)
def test_api_with_a_bad_query(client: Client, query: str, detail: str) -> None:
    response = client.get(f"/api/v1/search/?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["detail"] == detail


@pytest.mark.parametrize(
    ("query", "status"), [("q=%00s3", 400), ("q=%ED%A0%80", 400), (f"q={'a' * 10_000}", 414)]
)
def test_query_that_makes_no_sense_anywhere(client: Client, query: str, status: int) -> None:
    for address in ("/search/", "/api/v1/search/", "/api/v1/search/suggestions/"):
        assert client.get(f"{address}?{query}").status_code == status


@pytest.mark.parametrize(
    "query", ["q=a&q=b", f"q={'a' * 201}", "q=%3F", "q=s3&page=99", "q=s3&page=x", "qq=s3"]
)
def test_page_with_a_bad_query(client: Client, query: str) -> None:
    response = client.get(f"/search/?{query}")

    assert response.status_code == 400
    assert b'role="alert"' in response.content


def test_page_without_a_query_is_a_form(client: Client) -> None:
    response = client.get("/search/")

    assert response.status_code == 200
    assert b'<form action="/search/" method="get" role="search"' in response.content


def test_page_with_nothing_found(client: Client) -> None:
    assert b"Nothing fits" in client.get("/search/?q=qqqqqq").content


def test_markup_in_a_query_is_text(client: Client) -> None:
    page = client.get("/search/", {"q": "<script>alert(1)</script> s3"}).content

    assert b"<script>alert" not in page
    assert b"&lt;script&gt;alert" in page


def test_suggestions(client: Client) -> None:
    body = client.get("/api/v1/search/suggestions/?q=dynmo").json()

    assert [hit["id"] for hit in body["results"]] == [hit.id for hit in suggest("dynmo")]
    assert body["results"][0]["url"] == "http://testserver/services/aws/dynamodb/"


@pytest.mark.parametrize("query", ["", "q=%00", "q=s3&page=1"])
def test_suggestions_with_a_bad_query(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/search/suggestions/?{query}").status_code == 400


@pytest.mark.parametrize(
    "address",
    ["/compare/?services=aws/s3,aws/rds", "/services/aws/s3/?options=sse-kms-cmk", "/stack/"],
)
def test_form_holds_nothing_but_a_search(client: Client, address: str) -> None:
    assert b'name="q" value=""' in client.get(address).content
    assert b'name="q" value="dynmo"' in client.get("/search/?q=dynmo").content


def test_every_page_has_the_form(client: Client, small: ImportReport) -> None:
    assert client.get("/services/").content.count(b'role="search"') == 1
    assert client.get("/search/").content.count(b'role="search"') == 1


@pytest.mark.parametrize("text", ["object storage", "aws", "paas", "nist csf", "autopilot", "etcd"])
def test_addresses_of_hits_exist(client: Client, text: str) -> None:
    for hit in search(text).hits[:8]:
        path, _, row = hit.path.partition("#")
        response = client.get(path)
        assert response.status_code == 200, hit.path
        assert not row or f'id="{row}"' in response.content.decode(), hit.path
