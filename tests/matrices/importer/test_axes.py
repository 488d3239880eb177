"""What has a name, and the sources: written by slug, kept by key, dropped when nobody names it."""

import pytest
from django.db.models import Model

from catalog.models import (
    Control,
    Family,
    Layer,
    MovedService,
    Provider,
    Responsibility,
    Service,
    Source,
    Tier,
)
from matrices.importer import ImportReport
from matrices.models import ResolvedItem
from matrices.reading.services import matrix
from tests.factories import MACHINES, STORE, small_catalogue
from tests.matrices.importer.stored import (
    SERVICES,
    Import,
    changes_of,
    everything,
    services_written_since,
    written_since,
)

pytestmark = pytest.mark.django_db

FAMILY = "families/object-storage.yaml"
ROWS = "responsibilities.yaml"


def test_first_import_writes_the_axes(small: ImportReport) -> None:
    assert list(Layer.objects.values_list("slug", flat=True)) == ["data", "identity"]
    assert list(Tier.objects.values_list("slug", flat=True)) == ["iaas", "abstracted"]
    assert list(Provider.objects.values_list("slug", flat=True)) == ["acme", "bolt"]
    assert set(Service.objects.values_list("identifier", flat=True)) == set(SERVICES)
    assert list(Responsibility.objects.values_list("slug", flat=True)) == list(
        small_catalogue()[ROWS]["responsibilities"]
    )


def test_first_import_writes_controls_and_who_maps_to_them(small: ImportReport) -> None:
    assert list(Control.objects.values_list("framework__slug", "identifier", "title")) == [
        ("nist-sp-800-53", "SC-28", "Protection of Information at Rest")
    ]
    assert list(Responsibility.objects.values_list("slug", "controls__identifier")) == [
        ("encryption-at-rest", "SC-28"),
        ("backup-execution", None),
        ("iam-policy-review", None),
    ]


def test_name_of_a_row_is_written_in_what_every_service_is_found_by(
    small: ImportReport, import_files: Import
) -> None:
    before = everything()
    files = small_catalogue()
    [rows] = files[ROWS].values()
    next(iter(rows.values()))["name"] += " 2"

    import_files(files)

    assert services_written_since(before) == set(SERVICES)
    assert "matrices_resolveditem" not in written_since(before)


def test_name_of_a_layer_is_written_where_it_is_said(
    small: ImportReport, import_files: Import
) -> None:
    before = everything()
    files = small_catalogue()
    [layers] = files["layers.yaml"].values()
    next(iter(layers.values()))["name"] += " 2"

    import_files(files)

    assert services_written_since(before) == set()
    assert written_since(before).keys() == {
        "catalog_layer", "catalog_searchname", "matrices_searchtext",
    }  # fmt: skip


@pytest.mark.parametrize("model", [Layer, Responsibility, Tier, Family, Provider, Service, Source])
def test_axes_keep_their_keys(
    small: ImportReport, import_files: Import, model: type[Model]
) -> None:
    before = set(model._default_manager.values_list("pk", flat=True))
    files = small_catalogue()
    for file in (STORE, "tiers/iaas.yaml", FAMILY, "providers/acme/provider.yaml"):
        files[file]["name"] += " 2"

    import_files(files)

    assert set(model._default_manager.values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    "order",
    [
        ["iam-policy-review", "backup-execution", "encryption-at-rest"],
        ["backup-execution", "iam-policy-review", "encryption-at-rest"],
    ],
)
def test_other_order_of_rows_is_told_and_shown(
    small: ImportReport, import_files: Import, order: list[str]
) -> None:
    files = small_catalogue()
    rows = files[ROWS]["responsibilities"]
    before = " ".join(rows)
    files[ROWS]["responsibilities"] = {slug: rows[slug] for slug in order}

    import_files(files)

    assert changes_of(2) == [("responsibilities", "order", before, " ".join(order))]
    assert [row.head.slug for row in matrix("bolt/blobs").rows] == order


def test_new_row_is_asked_of_every_service(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    rows = files[ROWS]["responsibilities"]
    rows["backup-retention"] = {**rows["backup-execution"], "name": "Keeping backups"}
    for tier in ("tiers/iaas.yaml", "tiers/abstracted.yaml"):
        files[tier]["items"]["backup-retention"] = {"ownership": "customer"}

    import_files(files)

    items = ResolvedItem.objects.as_it_comes().filter(responsibility__slug="backup-retention")
    assert set(items.values_list("service__identifier", flat=True)) == set(SERVICES)


def test_removed_row_is_gone_everywhere(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    del files[ROWS]["responsibilities"]["iam-policy-review"]
    del files[FAMILY]["known_differences"]
    for tier in ("tiers/iaas.yaml", "tiers/abstracted.yaml"):
        del files[tier]["items"]["iam-policy-review"]

    import_files(files)

    assert not Responsibility.objects.filter(slug="iam-policy-review").exists()
    assert [row.head.slug for row in matrix("acme/store").rows] == [
        "encryption-at-rest", "backup-execution",
    ]  # fmt: skip


def test_provider_goes_with_its_services(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    del files[FAMILY]["known_differences"]
    for path in [path for path in files if path.startswith("providers/bolt/")]:
        del files[path]

    import_files(files)

    assert list(Provider.objects.values_list("slug", flat=True)) == ["acme"]
    assert not MovedService.objects.exists()


def test_text_cited_by_two_files_is_one_source(import_files: Import) -> None:
    files = small_catalogue()
    files[MACHINES]["sources"] = {"paper": {**files[STORE]["sources"]["security"]}}
    files[MACHINES]["items"] = {
        "backup-execution": {
            "ownership": "customer",
            "citations": [{"source": "paper", "locator": "Page 2", "read_on": "2026-01-15"}],
        }
    }

    import_files(files)

    source = Source.objects.get()
    assert set(source.citations.values_list("locator", flat=True)) == {
        "Default encryption", "Page 2",
    }  # fmt: skip


def test_same_address_of_another_date_is_another_source(import_files: Import) -> None:
    files = small_catalogue()
    source = files[STORE]["sources"]["security"]
    files[MACHINES]["sources"] = {"paper": {**source, "as_of": "2024"}}

    import_files(files)

    assert set(Source.objects.values_list("url", "as_of")) == {
        (source["url"], "2025-11-03"),
        (source["url"], "2024"),
    }


def test_source_that_no_file_names_is_gone(small: ImportReport, import_files: Import) -> None:
    files = small_catalogue()
    del files[STORE]["sources"]
    files[STORE]["items"] = {}

    import_files(files)

    assert not Source.objects.exists()


def test_source_of_the_provider_reaches_the_cells_of_its_services(import_files: Import) -> None:
    files = small_catalogue()
    files["providers/acme/provider.yaml"]["sources"] = files[STORE].pop("sources")
    import_files(files)
    files["providers/acme/provider.yaml"]["sources"]["security"]["title"] = "Second edition"

    import_files(files)

    assert matrix("acme/store").rows[0].cell.citations[0].title == "Second edition"
