"""What resources show about a setting, and the columns that follow."""

from typing import Any

import pytest

from matrices.datafiles.documents import Detection
from matrices.datafiles.vocabulary import Vocabulary
from matrices.detection import Detected, Resources, Status, detect
from matrices.profiles import OptionRules, SettingRules
from matrices.uploads.resources import SET, Resource

Rules = dict[str, list[dict[str, Any]]]


def make(kind: str, name: str, refers: str = "", **attributes: Any) -> Resource:
    return Resource(
        Vocabulary.TERRAFORM,
        f"acme_{kind}",
        f"acme_{kind}.{name}",
        attributes,
        group=f"acme_{kind}.{name}",
        references=frozenset({refers} if refers else ()),
    )


def setting(slug: str, options: Rules) -> SettingRules:
    """The first option is the default."""
    return SettingRules(
        slug,
        slug.capitalize(),
        tuple(
            OptionRules(
                name,
                name.capitalize(),
                place == 0,
                tuple(Detection.model_validate(rule) for rule in rules),
            )
            for place, (name, rules) in enumerate(options.items())
        ),
    )


KEY = setting(
    "key", {"theirs": [], "mine": [{"type": "acme_store", "attribute": "key", "present": True}]}
)
VERSIONS = setting(
    "versions",
    {
        "off": [],
        "on": [
            {
                "type": "acme_versions",
                "attribute": "status",
                "equals": "Enabled",
                "configures": "acme_store",
            }
        ],
    },
)
POOLS = setting(
    "upgrade",
    {"auto": [], "manual": [{"type": "acme_pool", "attribute": "auto", "equals": False}]},
)


def ask(*resources: Resource, settings: tuple[SettingRules, ...] = (KEY,)) -> Detected:
    return detect(settings, Resources(resources))


@pytest.mark.parametrize(
    ("test", "value", "holds"),
    [
        ({"present": True}, "x", True),
        ({"present": True}, SET, True),
        ({"present": True}, None, False),
        ({"present": True}, [], False),
        ({"present": True}, False, True),
        ({"present": False}, "", True),
        ({"equals": True}, "true", True),
        ({"equals": "enabled"}, "Enabled", True),
        ({"equals": 0}, 0, True),
        ({"equals": True}, SET, False),
        ({"one_of": ["a", "b"]}, "B", True),
        ({"one_of": ["a", "b"]}, "c", False),
        ({"none_of": ["a"]}, None, True),
        ({"none_of": ["a"]}, "a", False),
        ({"starts_with": "GP_S_"}, "gp_s_gen5", True),
        ({"starts_with": "GP_S_"}, "BC_Gen5", False),
        ({"contains": "func"}, "a,functionapp", True),
        ({"contains": "func"}, ["a", "functionapp"], True),
        ({"at_least": 1}, 3, True),
        ({"at_least": 1}, "0", False),
        ({"at_least": 1}, "many", False),
    ],
)
def test_condition(test: dict[str, Any], value: object, holds: bool) -> None:
    rules = setting("key", {"no": [], "yes": [{"type": "acme_store", "attribute": "a.b", **test}]})

    [finding] = ask(make("store", "x", a=[{"B": value}]), settings=(rules,)).findings

    assert (finding.status is Status.CHOSEN) is holds


def test_alike_resources_share_a_column() -> None:
    detected = ask(make("store", "a", key="k"), make("store", "b", key="l"))

    assert detected.columns == (("mine",),)
    assert detected.findings[0].status is Status.CHOSEN


def test_resources_that_differ_have_a_column_each() -> None:
    detected = ask(make("store", "a"), make("store", "b", key="l"))

    assert detected.columns == (("mine",), ())
    assert detected.findings[0].is_mixed
    assert [option.resources for option in detected.findings[0].shown] == [
        ("acme_store.b",),
        ("acme_store.a",),
    ]


def test_setting_is_read_from_the_resource_that_configures() -> None:
    detected = ask(
        make("store", "a", key="k"),
        make("store", "b"),
        make("versions", "a", refers="acme_store.a", status="Enabled"),
        settings=(KEY, VERSIONS),
    )

    assert detected.columns == (("mine", "on"), ())


def test_configured_resource_is_found_by_its_name_in_a_state() -> None:
    detected = ask(
        make("store", "a", id="bucket-a"),
        make("store", "b", id="bucket-b"),
        make("versions", "v", store="bucket-b", status="Enabled"),
        settings=(VERSIONS,),
    )

    assert detected.findings[0].shown[0].resources == ("acme_store.b",)


def test_part_counts_with_its_whole() -> None:
    detected = ask(
        make("store", "a", key="k"),
        make("store", "b"),
        make("pool", "p", refers="acme_store.a", auto=False),
        make("pool", "q", refers="acme_store.a", auto=True),
        settings=(KEY, POOLS),
    )

    assert set(detected.columns) == {("mine", "manual"), ("mine",), ()}


def test_unrelated_settings_do_not_multiply() -> None:
    detected = ask(
        make("store", "a", key="k"),
        make("store", "b"),
        make("pool", "p", auto=False),
        make("pool", "q", auto=True),
        settings=(KEY, POOLS),
    )

    assert detected.columns == (("mine", "manual"), ())


def test_many_kinds_are_told_in_few_columns() -> None:
    settings = tuple(
        setting(
            f"s{number}",
            {
                f"off{number}": [],
                f"on{number}": [{"type": "acme_store", "attribute": f"a{number}", "present": True}],
            },
        )
        for number in range(4)
    )
    stores = [
        make("store", f"x{mask}", **{f"a{bit}": "x" for bit in range(4) if mask >> bit & 1})
        for mask in range(16)
    ]

    assert ask(*stores, settings=settings).columns == (("on0", "on1", "on2", "on3"), ())


def test_further_condition_selects_the_resources_that_speak() -> None:
    plan = setting(
        "plan",
        {
            "free": [],
            "paid": [
                {
                    "type": "acme_plan",
                    "attribute": "tier",
                    "equals": "paid",
                    "also": [{"attribute": "of", "equals": "posture"}],
                }
            ],
        },
    )

    [other] = ask(make("plan", "a", tier="paid", of="machines"), settings=(plan,)).findings
    [posture] = ask(make("plan", "a", tier="paid", of="posture"), settings=(plan,)).findings

    assert other.status is Status.NOT_TOLD
    assert posture.status is Status.CHOSEN


def test_existence_is_enough_without_an_attribute() -> None:
    lock = setting("lock", {"open": [], "locked": [{"type": "acme_lock"}]})

    assert ask(make("lock", "a"), settings=(lock,)).columns == (("locked",),)
    assert ask(make("store", "a"), settings=(lock,)).findings[0].status is Status.DEFAULT


def test_type_without_attributes_tells_nothing() -> None:
    bare = Resource(Vocabulary.TERRAFORM, "acme_store", "")

    [finding] = ask(bare).findings

    assert finding.status is Status.NOT_TOLD
    assert finding.default == "theirs"
