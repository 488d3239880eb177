"""Whatever is asked, the answer is never a 5xx; whatever a data file holds, it is a fault."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as site
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matrices.datafiles import documents
from matrices.datafiles.reader import read_document

pytestmark = pytest.mark.django_db

EXAMPLES = 60
quickly = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

OPERATORS = [
    "AND", "OR", "NOT", "NEAR", "NEAR(a b, 5)", "NEAR/3", "*", "^", '"', "'", "(", ")", "-", "+",
    ":", "{a b} : c", "col:x", "&", "|", "!", "<->", "<2>", "@@", "\\", "%", "_", "--", ";", "$$",
    "\x00", "\ud800", "\u202e", "\ufeff", "\u017f", "İ", "🙂", "a" * 2000, " ", "\n", "\t",
]  # fmt: skip
NAMES = ["aws/s3", "aws/eks", "gcp/gke", "aws", "s3", "auto-mode", "aws/eks@auto-mode"]

anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=40) | st.lists(
    st.sampled_from(OPERATORS) | st.sampled_from(NAMES), max_size=8
).map(" ".join)
names = st.lists(
    st.sampled_from(NAMES) | anything | st.sampled_from(["@", ",", "/", "@@", ",,"]), max_size=9
)
PARAMETERS = [
    "q", "service", "services", "options", "provider", "tier", "family", "layer", "control",
    "responsibility", "ownership", "basis", "resolved_from", "framework", "stale", "ordering",
    "fields", "omit", "page", "page_size", "since", "kind", "differences", "view", "limit", "",
]  # fmt: skip
LISTS = [
    "/api/v1/items/", "/api/v1/services/", "/api/v1/changes/", "/api/v1/responsibilities/",
    "/api/v1/sources/", "/services/", "/responsibilities/", "/changes/", "/api/v1/items.csv",
    "/api/v1/compare.csv", "/report/", "/worksheets/drill/", "/frameworks/pci-dss/",
]  # fmt: skip


def encoded(text: str) -> str:
    """As bytes in an address; lone surrogates too, which are no UTF-8."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def told(client: Client, address: str) -> int:
    response = client.get(address)
    if response.status_code >= 400 and response["Content-Type"] == "application/problem+json":
        assert json.loads(response.content)["status"] == response.status_code
    assert b"".join(response) is not None  # streamed answers fail where they are read
    return response.status_code


@quickly
@given(q=anything)
def test_search_takes_any_text(client: Client, q: str) -> None:
    for path in ("/search/", "/api/v1/search/", "/api/v1/search/suggestions/"):
        assert told(client, f"{path}?q={encoded(q)}") < 500


@pytest.mark.parametrize("operator", OPERATORS)
def test_search_takes_every_operator(client: Client, operator: str) -> None:
    for q in (operator, f"patch {operator} nodes", f"{operator}{operator}x"):
        assert told(client, f"/api/v1/search/?q={encoded(q)}") in (200, 400, 414)


@quickly
@given(
    path=st.sampled_from(LISTS),
    query=st.lists(
        st.tuples(st.sampled_from(PARAMETERS), anything | names.map(",".join)), max_size=4
    ),
)
def test_lists_take_any_filter(client: Client, path: str, query: list[tuple[str, str]]) -> None:
    parameters = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in query)

    assert told(client, f"{path}?{parameters}") < 500


@settings(quickly, max_examples=EXAMPLES // 2)
@given(columns=names, options=names)
def test_columns_and_options_take_any_names(
    client: Client, columns: list[str], options: list[str]
) -> None:
    services, chosen = encoded(",".join(columns)), encoded(",".join(options))
    for address in (
        f"/compare/?services={services}",
        f"/api/v1/compare/?services={services}",
        f"/services/aws/eks/?options={chosen}",
        f"/api/v1/services/aws/eks/matrix/?options={chosen}",
    ):
        assert told(client, address) < 500


@quickly
@given(parts=st.lists(anything | st.sampled_from(NAMES), min_size=1, max_size=4))
def test_addresses_take_any_path(client: Client, parts: list[str]) -> None:
    path = "/".join(map(encoded, parts))
    for start in ("/", "/services/", "/api/v1/services/", "/api/v1/export/", "/static/"):
        assert told(client, f"{start}{path}/") < 500


@quickly
@given(body=st.binary(max_size=200) | anything.map(lambda text: text.encode("utf-8", "replace")))
def test_no_address_takes_a_body_it_does_not_expect(client: Client, body: bytes) -> None:
    for path in ("/api/v1/items/", "/search/", "/healthz", "/admin/login/"):
        response = client.post(path, body, content_type="application/json")
        assert response.status_code < 500


def test_ten_megabytes_are_refused_before_anybody_reads_them(client: Client) -> None:
    ten_megabytes = 10_000_000

    assert client.get(f"/search/?q={'a' * ten_megabytes}").status_code == 414
    response = client.post("/api/v1/items/", b"a" * ten_megabytes, content_type="text/plain")
    assert response.status_code == 413


YAML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | anything,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(anything, inner, max_size=3),
    max_leaves=12,
)
SAMPLES = [
    (site.FIXTURES_DIR / name).read_text(encoding="utf-8")
    for name in ("providers/aws/services/s3.yaml", "families/object-storage.yaml", "layers.yaml")
]
SLIPS = ["&a ", "*a", "!!python/object:x", "---\n", "\t", "{", "["]
KINDS = [documents.Service, documents.Family, documents.Layers, documents.Framework]


def faults_of(folder: Path, content: bytes, kind: type[documents.Document]) -> None:
    """A document or its faults; an exception is what this looks for."""
    path = folder / "file.yaml"
    path.write_bytes(content)
    document, faults = read_document(path, "file.yaml", kind)
    assert (document is None) == bool(faults)
    assert all(str(fault).encode("utf-8", "replace") for fault in faults)


@settings(quickly, max_examples=4 * EXAMPLES)
@given(content=st.binary(max_size=300), kind=st.sampled_from(KINDS))
def test_reader_takes_any_bytes(
    tmp_path: Path, content: bytes, kind: type[documents.Document]
) -> None:
    faults_of(tmp_path, content, kind)


@settings(quickly, max_examples=4 * EXAMPLES)
@given(value=YAML, kind=st.sampled_from(KINDS))
def test_reader_takes_any_values(
    tmp_path: Path, value: object, kind: type[documents.Document]
) -> None:
    text = json.dumps(value, default=str)  # JSON is YAML
    faults_of(tmp_path, text.encode("utf-8", "replace"), kind)


@settings(quickly, max_examples=2 * EXAMPLES)
@given(
    sample=st.sampled_from(SAMPLES),
    place=st.floats(0, 1),
    length=st.integers(0, 60),
    inserted=anything
    | st.sampled_from(["&a ", "*a", "!!python/object:x", "---\n", "\t", "{", "["]),
)
def test_reader_takes_any_slip_of_the_pen(
    tmp_path: Path, sample: str, place: float, length: int, inserted: str
) -> None:
    at = int(place * len(sample))
    text = sample[:at] + inserted + sample[at + length :]

    faults_of(tmp_path, text.encode("utf-8", "surrogatepass"), documents.Service)


@pytest.mark.parametrize("bomb", ["[" * 100_000, "{a: " * 50_000, "- " * 50_000, "&a [*a, *a]"])
def test_reader_takes_bombs(tmp_path: Path, bomb: str) -> None:
    faults_of(tmp_path, bomb.encode(), documents.Service)
