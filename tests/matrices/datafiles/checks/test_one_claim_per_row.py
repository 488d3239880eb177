"""one_claim_per_row: an item or `not_applicable`, never both."""

import pytest

from matrices.datafiles.checks import one_claim_per_row
from matrices.datafiles.reader import Fault
from tests.factories import STORE, small_catalogue
from tests.matrices.datafiles.checks.found import Find

FAMILY = "families/object-storage.yaml"


@pytest.mark.parametrize("file", [STORE, FAMILY])
def test_row_with_item_that_is_not_applicable_is_refused(find: Find, file: str) -> None:
    files = small_catalogue()
    item = {"ownership": "customer", "customer_duty": "Copies the bucket."}
    files[file]["items"] = {"backup-execution": item}
    files[file]["not_applicable"] = ["backup-execution"]

    assert find(one_claim_per_row.check, files) == [
        Fault(file, "not_applicable", "'backup-execution' has an item as well; keep one of the two")
    ]


def test_row_that_is_only_not_applicable_passes(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["not_applicable"] = ["backup-execution"]

    assert find(one_claim_per_row.check, files) == []
