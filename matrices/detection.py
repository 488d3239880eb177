"""Which options of a service an upload shows: `detect()`. Pure over resources and rules.

A setting is read from the resources that its rules name. Each of them shows the options whose
rules hold for it, or the default where none does; so two databases can show two options.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from matrices.datafiles.documents import Condition, Detection, Test
from matrices.datafiles.vocabulary import vocabulary_of
from matrices.profiles import Evidence, SettingRules, columns
from matrices.uploads.resources import SET, Resource


class Status(StrEnum):
    """`chosen`: another option than the default is shown. `mixed`: resources differ. `default`:
    read, and nothing else is chosen. `not_told`: the upload does not say."""

    CHOSEN = "chosen"
    MIXED = "mixed"
    DEFAULT = "default"
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class ShownOption:
    """An option and the names of the resources that show it."""

    slug: str
    name: str
    is_default: bool
    resources: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What an upload says about one setting; `shown` has the default last."""

    setting: str
    name: str
    default: str
    default_name: str
    status: Status
    shown: tuple[ShownOption, ...]

    @property
    def is_mixed(self) -> bool:
        return self.status is Status.MIXED


class Resources:
    """The resources of an upload by type, and by the addresses that others refer to."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self.by_type: dict[str, list[Resource]] = {}
        for each in resources:
            self.by_type.setdefault(each.type, []).append(each)
        self.tell_attributes = any(
            each.attributes is not None for found in self.by_type.values() for each in found
        )

        self._groups: dict[tuple[str, str], list[Resource]] = {}
        self._identities: dict[tuple[str, str], list[Resource]] = {}
        for name, found in self.by_type.items():
            for each in found:
                self._groups.setdefault((name, each.group), []).append(each)
                for identity in _identities(each):
                    self._identities.setdefault((name, identity), []).append(each)

    def of_type(self, name: str) -> Sequence[Resource]:
        return self.by_type.get(name, ())

    def of_type_named_by(self, name: str, other: Resource) -> list[Resource]:
        """Resources of a type that another refers to, else those whose name it holds as a value;
        of several instances the one of its index."""
        keys = [(name, group) for group in sorted(other.references)]
        found = [each for key in keys for each in self._groups.get(key, ())]
        if not found:
            texts = [text for text in (other.attributes or {}).values() if isinstance(text, str)]
            found = [each for text in texts for each in self._identities.get((name, text), ())]
        return [each for each in found if each.index == other.index] or found


@dataclass(frozen=True)
class Detected:
    """What an upload says about a service: its settings, and the columns that a stack needs.

    A column is the options of resources that are alike. Where resources differ in an option there
    are several columns; an option that is a default is not named.
    """

    findings: tuple[Finding, ...]
    columns: tuple[tuple[str, ...], ...]


def detect(settings: Sequence[SettingRules], resources: Resources) -> Detected:
    """What the upload says about the settings of one service."""
    evidence = [_evidence(setting, resources) for setting in settings]
    findings = tuple(
        _finding(setting, shown, resources)
        for setting, shown in zip(settings, evidence, strict=True)
    )
    return Detected(findings, columns(settings, evidence))


def _evidence(setting: SettingRules, resources: Resources) -> Evidence:
    """Which resources show which option; those that show nothing else show the default."""
    shown: dict[str, dict[int, Resource]] = {}
    for option in setting.options:
        for rule in option.rules:
            for each in resources.of_type(rule.type):
                if _shows(rule, each):
                    found = shown.setdefault(option.slug, {})
                    found.update({id(one): one for one in _subjects(rule, each, resources)})
    spoken = {key for found in shown.values() for key in found}
    silent = [each for each in _readable(setting, resources) if id(each) not in spoken]
    if silent:
        found = shown.setdefault(setting.default.slug, {})
        found.update({id(each): each for each in silent})
    return {slug: list(found.values()) for slug, found in shown.items()}


def _finding(setting: SettingRules, shown: Evidence, resources: Resources) -> Finding:
    return Finding(
        setting.slug,
        setting.name,
        setting.default.slug,
        setting.default.name,
        _status(setting, shown, resources),
        tuple(
            ShownOption(
                option.slug,
                option.name,
                option.is_default,
                tuple(dict.fromkeys(each.name for each in shown[option.slug])),
            )
            for option in sorted(setting.options, key=lambda option: option.is_default)
            if option.slug in shown
        ),
    )


def _status(setting: SettingRules, shown: Mapping[str, object], resources: Resources) -> Status:
    if len(shown) > 1:
        return Status.MIXED
    if shown:
        return Status.DEFAULT if setting.default.slug in shown else Status.CHOSEN
    existing = [
        rule for option in setting.options for rule in option.rules if rule.attribute is None
    ]
    vocabularies = {each.vocabulary for found in resources.by_type.values() for each in found}
    if resources.tell_attributes and any(_speaks(rule, vocabularies) for rule in existing):
        return Status.DEFAULT
    return Status.NOT_TOLD


def _speaks(rule: Detection, vocabularies: set[Any]) -> bool:
    return vocabulary_of(rule.type) in vocabularies


def _readable(setting: SettingRules, resources: Resources) -> Iterator[Resource]:
    """Resources that would show an option of the setting if it were chosen, each once.

    `also` selects: a rule about the Containers plan says nothing about other plans.
    """
    seen: set[int] = set()
    for option in setting.options:
        for rule in option.rules:
            if rule.configures:
                found = resources.of_type(rule.configures)
            elif rule.attribute:
                found = [each for each in resources.of_type(rule.type) if _is_meant(rule, each)]
            else:
                continue
            for each in found:
                if each.attributes is not None and id(each) not in seen:
                    seen.add(id(each))
                    yield each


def _is_meant(rule: Detection, resource: Resource) -> bool:
    return all(condition_holds(condition, resource) for condition in rule.also)


def _shows(rule: Detection, resource: Resource) -> bool:
    if rule.attribute is None:
        return True
    if resource.attributes is None:
        return False
    values = values_at(resource.attributes, rule.attribute.split("."))
    return holds(rule, list(values)) and _is_meant(rule, resource)


def condition_holds(condition: Condition, resource: Resource) -> bool:
    """Whether a condition holds; where nothing is told it is judged as if nothing were set."""
    values = values_at(resource.attributes or {}, condition.attribute.split("."))
    return holds(condition, list(values))


def _subjects(rule: Detection, resource: Resource, resources: Resources) -> Sequence[Resource]:
    """What the resource says something about: itself, or the resources that it configures."""
    if rule.configures is None:
        return [resource]
    return resources.of_type_named_by(rule.configures, resource) or [resource]


def _identities(resource: Resource) -> set[str]:
    names = ("id", "arn", "name", "bucket")
    values = (resource.attributes or {}).get
    return {value for name in names if isinstance(value := values(name), str) and value}


def values_at(value: Any, path: Sequence[str]) -> Iterator[Any]:
    """Every value at the end of a path; lists on the way are searched, case does not matter."""
    if isinstance(value, list):
        for each in value:
            yield from values_at(each, path)
    elif not path:
        yield value
    elif value is SET:
        yield SET
    elif isinstance(value, Mapping):
        wanted = path[0].lower()
        for name, each in value.items():
            if isinstance(name, str) and name.lower() == wanted:
                yield from values_at(each, path[1:])


def holds(test: Test, values: Sequence[Any]) -> bool:
    """Whether one of the values is as the test says. A value that is set but not told is present
    and equal to nothing."""
    texts = [_text(value) for value in values if isinstance(value, bool | int | float | str)]
    judged: dict[str, Callable[[], bool]] = {
        "present": lambda: test.present is any(_is_something(value) for value in values),
        "equals": lambda: _text(test.equals) in texts,
        "one_of": lambda: any(_text(each) in texts for each in test.one_of),
        "none_of": lambda: not any(_text(each) in texts for each in test.none_of),
        "starts_with": lambda: any(text.startswith(_text(test.starts_with)) for text in texts),
        "contains": lambda: any(_text(test.contains) in text for text in texts),
        "at_least": lambda: any(_number(text) >= (test.at_least or 0) for text in texts),
    }
    return judged[test.tests[0]]()


def _text(value: object) -> str:
    return str(value).lower()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("-inf")


def _is_something(value: object) -> bool:
    return value is SET or (value is not None and value not in ("", {}, []))
