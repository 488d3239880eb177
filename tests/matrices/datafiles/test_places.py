"""Every item of a catalogue with the place where it stands."""

from collections.abc import Callable

from matrices.choices import Level
from matrices.datafiles.places import every_item, service_file, service_items
from matrices.datafiles.reader import Catalogue, Fault
from tests.factories import STORE, Files, small_catalogue


def test_service_file_is_where_the_identifier_says() -> None:
    assert service_file("acme/store") == STORE


def test_every_item_goes_from_the_farthest_level_to_the_nearest(
    read_files: Callable[[Files], Catalogue],
) -> None:
    files = small_catalogue()
    files["families/object-storage.yaml"]["items"] = {
        "backup-execution": {"ownership": "customer", "customer_duty": "Copies the bucket."}
    }

    places = list(every_item(read_files(files)))

    assert [(place.level, place.owner, place.responsibility) for place in places] == [
        (Level.TIER, "iaas", "encryption-at-rest"),
        (Level.TIER, "iaas", "backup-execution"),
        (Level.TIER, "iaas", "iam-policy-review"),
        (Level.TIER, "abstracted", "encryption-at-rest"),
        (Level.TIER, "abstracted", "backup-execution"),
        (Level.TIER, "abstracted", "iam-policy-review"),
        (Level.FAMILY, "object-storage", "backup-execution"),
        (Level.SERVICE, "acme/store", "encryption-at-rest"),
        (Level.OPTION, "acme/store", "encryption-at-rest"),
        (Level.OPTION, "acme/store", "backup-execution"),
    ]


def test_item_of_an_option_names_its_key_and_option(
    read_files: Callable[[Files], Catalogue],
) -> None:
    *_, last = service_items(read_files(small_catalogue()), "acme/store")

    assert (last.file, last.key, last.option) == (
        STORE,
        "settings.versioning.options.versioning-on.items.backup-execution",
        "versioning-on",
    )


def test_item_of_a_service_may_cite_its_own_and_its_providers_sources(
    read_files: Callable[[Files], Catalogue],
) -> None:
    files = small_catalogue()
    source = files[STORE]["sources"]["security"]
    files["providers/acme/provider.yaml"]["sources"] = {
        "terms": {**source, "title": "Terms"},
        "security": {**source, "title": "Provider's own"},
    }

    first, *_ = service_items(read_files(files), "acme/store")

    assert {key: source.title for key, source in first.sources.items()} == {
        "terms": "Terms",
        "security": "Security of the store",
    }


def test_fault_of_a_place_names_file_and_field(read_files: Callable[[Files], Catalogue]) -> None:
    first, *_ = service_items(read_files(small_catalogue()), "acme/store")

    assert first.fault("is late", "verified_on") == Fault(
        STORE, "items.encryption-at-rest.verified_on", "is late"
    )
    assert first.fault("is late") == Fault(STORE, "items.encryption-at-rest", "is late")
