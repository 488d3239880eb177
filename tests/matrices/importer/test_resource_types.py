"""Resource types of services, of the maps beside them and of no service."""

import pytest
from django.db import IntegrityError, transaction

from catalog.models import Option, ResourceType
from tests.factories import STORE, small_catalogue
from tests.matrices.importer.stored import Import

pytestmark = pytest.mark.django_db

MAP = "resource-types/terraform-acme.yaml"
WHEN = {"attribute": "class", "equals": "COLD"}


def test_map_adds_types_to_those_of_the_services(import_files: Import) -> None:
    files = small_catalogue()
    files[MAP] = {
        "vocabulary": "terraform",
        "services": {
            "acme/store": ["acme_policy"],
            "bolt/blobs": [{"type": "acme_policy", "when": WHEN}],
        },
        "no_service": {"acme_note": "A note."},
    }
    import_files(files)

    rows = ResourceType.objects.values_list("name", "service__identifier", "when", "note")
    assert set(rows.filter(when={}).values_list("name", "service__identifier", "note")) == {
        ("acme_store_bucket", "acme/store", ""),
        ("acme_policy", "acme/store", ""),
        ("acme_note", None, "A note."),
    }
    assert ResourceType.objects.get(service__identifier="bolt/blobs").when == WHEN


def test_changed_map_replaces_its_types_and_leaves_services_alone(import_files: Import) -> None:
    files = small_catalogue()
    files[MAP] = {"vocabulary": "terraform", "services": {"acme/store": ["acme_policy"]}}
    import_files(files)
    options = set(Option.objects.values_list("pk", flat=True))

    files[MAP] = {"vocabulary": "terraform", "services": {"acme/store": ["acme_rule"]}}
    report = import_files(files)

    assert [change.field for change in report.changes] == ["services.acme/store"]
    names = ResourceType.objects.values_list("name", flat=True)
    assert set(names) == {"acme_store_bucket", "acme_rule"}
    assert set(Option.objects.values_list("pk", flat=True)) == options


def test_option_keeps_what_reveals_it(import_files: Import) -> None:
    files = small_catalogue()
    rule = {"type": "acme_store_bucket", "attribute": "versioning", "equals": True}
    option = files[STORE]["settings"]["versioning"]["options"]["versioning-on"]
    option["detect_when"] = [rule]
    import_files(files)

    assert Option.objects.get(slug="versioning-on").detect_when == [rule]


def test_type_of_no_service_says_why() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ResourceType.objects.create(vocabulary="terraform", name="acme_note")
