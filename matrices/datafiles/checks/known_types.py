"""Resource types exist in the published list of their language (`fixtures/known_types/`).

A provider that the list does not know at all (`hcloud_`) is not judged.
"""

import datetime
import difflib
from collections.abc import Iterator

from matrices.datafiles import documents
from matrices.datafiles.places import service_file
from matrices.datafiles.reader import Catalogue, Fault
from matrices.datafiles.vocabulary import Vocabulary, vocabulary_of


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    listed = {
        name: {_provider(each): names for each in names}
        for name, names in catalogue.known_types.items()
    }
    for file, key, vocabulary, name in _named(catalogue):
        if vocabulary is None or (vocabulary is not Vocabulary.ARN and not vocabulary_of(name)):
            yield Fault(file, key, f"'{name}' has the shape of no resource type")
            continue
        known = listed.get(vocabulary, {}).get(_provider(name))
        if known is not None and name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean '{close[0]}'?" if close else ""
            yield Fault(file, key, f"{vocabulary.value} has no type '{name}'{hint}")


def _provider(name: str) -> str:
    """`aws_s3_bucket` → `aws`, `AWS::S3::Bucket` → `AWS`."""
    return name.replace("::", "_").split("_", maxsplit=1)[0]


Named = tuple[str, str, Vocabulary | None, str]


def _named(catalogue: Catalogue) -> Iterator[Named]:
    for slug, document in catalogue.resource_types.items():
        file, vocabulary = f"resource-types/{slug}.yaml", Vocabulary(document.vocabulary)
        for owner, entries in document.services.items():
            for entry in entries:
                yield file, f"services.{owner}", vocabulary, type_name(entry)
        for name in document.no_service:
            yield file, "no_service", vocabulary, name
    for identifier, service in catalogue.services.items():
        file = service_file(identifier)
        for vocabulary_name, names in service.resource_types.model_dump().items():
            for name in names:
                yield file, "resource_types", Vocabulary(vocabulary_name), name
        yield from _detected(file, service)


def _detected(file: str, service: documents.Service) -> Iterator[Named]:
    for setting_slug, setting in service.settings.items():
        for slug, option in setting.options.items():
            key = f"settings.{setting_slug}.options.{slug}.detect_when"
            for detection in option.detect_when:
                for name in filter(None, (detection.type, detection.configures)):
                    yield file, key, vocabulary_of(name), name


def type_name(entry: str | documents.TypeWithCondition) -> str:
    """The type of an entry of a map, with or without a condition."""
    return entry if isinstance(entry, str) else entry.type
