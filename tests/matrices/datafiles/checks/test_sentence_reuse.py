"""The same duty sentence in more than three services is generic."""

import copy

from matrices.datafiles.checks import sentence_reuse
from tests.factories import MACHINES, Files, small_catalogue
from tests.matrices.datafiles.checks.found import Find, places

DUTY = "Copies each disk to a second Region."


def with_duty(duties: list[str]) -> Files:
    """One service per duty, all of one tier."""
    files = small_catalogue()
    machines = files.pop(MACHINES)
    for number, duty in enumerate(duties, start=1):
        service = copy.deepcopy(machines)
        service["items"] = {"backup-execution": {"ownership": "customer", "customer_duty": duty}}
        files[file_of(number)] = service
    return files


def file_of(number: int) -> str:
    return f"providers/acme/services/machines-{number}.yaml"


def test_sentence_in_three_services_passes(find: Find) -> None:
    assert find(sentence_reuse.check, with_duty([DUTY] * 3)) == []


def test_sentence_in_four_services_is_refused_in_each(find: Find) -> None:
    faults = find(sentence_reuse.check, with_duty([DUTY] * 4))

    assert places(faults) == [(file_of(n), "items.backup-execution") for n in range(1, 5)]
    assert faults[0].problem == (
        "the same duty sentence stands in acme/machines-1, acme/machines-2, acme/machines-3,"
        " acme/machines-4; move it to the tier or family"
    )


def test_sentence_is_the_same_in_other_letters_and_spaces(find: Find) -> None:
    copies = [DUTY, DUTY.upper(), DUTY.replace(" ", "  "), DUTY.replace(" ", "\n")]

    assert len(find(sentence_reuse.check, with_duty(copies))) == 4


def test_sentence_on_a_tier_is_not_counted(find: Find) -> None:
    files = with_duty([DUTY] * 3)
    files["tiers/iaas.yaml"]["items"]["backup-execution"]["customer_duty"] = DUTY

    assert find(sentence_reuse.check, files) == []


def test_sentence_repeated_in_the_options_of_one_service_counts_once(find: Find) -> None:
    files = with_duty([DUTY] * 3)
    item = {"iam-policy-review": {"ownership": "customer", "customer_duty": DUTY}}
    files[file_of(1)]["settings"] = {
        "zone": {
            "name": "Zone",
            "default": "one",
            "options": {"one": {"name": "One"}, "two": {"name": "Two", "items": item}},
        }
    }

    assert find(sentence_reuse.check, files) == []
