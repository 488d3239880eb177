"""The columns that a service needs in a stack, one per kind of its resources: `columns()`. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matrices.datafiles.documents import Detection
from matrices.uploads.resources import Resource

MOST_PROFILES = 4
MOST_LEVELS = 5


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


Evidence = dict[str, list[Resource]]  # option → resources that show it, in order
Profile = frozenset[tuple[str, str]]  # (setting, option), without defaults


def columns(
    settings: Sequence[SettingRules], evidence: Sequence[Evidence]
) -> tuple[tuple[str, ...], ...]:
    """The options of each column, in the order of the settings.

    Resources that are alike share a column. A resource that refers to another of the service (a
    node pool to its cluster) counts as part of it. Settings that are read from resources which
    have nothing to do with each other are combined without multiplying.
    """
    defaults = {setting.slug: setting.default.slug for setting in settings}
    shown = _by_leaf(settings, evidence)
    groups = [_profiles(group, shown, defaults) for group in _components(shown)]
    found = []
    for place in range(max(map(len, groups), default=1)):
        chosen: set[tuple[str, str]] = set()
        for profiles in groups:
            chosen |= profiles[min(place, len(profiles) - 1)]
        named = dict(chosen)
        found.append(tuple(named[each.slug] for each in settings if each.slug in named))
    return tuple(dict.fromkeys(found))


Shown = dict[str, dict[str, list[str]]]  # setting → leaf → options


def _by_leaf(settings: Sequence[SettingRules], evidence: Sequence[Evidence]) -> Shown:
    """What is true of each resource that no other is part of: its own options and, where it says
    nothing, those of what it is part of."""
    subjects = {id(each): each for shown in evidence for some in shown.values() for each in some}
    groups: dict[str, list[Resource]] = {}
    for each in subjects.values():
        groups.setdefault(each.group, []).append(each)
    parents = {key: _parents(each, groups) for key, each in subjects.items()}
    whole = {id(parent) for some in parents.values() for parent in some}
    leaves = [each for key, each in subjects.items() if key not in whole] or [*subjects.values()]
    found: Shown = {}
    for setting, shown in zip(settings, evidence, strict=True):
        own = _options_of_resources(setting, shown)
        for leaf in leaves:
            options = _nearest(leaf, own, parents)
            if options:
                found.setdefault(setting.slug, {})[leaf.name] = options
    return found


def _options_of_resources(setting: SettingRules, shown: Evidence) -> dict[int, list[str]]:
    """Options that are not defaults stand first."""
    found: dict[int, list[str]] = {}
    for option in sorted(setting.options, key=lambda option: option.is_default):
        for each in shown.get(option.slug, ()):
            found.setdefault(id(each), []).append(option.slug)
    return found


def _nearest(
    leaf: Resource, own: dict[int, list[str]], parents: dict[int, list[Resource]]
) -> list[str]:
    level = [leaf]
    for _ in range(MOST_LEVELS):
        options = [slug for each in level for slug in own.get(id(each), ())]
        if options:
            return list(dict.fromkeys(options))
        level = [parent for each in level for parent in parents[id(each)]]
    return []


def _parents(resource: Resource, groups: dict[str, list[Resource]]) -> list[Resource]:
    """Resources of another type that it refers to; of several instances the one of its index."""
    parents = [
        each
        for group in sorted(resource.references)
        for each in groups.get(group, ())
        if group and each.type != resource.type
    ]
    return [each for each in parents if each.index == resource.index] or parents


def _components(shown: Shown) -> list[list[str]]:
    """Settings that are read from the same resources belong together."""
    groups: list[tuple[list[str], set[str]]] = []
    for setting, leaves in shown.items():
        names, together = [setting], set(leaves)
        apart = []
        for group in groups:
            if group[1] & together:
                names, together = [*group[0], *names], together | group[1]
            else:
                apart.append(group)
        groups = [*apart, (names, together)]
    return [names for names, _ in groups]


def _profiles(names: list[str], shown: Shown, defaults: dict[str, str]) -> list[Profile]:
    """The different profiles of a group's resources, those with most options first.

    Where there are more than can be read, each option stands in one column at least.
    """
    found: Counter[Profile] = Counter()
    for leaf in dict.fromkeys(leaf for name in names for leaf in shown[name]):
        found.update(_spread({name: shown[name].get(leaf, []) for name in names}, defaults))
    if len(found) > MOST_PROFILES:
        options = {
            name: sorted(
                dict.fromkeys(each for some in shown[name].values() for each in some),
                key=lambda each, name=name: each == defaults[name],  # type: ignore[misc]
            )
            for name in names
        }
        found = Counter(_spread(options, defaults))
    return sorted(found, key=lambda profile: (-len(profile), sorted(profile)))


def _spread(options: dict[str, list[str]], defaults: dict[str, str]) -> list[Profile]:
    """One profile, or several where a resource shows more than one option of a setting."""
    told = {name: each for name, each in options.items() if each}
    return [
        frozenset(
            (name, each[min(place, len(each) - 1)])
            for name, each in told.items()
            if each[min(place, len(each) - 1)] != defaults[name]
        )
        for place in range(max(map(len, told.values()), default=1))
    ]
