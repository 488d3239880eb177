"""Services: what is written for each, and that the others are left alone."""

import pytest
from django.db import IntegrityError

from catalog.models import (
    Family,
    MovedService,
    Option,
    Service,
    Setting,
    Tier,
)
from matrices.choices import Level, Ownership
from matrices.importer import ImportReport
from matrices.matrix import Moved
from matrices.models import KnownDifference, ResolvedItem
from matrices.reading.services import matrix
from tests.conftest import empty_catalogue
from tests.factories import BLOBS, MACHINES, STORE, small_catalogue
from tests.matrices.importer.stored import (
    SERVICES,
    Import,
    changes_of,
    everything,
    facts,
    services_written_since,
    written_since,
)

pytestmark = pytest.mark.django_db

FAMILY = "families/object-storage.yaml"


def test_first_import_writes_settings_with_one_default_each(small: ImportReport) -> None:
    assert list(Option.objects.filter(is_default=True).values_list("slug", flat=True)) == [
        "provider-key", "versioning-off",
    ]  # fmt: skip


def test_first_import_writes_a_cell_per_row_and_per_moved_cell(small: ImportReport) -> None:
    assert ResolvedItem.objects.as_it_comes().count() == 9
    assert set(
        ResolvedItem.objects.exclude(option=None).values_list(
            "option__slug", "responsibility__slug", "ownership", "resolved_from"
        )
    ) == {
        ("own-key", "encryption-at-rest", Ownership.CUSTOMER, Level.OPTION),
        ("versioning-on", "backup-execution", Ownership.SHARED, Level.OPTION),
    }


def test_first_import_repeats_the_axes_of_the_service_in_its_cells(small: ImportReport) -> None:
    item = ResolvedItem.objects.as_it_comes().get(
        service__identifier="bolt/blobs", responsibility__slug="iam-policy-review"
    )

    assert (item.provider.slug, item.tier.slug, item.family.slug, item.layer.slug) == (
        "bolt", "abstracted", "object-storage", "identity",
    )  # fmt: skip


def test_first_import_writes_recorded_differences(small: ImportReport) -> None:
    difference = KnownDifference.objects.get()

    assert difference.text == "Acme has two policy languages, Bolt has one."
    assert {service.identifier for service in difference.services.all()} == {
        "acme/store", "bolt/blobs",
    }  # fmt: skip


def test_field_is_one_change_before_and_after(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    files[STORE]["items"]["encryption-at-rest"]["recovery"] = "Upload it again."

    import_files(files)

    assert changes_of(2) == [
        (
            "providers/acme/services/store",
            "items.encryption-at-rest.recovery",
            "Copy the object onto itself.",
            "Upload it again.",
        )
    ]
    assert [row.cell.recovery for row in matrix("acme/store").rows] == [
        "Upload it again.", "Restore from the last copy.", "",
    ]  # fmt: skip


def test_sentence_is_written_and_nothing_else(small: ImportReport, import_files: Import) -> None:
    before = everything()
    files = small_catalogue()
    files[STORE]["items"]["encryption-at-rest"]["recovery"] = "Upload it again."

    import_files(files)

    assert {table: len(keys) for table, keys in written_since(before).items()} == {
        "matrices_resolveditem": 1, "matrices_responsibilityitem": 1, "matrices_searchtext": 1,
    }  # fmt: skip


HISTORY = ("matrices_revision", "matrices_change")


def test_changed_files_leave_what_the_same_files_leave_in_an_empty_database(
    small: ImportReport, import_files: Import
) -> None:
    files = small_catalogue()
    versioning = files[STORE]["settings"]["versioning"]
    versioning["default"] = "versioning-on"
    del versioning["options"]["versioning-on"]["items"]
    del files[STORE]["settings"]["encryption-key"]["options"]["no-key"]
    del files[STORE]["items"]["encryption-at-rest"]
    files[STORE]["aliases"] = ["Warehouse"]
    files["responsibilities.yaml"]["responsibilities"]["backup-execution"]["terms"] = ["copies"]

    import_files(files)
    after_change, matrices_after_change = facts(), [matrix(each) for each in SERVICES]
    empty_catalogue()
    import_files(files)

    for table, rows in facts().items():
        assert table in HISTORY or after_change[table] == rows, table
    assert [matrix(each) for each in SERVICES] == matrices_after_change


def test_default_can_move_to_another_option(small: ImportReport, import_files: Import) -> None:
    keys = dict(Option.objects.values_list("slug", "pk"))
    files = small_catalogue()
    setting = files[STORE]["settings"]["encryption-key"]
    setting["default"] = "no-key"

    import_files(files)

    assert dict(Option.objects.values_list("slug", "pk")) == keys
    assert set(Option.objects.filter(is_default=True).values_list("slug", flat=True)) == {
        "no-key", "versioning-off",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("tiers/iaas.yaml", set()),
        ("families/object-storage.yaml", {"acme/store", "bolt/blobs"}),
        ("families/virtual-machines.yaml", {"acme/machines"}),
        ("providers/bolt/provider.yaml", {"bolt/blobs"}),
        ("frameworks/nist-sp-800-53.yaml", set()),
    ],
)
def test_name_of_an_axis_is_written_at_services_that_say_it(
    small: ImportReport, import_files: Import, file: str, written: set[str]
) -> None:
    before = everything()
    files = small_catalogue()
    files[file]["name"] += " 2"

    import_files(files)

    assert services_written_since(before) == written


def test_tier_reaches_the_cells_of_its_services(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    files["tiers/abstracted.yaml"]["items"]["backup-execution"]["recovery"] = "Ask for a copy."

    import_files(files)

    items = ResolvedItem.objects.as_it_comes().filter(responsibility__slug="backup-execution")
    assert dict(items.values_list("service__identifier", "recovery")) == {
        "acme/machines": "",
        "acme/store": "Ask for a copy.",
        "bolt/blobs": "Ask for a copy.",
    }


def test_new_option_is_written_and_told(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    files[STORE]["settings"]["versioning"]["options"]["versioning-locked"] = {
        "name": "On and locked",
        "items": {
            "backup-execution": {
                "ownership": "provider",
                "provider_duty": "Keeps every version until its date.",
            }
        },
    }

    import_files(files)

    prefix = "settings.versioning.options.versioning-locked"
    assert [(field, after) for _, field, _, after in changes_of(2)] == [
        (f"{prefix}.name", "On and locked"),
        (f"{prefix}.items.backup-execution.ownership", "provider"),
        (
            f"{prefix}.items.backup-execution.provider_duty",
            "Keeps every version until its date.",
        ),
    ]
    assert matrix("acme/store", ["versioning-locked"]).rows[1].moved_by == "versioning-locked"


def test_removed_setting_is_gone_with_its_cells(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    del files[STORE]["settings"]["versioning"]

    import_files(files)

    assert list(Setting.objects.values_list("slug", flat=True)) == ["encryption-key"]
    assert list(
        ResolvedItem.objects.exclude(option=None).values_list("option__slug", flat=True)
    ) == ["own-key"]


def test_service_may_move_to_another_tier_and_family(
    small: ImportReport, import_files: Import
) -> None:
    files = small_catalogue()
    files[MACHINES] |= {"tier": "abstracted", "family": "object-storage"}
    del files["tiers/iaas.yaml"]
    del files["families/virtual-machines.yaml"]

    import_files(files)

    assert set(
        ResolvedItem.objects.filter(service__identifier="acme/machines").values_list(
            "tier__slug", "family__slug"
        )
    ) == {("abstracted", "object-storage")}
    assert list(Tier.objects.values_list("slug", flat=True)) == ["abstracted"]
    assert list(Family.objects.values_list("slug", flat=True)) == ["object-storage"]


def test_service_is_gone_and_told(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    del files[MACHINES]

    import_files(files)

    assert set(Service.objects.values_list("identifier", flat=True)) == {
        "acme/store", "bolt/blobs",
    }  # fmt: skip
    assert not ResolvedItem.objects.filter(tier__slug="iaas").exists()
    assert changes_of(2) == [("providers/acme/services/machines", "", "Acme Machines", "")]


def test_service_that_came_back_is_whole_again(small: ImportReport, import_files: Import) -> None:
    before = matrix("acme/machines")
    without = small_catalogue()
    del without[MACHINES]

    import_files(without)
    report = import_files(small_catalogue())

    assert report.revision == 3
    assert matrix("acme/machines") == before


def test_old_address_leads_to_the_new_one(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    files["providers/acme/services/vms.yaml"] = files.pop(MACHINES)
    files["providers/acme/provider.yaml"]["moved_services"] = {"machines": "acme/vms"}

    import_files(files)

    with pytest.raises(Moved) as moved:
        matrix("acme/machines")
    assert moved.value.target == "acme/vms"


def test_file_that_moved_went_and_came(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    files["providers/acme/services/vms.yaml"] = files.pop(MACHINES)
    files["providers/acme/provider.yaml"]["moved_services"] = {"machines": "acme/vms"}

    import_files(files)

    assert changes_of(2) == [
        ("providers/acme/provider", "moved_services.machines", "", "acme/vms"),
        ("providers/acme/services/machines", "", "Acme Machines", ""),
        ("providers/acme/services/vms", "", "", "Acme Machines"),
    ]


def test_older_addresses_are_kept(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    files["providers/bolt/services/lumps.yaml"] = files.pop(BLOBS)
    files["providers/bolt/provider.yaml"]["moved_services"] = {
        "buckets": "bolt/lumps",
        "blobs": "bolt/lumps",
    }
    files[FAMILY]["known_differences"][0]["services"] = ["acme/store", "bolt/lumps"]

    import_files(files)

    assert dict(MovedService.objects.values_list("identifier", "target__identifier")) == {
        "bolt/buckets": "bolt/lumps",
        "bolt/blobs": "bolt/lumps",
    }


@pytest.mark.parametrize(
    "duties",
    [
        {"provider_duty": "", "customer_duty": ""},
        {"provider_duty": "Encrypts.", "customer_duty": ""},
        {"provider_duty": "", "customer_duty": "Chooses the key."},
    ],
)
def test_shared_cell_without_both_duties_is_refused(
    small: ImportReport, duties: dict[str, str]
) -> None:
    items = ResolvedItem.objects.as_it_comes().filter(service__identifier="acme/store")

    with pytest.raises(IntegrityError, match="resolved_item_shared_has_both_duties"):
        items.filter(responsibility__slug="encryption-at-rest").update(**duties)


def test_second_cell_of_a_row_is_refused(small: ImportReport) -> None:
    item = ResolvedItem.objects.as_it_comes()[0]
    item.pk = None

    with pytest.raises(IntegrityError):
        item.save()
