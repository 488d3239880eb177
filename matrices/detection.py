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
from matrices.uploads.resources import SET, Resource


class Status(StrEnum):
    """`chosen`: another option than the default is shown. `mixed`: resources differ. `default`:
    read, and nothing else is chosen. `not_told`: the upload does not say."""

    CHOSEN = "chosen"
    MIXED = "mixed"
    DEFAULT = "default"
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class OptionRules:
    """An option and what shows it."""

    slug: str
    name: str
    is_default: bool
    rules: tuple[Detection, ...]


@dataclass(frozen=True)
class SettingRules:
    """A setting with its options in their order."""

    slug: str
    name: str
    options: tuple[OptionRules, ...]

    @property
    def default(self) -> OptionRules:
        return next(option for option in self.options if option.is_default)


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

    def of_type(self, name: str) -> Sequence[Resource]:
        return self.by_type.get(name, ())


def detect(setting: SettingRules, resources: Resources) -> Finding:
    """What the upload says about one setting."""
    shown: dict[str, dict[str, None]] = {}  # option → names of resources, in order
    subjects: set[int] = set()
    for option in setting.options:
        for rule in option.rules:
            for each in resources.of_type(rule.type):
                if not _shows(rule, each):
                    continue
                for subject in _subjects(rule, each, resources):
                    subjects.add(id(subject))
                    shown.setdefault(option.slug, {})[subject.name] = None
    readable = list(_readable(setting, resources))
    silent = {each.name: None for each in readable if id(each) not in subjects}
    default = setting.default
    if silent:
        shown[default.slug] = shown.get(default.slug, {}) | silent
    return Finding(
        setting.slug,
        setting.name,
        default.slug,
        default.name,
        _status(setting, shown, resources),
        tuple(
            ShownOption(option.slug, option.name, option.is_default, tuple(shown[option.slug]))
            for option in sorted(setting.options, key=lambda option: option.is_default)
            if option.slug in shown
        ),
    )


def columns(findings: Iterable[Finding]) -> list[tuple[str, ...]]:
    """The options of the fewest columns that show every option at least once.

    The first has the options that are not defaults; where resources differ, a further column has
    the next option of each setting.
    """
    choices = [list(finding.shown) for finding in findings if finding.shown]
    found = []
    for place in range(max(map(len, choices), default=1)):
        chosen = [options[min(place, len(options) - 1)] for options in choices]
        found.append(tuple(option.slug for option in chosen if not option.is_default))
    return list(dict.fromkeys(found))


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
    """Resources that would show an option of the setting if it were chosen, each once."""
    types = {
        rule.configures or rule.type
        for option in setting.options
        for rule in option.rules
        if rule.attribute or rule.configures
    }
    for name in sorted(types):
        yield from (each for each in resources.of_type(name) if each.attributes is not None)


def _shows(rule: Detection, resource: Resource) -> bool:
    if rule.attribute is None:
        return True
    if resource.attributes is None:
        return False
    conditions: list[tuple[str, Test]] = [(rule.attribute, rule)]
    conditions += [(each.attribute, each) for each in rule.also]
    return all(
        holds(test, list(values_at(resource.attributes, path.split("."))))
        for path, test in conditions
    )


def condition_holds(condition: Condition, resource: Resource) -> bool:
    """Whether a condition holds; where nothing is told it is judged as if nothing were set."""
    values = values_at(resource.attributes or {}, condition.attribute.split("."))
    return holds(condition, list(values))


def _subjects(rule: Detection, resource: Resource, resources: Resources) -> Sequence[Resource]:
    """What the resource says something about: itself, or the resources that it configures."""
    if rule.configures is None:
        return [resource]
    candidates = resources.of_type(rule.configures)
    found = [each for each in candidates if each.group and each.group in resource.references]
    if not found:
        named = {text for text in (resource.attributes or {}).values() if isinstance(text, str)}
        found = [each for each in candidates if named & _identities(each)]
    same = [each for each in found if each.index == resource.index]
    return same or found or [resource]


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
