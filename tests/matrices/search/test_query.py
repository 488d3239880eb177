"""A query taken apart: spans, terms, the sides of a comparison."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrices.search.query import MOST_TERMS, Query


def test_terms_leave_out_what_every_question_has() -> None:
    query = Query.parse("Who patches the EKS nodes?")

    assert query.terms == ("patches", "eks", "nodes")
    assert query.stems == ("patch", "eks", "nod")
    assert query.key == "whopatchestheeksnodes"


def test_spans_are_neighbouring_words() -> None:
    assert Query.parse("backup of s3").spans == {
        "backup": {"backup"},
        "backupof": {"backup", "of"},
        "backupofs3": {"backup", "of", "s3"},
        "ofs3": {"of", "s3"},
        "s3": {"s3"},
    }


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("s3 vs gcs", ["s3", "gcs"]),
        ("S3 vs. GCS versus Blob Storage", ["s3", "gcs", "blobstorage"]),
        ("compare eks with gke", ["eks", "gke"]),
        ("difference between lambda and cloud functions", ["lambda", "cloudfunctions"]),
        ("comparison of rds to cloud sql", ["rds", "cloudsql"]),
        ("backup and dr", []),
        ("s3 vs", []),
        ("vs", []),
        ("compare", []),
        ("a1 vs b1 vs c1 vs d1 vs e1 vs f1 vs g1", []),
    ],
)
def test_sides(text: str, sides: list[str]) -> None:
    assert [side.key for side in Query.parse(text).sides()] == sides


def test_mended() -> None:
    assert Query.parse("dynmo backups").mended({"dynmo": "dynamodb"}).words == (
        "dynamodb",
        "backups",
    )


@given(st.text(max_size=200))
def test_any_text_is_a_query(text: str) -> None:
    query = Query.parse(text)

    assert len(query.terms) <= MOST_TERMS
    assert bool(query.terms) is bool(query.words)
    assert all(side.words for side in query.sides())
