"""Files to typed documents: what is read, and every fault with file, key and remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from matrices.datafiles import documents
from matrices.datafiles.reader import (
    MAX_BYTES,
    Catalogue,
    Fault,
    identifier_of,
    read_catalogue,
    text_digests,
)
from tests.factories import STORE, Files, small_catalogue, write_files

TIER = "tiers/iaas.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small catalogue as files, to break one of them."""
    return write_files(tmp_path / "fixtures", small_catalogue())


def faults_in(root: Path) -> list[Fault]:
    catalogue, faults = read_catalogue(root)
    assert catalogue is None
    return faults


def put(root: Path, name: str, content: str | bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def test_read_catalogue_finds_everything_by_identifier(
    read_files: Callable[[Files], Catalogue],
) -> None:
    catalogue = read_files(small_catalogue())

    assert list(catalogue.layers) == ["data", "identity"]
    assert list(catalogue.responsibilities) == [
        "encryption-at-rest", "backup-execution", "iam-policy-review",
    ]  # fmt: skip
    assert list(catalogue.frameworks) == ["nist-sp-800-53"]
    assert list(catalogue.providers) == ["acme", "bolt"]
    assert list(catalogue.services) == ["acme/machines", "acme/store", "bolt/blobs"]
    assert catalogue.files.keys() == small_catalogue().keys()


def test_read_catalogue_sorts_axes_by_their_order(
    read_files: Callable[[Files], Catalogue],
) -> None:
    files = small_catalogue()
    files["families/object-storage.yaml"]["order"] = 30

    catalogue = read_files(files)

    assert list(catalogue.tiers) == ["iaas", "abstracted"]
    assert list(catalogue.families) == ["virtual-machines", "object-storage"]


def test_read_catalogue_reads_known_identifiers_by_tool(root: Path) -> None:
    put(root, "known_ids/prowler.txt", "s3_bucket_default_encryption\nec2_ami_public\n")

    catalogue, _ = read_catalogue(root)

    assert catalogue is not None
    assert catalogue.known_ids == {
        "prowler": frozenset({"s3_bucket_default_encryption", "ec2_ami_public"})
    }


def test_read_catalogue_leaves_guide_and_schemas_alone(root: Path) -> None:
    put(root, "guide/start.md", "# Start")
    put(root, "schema/service.json", "{}")

    catalogue, faults = read_catalogue(root)

    assert catalogue is not None
    assert faults == []


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        pytest.param(
            "name: a\nname: b\n", "", "line 2: key 'name' stands twice; keep one", id="twice"
        ),
        pytest.param("name: NO\n", "", "line 1: 'NO' without quotes; write true or false", id="no"),
        pytest.param("on: x\n", "", "or put the word in quotes", id="on"),
        pytest.param("name: yes\n", "", "or put the word in quotes", id="yes"),
        pytest.param("a: &a [1]\nb: [*a, *a]\n", "", "line 1: anchors and aliases", id="alias"),
        pytest.param("name: !!str x\n", "", "line 1: tag", id="tag"),
        pytest.param("name: x\n---\nname: y\n", "", "line 2: a second document", id="documents"),
        pytest.param("name: 5.10\n", "", "put it in quotes if it is an identifier", id="number"),
        pytest.param("a: " + "[" * 30, "", "line 1: nested deeper than 20 levels", id="nested"),
        pytest.param("", "", "is empty or not a mapping of keys to values", id="empty"),
        pytest.param("# later\n", "", "is empty or not a mapping", id="only-a-comment"),
        pytest.param("- name\n", "", "is empty or not a mapping", id="list"),
        pytest.param(b"name: \xe4\n", "", "is not UTF-8 (byte 6); save it as UTF-8", id="latin-1"),
        pytest.param(
            "name: IaaS\n".encode("utf-16"), "", "is not UTF-8 (byte 0); save it", id="utf-16"
        ),
    ],
)
def test_unreadable_file_is_one_fault(
    root: Path, text: str | bytes, key: str, problem: str
) -> None:
    put(root, TIER, text)

    [fault] = faults_in(root)

    assert (fault.file, fault.key) == (TIER, key)
    assert problem in fault.problem


@pytest.mark.parametrize(
    ("change", "key", "problem"),
    [
        ({"nickname": "x"}, "nickname", "unknown key; see fixtures/schema for the keys that exist"),
        ({"tier": "PaaS"}, "tier", "string should match pattern '^[a-z0-9]+(-[a-z0-9]+)*$'"),
        ({"name": None}, "name", "input should be a valid string"),
        ({"aliases": "Store"}, "aliases", "input should be a valid tuple"),
        ({"items": []}, "items", "input should be a valid dictionary"),
        ({"docs": ["docs.example.com"]}, "docs.0", "string should match pattern '^https?://"),
        (
            {"items": {"backup-execution": {"ownership": "customer", "owner": "me"}}},
            "items.backup-execution.owner",
            "unknown key",
        ),
        ({"items": {"backup-execution": {}}}, "items.backup-execution.ownership", "is missing"),
        (
            {"items": {"Backup": {"ownership": "customer"}}},
            "items.Backup.[key]",
            "string should match pattern",
        ),
        (
            {"settings": {"mode": {"name": "Mode", "default": "a", "options": {"a": {}}}}},
            "settings.mode.options.a.name",
            "is missing",
        ),
    ],
)
def test_value_of_the_wrong_kind_names_its_key(
    root: Path, change: dict[str, object], key: str, problem: str
) -> None:
    write_files(root, {STORE: {**small_catalogue()[STORE], **change}})

    [fault] = faults_in(root)

    assert (fault.file, fault.key) == (STORE, key)
    assert problem in fault.problem


def test_missing_key_is_named(root: Path) -> None:
    service = small_catalogue()[STORE]
    del service["summary"]
    write_files(root, {STORE: service})

    assert faults_in(root) == [Fault(STORE, "summary", "is missing")]


def test_owner_that_does_not_exist_lists_the_owners(root: Path) -> None:
    service = small_catalogue()[STORE]
    service["items"]["encryption-at-rest"]["ownership"] = "unknown"
    write_files(root, {STORE: service})

    [fault] = faults_in(root)

    assert (fault.file, fault.key) == (STORE, "items.encryption-at-rest.ownership")
    for owner in ("'provider'", "'customer'", "'shared'", "'not_applicable'"):
        assert owner in fault.problem


@pytest.mark.parametrize(
    "name",
    [
        "s3.yaml",
        "tiers/deeper/iaas.yaml",
        "tiers/paas.yml",
        "providers/acme/store.yaml",
        "providers/acme/services/storage/store.yaml",
        "providers/provider.yaml",
        "guide/start.yaml",
    ],
)
def test_file_in_an_unknown_place_says_where_files_go(root: Path, name: str) -> None:
    put(root, name, "name: x\n")

    [fault] = faults_in(root)

    assert (fault.file, fault.key) == (name, "")
    assert "is in no known place; expected layers.yaml, " in fault.problem
    assert "providers/*/services/*.yaml" in fault.problem


@pytest.mark.parametrize("name", ["layers.yaml", "responsibilities.yaml"])
def test_file_that_must_exist_is_missed(root: Path, name: str) -> None:
    (root / name).unlink()

    assert faults_in(root) == [Fault(name, "", "is missing")]


def test_huge_file_is_refused_unread(root: Path) -> None:
    with (root / TIER).open("wb") as file:
        file.truncate(50_000_000)

    assert faults_in(root) == [
        Fault(TIER, "", f"is 50,000,000 bytes; the limit is {MAX_BYTES:,}. Split the file")
    ]


def test_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"

    assert faults_in(missing) == [
        Fault(str(missing), "", "is not a folder; give the folder that holds tiers/")
    ]


def test_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    put(tmp_path, "file", "")

    [fault] = faults_in(tmp_path / "file")

    assert "is not a folder" in fault.problem


def test_all_faults_of_all_files_are_reported(root: Path) -> None:
    put(root, "families/object-storage.yaml", b"\xff")
    put(root, TIER, "name: IaaS\nnickname: x\n")
    put(root, "somewhere.yaml", "a: 1\n")
    put(root, STORE, "name: x\nname: y\n")
    (root / "layers.yaml").unlink()

    assert [(fault.file, fault.key) for fault in faults_in(root)] == [
        ("families/object-storage.yaml", ""),
        (STORE, ""),
        ("somewhere.yaml", ""),
        (TIER, "short_name"),
        (TIER, "order"),
        (TIER, "summary"),
        (TIER, "items"),
        (TIER, "nickname"),
        ("layers.yaml", ""),
    ]


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault("a.yaml", "items.x", "is missing"), "a.yaml: items.x: is missing"),
        (Fault("a.yaml", "", "is empty"), "a.yaml: is empty"),
    ],
)
def test_fault_reads_as_place_and_problem(fault: Fault, text: str) -> None:
    assert str(fault) == text


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("tiers/iaas.yaml", "iaas"),
        ("frameworks/nist-sp-800-53.yaml", "nist-sp-800-53"),
        ("providers/aws/provider.yaml", "aws"),
        ("providers/aws/services/s3.yaml", "aws/s3"),
        pytest.param(
            "providers/aws/services/provider.yaml",
            "aws/provider",
        ),
    ],
)
def test_identifier_of_a_file_is_its_path(name: str, identifier: str) -> None:
    assert identifier_of(name) == identifier


def test_text_digests_notice_a_comment(root: Path) -> None:
    before = text_digests(root)
    put(root, TIER, (root / TIER).read_text(encoding="utf-8") + "# read again\n")
    after = text_digests(root)

    assert before.keys() == after.keys() == small_catalogue().keys()
    assert {name for name in after if after[name] != before[name]} == {TIER}


def test_data_files_are_documents_of_their_kind(root: Path) -> None:
    catalogue, _ = read_catalogue(root)

    assert catalogue is not None
    assert isinstance(catalogue.files[TIER], documents.Tier)
    assert isinstance(catalogue.files[STORE], documents.Service)


@pytest.mark.parametrize("kind", ["folder", "broken link"])
def test_path_that_is_no_file_is_a_fault(root: Path, kind: str) -> None:
    path = root / "tiers" / "paas.yaml"
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")

    [fault] = faults_in(root)

    assert fault.file == "tiers/paas.yaml"


def test_known_identifiers_that_are_not_utf8_are_a_fault(root: Path) -> None:
    put(root, "known_ids/prowler.txt", b"\xff")

    [fault] = faults_in(root)

    assert fault.file == "known_ids/prowler.txt"


def test_file_with_an_ending_in_capitals_is_not_passed_over(root: Path) -> None:
    put(root, "tiers/paas.YAML", "name: x\n")

    [fault] = faults_in(root)

    assert fault.file == "tiers/paas.YAML"
