"""Files to typed documents. Reports every file that cannot be read, not only the first.

A Fault names the place, what is wrong and the remedy. Nothing here touches a database.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from matrices.datafiles import documents, yaml_text

MAX_BYTES = 2_000_000

D = TypeVar("D", bound=documents.Document)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong: the file below the fixtures folder, the key in it, what and the remedy."""

    file: str
    key: str
    problem: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.problem) if part)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything under a fixtures folder, by identifier, in the order of the pages.

    `services` is keyed by `<provider>/<service>`, `files` by path below the fixtures folder,
    `known_ids` by the tool whose check identifiers they are, `known_types` by vocabulary.
    """

    layers: dict[str, documents.Layer]
    responsibilities: dict[str, documents.Responsibility]
    tiers: dict[str, documents.Tier]
    families: dict[str, documents.Family]
    frameworks: dict[str, documents.Framework]
    providers: dict[str, documents.Provider]
    services: dict[str, documents.Service]
    resource_types: dict[str, documents.ResourceTypeMap]
    files: dict[str, documents.Document]
    known_ids: dict[str, frozenset[str]]
    known_types: dict[str, frozenset[str]]


KINDS: dict[str, type[documents.Document]] = {
    "layers.yaml": documents.Layers,
    "responsibilities.yaml": documents.Responsibilities,
    "tiers/*.yaml": documents.Tier,
    "families/*.yaml": documents.Family,
    "frameworks/*.yaml": documents.Framework,
    "resource-types/*.yaml": documents.ResourceTypeMap,
    "providers/*/provider.yaml": documents.Provider,
    "providers/*/services/*.yaml": documents.Service,
}


def read_text(path: Path, name: str) -> str | Fault:
    """Return the file's text, or the fault that keeps it from being read as text."""
    if not path.is_file():
        return Fault(name, "", "is not a file; remove it or put the file itself here")
    size = path.stat().st_size
    if size > MAX_BYTES:
        return Fault(name, "", f"is {size:,} bytes; the limit is {MAX_BYTES:,}. Split the file")
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        return Fault(name, "", f"is not UTF-8 (byte {error.start}); save it as UTF-8")


def read_document(path: Path, name: str, kind: type[D]) -> tuple[D | None, list[Fault]]:
    """Read one file as `kind`. Either the document or the faults are empty, never both."""
    text = read_text(path, name)
    if isinstance(text, Fault):
        return None, [text]
    try:
        value = yaml_text.parse(text)
    except yaml_text.YamlFault as error:
        return None, [Fault(name, "", str(error))]
    if not isinstance(value, dict):
        return None, [Fault(name, "", "is empty or not a mapping of keys to values")]
    try:
        return kind.model_validate(value), []
    except ValidationError as error:
        return None, [
            Fault(name, ".".join(map(str, each["loc"])), _advice(each["type"], each["msg"]))
            for each in error.errors(include_url=False, include_input=False, include_context=False)
        ]


def data_paths(root: Path) -> dict[str, Path]:
    """Every data file by its path below `root`, in order."""
    return {
        path.relative_to(root).as_posix(): path
        for path in sorted(root.rglob("*"))
        if path.suffix.lower() in (".yaml", ".yml")
    }


def text_digests(root: Path) -> dict[str, str]:
    """A digest of each data file's bytes; empty for what the reader refuses to open."""
    return {name: _digest(path) for name, path in data_paths(root).items()}


def _digest(path: Path) -> str:
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_catalogue(root: Path) -> tuple[Catalogue | None, list[Fault]]:
    """Read every file below `root`. The catalogue is None where any file has a fault."""
    if not root.is_dir():
        return None, [Fault(str(root), "", "is not a folder; give the folder that holds tiers/")]
    read: dict[str, documents.Document] = {}
    faults: list[Fault] = []
    for name, path in data_paths(root).items():
        kind = _kind_of(name)
        if kind is None:
            faults.append(Fault(name, "", f"is in no known place; expected {', '.join(KINDS)}"))
            continue
        document, found = read_document(path, name, kind)
        faults += found
        if document is not None:
            read[name] = document
    faults += [
        Fault(name, "", "is missing")
        for name in ("layers.yaml", "responsibilities.yaml")
        if not (root / name).is_file()
    ]
    known_ids, found = _lists(root, "known_ids")
    known_types, more = _lists(root, "known_types")
    faults += [*found, *more]
    return (None, faults) if faults else (_catalogue(read, known_ids, known_types), [])


def _kind_of(name: str) -> type[documents.Document] | None:
    parts = name.split("/")
    for pattern, kind in KINDS.items():
        wanted = pattern.split("/")
        if len(wanted) == len(parts) and all(map(_matches, parts, wanted)):
            return kind
    return None


def _matches(part: str, wanted: str) -> bool:
    if wanted == "*":
        return True
    return part.endswith(".yaml") if wanted == "*.yaml" else part == wanted


def _lists(root: Path, folder: str) -> tuple[dict[str, frozenset[str]], list[Fault]]:
    """The words of each text file of a folder, by the name of the file."""
    texts = {
        path.stem: read_text(path, path.relative_to(root).as_posix())
        for path in sorted((root / folder).glob("*.txt"))
    }
    return (
        {name: frozenset(text.split()) for name, text in texts.items() if isinstance(text, str)},
        [text for text in texts.values() if isinstance(text, Fault)],
    )


def _catalogue(
    read: dict[str, documents.Document],
    known_ids: dict[str, frozenset[str]],
    known_types: dict[str, frozenset[str]],
) -> Catalogue:
    layers = read["layers.yaml"]
    responsibilities = read["responsibilities.yaml"]
    assert isinstance(layers, documents.Layers)
    assert isinstance(responsibilities, documents.Responsibilities)
    return Catalogue(
        layers=layers.layers,
        responsibilities=responsibilities.responsibilities,
        tiers=_in_order(_of_kind(read, documents.Tier)),
        families=_in_order(_of_kind(read, documents.Family)),
        frameworks=_in_order(_of_kind(read, documents.Framework)),
        providers=_in_order(_of_kind(read, documents.Provider)),
        services=_of_kind(read, documents.Service),
        resource_types=_of_kind(read, documents.ResourceTypeMap),
        files=read,
        known_ids=known_ids,
        known_types=known_types,
    )


def _of_kind(read: dict[str, documents.Document], kind: type[D]) -> dict[str, D]:
    return {
        identifier_of(name): document
        for name, document in read.items()
        if isinstance(document, kind)
    }


def _in_order(found: dict[str, D]) -> dict[str, D]:
    return dict(sorted(found.items(), key=lambda pair: (getattr(pair[1], "order", 0), pair[0])))


def identifier_of(name: str) -> str:
    """`providers/aws/services/s3.yaml` → `aws/s3`; `tiers/iaas.yaml` → `iaas`."""
    parts = name.removesuffix(".yaml").split("/")
    if parts[0] != "providers":
        return parts[-1]
    return parts[1] if len(parts) == 3 else f"{parts[1]}/{parts[3]}"


def _advice(kind: str, message: str) -> str:
    match kind:
        case "extra_forbidden":
            return "unknown key; see fixtures/schema for the keys that exist"
        case "missing":
            return "is missing"
        case "literal_error" | "enum":
            return re.sub(r"<\w+\.\w+: ('[^']*')>", r"\1", message[0].lower() + message[1:])
        case _:
            return message[0].lower() + message[1:]
