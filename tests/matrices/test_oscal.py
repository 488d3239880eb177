"""OSCAL documents: valid by the models of NIST's schemas, stable, without dangling references."""

import datetime
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from trestle.oscal.catalog import Catalog
from trestle.oscal.component import ComponentDefinition
from trestle.oscal.ssp import SystemSecurityPlan

from catalog.models import Framework, Service
from matrices.choices import Ownership
from matrices.exporters.about import About
from matrices.exporters.oscal.component_definition import component_definition
from matrices.exporters.oscal.parts import OSCAL_VERSION, control_token, identifier
from matrices.exporters.oscal.ssp import losses, ssp_fragment
from matrices.importer import ImportReport
from tests.factories import STORE, Files, small_catalogue
from tests.matrices.answers import make_cell, make_matrix
from tests.matrices.test_crosswalk import FRAMEWORK

MODELS = {
    "component-definition": ComponentDefinition,
    "system-security-plan": SystemSecurityPlan,
    "catalog": Catalog,
}
ABOUT = About(7, datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC))
LATER = About(8, datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC))
MATRIX = make_matrix(
    {
        "encryption-at-rest": make_cell(
            Ownership.SHARED, provider_duty="Encrypts.", customer_duty="Keeps *the* key."
        ),
        "iam-policy-review": make_cell(
            Ownership.CUSTOMER, provider_duty="Evaluates.", customer_duty="Reviews."
        ),
        "backup-execution": Ownership.NOT_APPLICABLE,
        "guest-os-patching": Ownership.UNKNOWN,
    }
)


def validated(body: dict[str, Any]) -> dict[str, Any]:
    """The document, after the model of its kind took it."""
    [(kind, document)] = body.items()
    MODELS[kind](**document)
    assert document["metadata"]["oscal-version"] == OSCAL_VERSION
    read: dict[str, Any] = document
    return read


def get(client: Client, address: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    body: dict[str, Any] = json.loads(response.content)
    return body


def uuids(value: object) -> Iterator[str]:
    """Every identifier that the document declares, in its order."""
    if isinstance(value, dict):
        if "uuid" in value:
            yield value["uuid"]
        for each in value.values():
            yield from uuids(each)
    elif isinstance(value, list):
        for each in value:
            yield from uuids(each)


def references(value: object, key: str = "") -> Iterator[str]:
    """Every identifier that the document points at within itself."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from references(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from references(each, key)
    elif isinstance(value, str) and (
        value.startswith("#") or key in ("component-uuid", "provided-uuid")
    ):
        yield value.removeprefix("#")


@pytest.mark.django_db
def test_component_definition_of_every_service_is_valid(client: Client) -> None:
    services = list(Service.objects.values_list("identifier", flat=True))

    for start in range(0, len(services), 20):
        named = ",".join(services[start : start + 20])
        document = validated(
            get(client, f"export/oscal-component-definition.json?services={named}")
        )
        assert len(document["components"]) == len(services[start : start + 20])


@pytest.mark.django_db
@pytest.mark.parametrize("document", ["component-definition", "ssp"])
def test_document_with_the_controls_of_every_framework_is_valid(
    client: Client, document: str
) -> None:
    for framework in Framework.objects.values_list("slug", flat=True):
        validated(
            get(
                client,
                f"export/oscal-{document}.json?services=aws/s3,gcp/gke@autopilot"
                f"&framework={framework}",
            )
        )


@pytest.mark.django_db
def test_ssp_fragment_of_a_stack_is_valid(client: Client) -> None:
    services = "aws/ec2,aws/rds,aws/s3@versioned,azure/aks,gcp/cloud-sql"

    document = validated(get(client, f"export/oscal-ssp.json?services={services}"))

    assert len(document["system-implementation"]["components"]) == 5


@pytest.mark.django_db
def test_catalogue_of_duties_is_valid_and_has_every_row(client: Client) -> None:
    document = validated(get(client, "export/oscal-catalog.json"))
    component = get(client, "services/aws/s3/matrix.oscal.json")["component-definition"]
    [duties, _] = component["components"][0]["control-implementations"]

    assert [control["id"] for group in document["groups"] for control in group["controls"]] == [
        each["control-id"] for each in duties["implemented-requirements"]
    ]


@pytest.mark.parametrize("make", [component_definition, ssp_fragment])
def test_identifiers_are_unique_and_references_resolve(
    make: Callable[..., dict[str, Any]],
) -> None:
    other = make_matrix({"encryption-at-rest": Ownership.PROVIDER}, "bolt/blobs", ("own-key",))

    document = validated(make([MATRIX, other], FRAMEWORK, ABOUT))

    declared = list(uuids(document))
    assert len(declared) == len(set(declared))
    assert all(uuid.UUID(each).version == 5 for each in declared)
    assert set(references(document)) <= set(declared)


@pytest.mark.parametrize("make", [component_definition, ssp_fragment])
def test_identifiers_stay_from_revision_to_revision_but_the_documents(
    make: Callable[..., dict[str, Any]],
) -> None:
    changed = make_matrix(
        {
            "encryption-at-rest": make_cell(
                Ownership.SHARED, provider_duty="Encrypts all.", customer_duty="Keeps nothing."
            ),
            "iam-policy-review": make_cell(Ownership.CUSTOMER, customer_duty="Reads."),
            "backup-execution": Ownership.NOT_APPLICABLE,
            "guest-os-patching": Ownership.UNKNOWN,
        }
    )

    before_root, *before = uuids(make([MATRIX], FRAMEWORK, ABOUT))
    after_root, *after = uuids(make([changed], FRAMEWORK, LATER))

    assert before == after
    assert before_root != after_root


def test_identifier_is_the_same_for_ever() -> None:
    assert identifier("cell", "aws/s3", "encryption-at-rest") == (
        "b1fdec31-4173-500f-857b-7a426c98df7e"
    )


@pytest.mark.django_db
def test_cell_keeps_its_identifier_when_it_is_imported_anew(
    client: Client, import_files: Callable[[Files], ImportReport]
) -> None:
    address = "services/acme/store/matrix.oscal.json"
    files = small_catalogue()
    import_files(files)
    before = get(client, address)["component-definition"]
    files[STORE]["items"]["encryption-at-rest"]["customer_duty"] = "Chooses another key."
    import_files(files)
    after = get(client, address)["component-definition"]

    assert before["metadata"]["version"] == "revision-1"
    assert after["metadata"]["version"] == "revision-2"
    assert list(uuids(before["components"])) == list(uuids(after["components"]))
    assert before["uuid"] != after["uuid"]


def test_shared_duty_is_provided_and_owed() -> None:
    plan = ssp_fragment([MATRIX], FRAMEWORK, ABOUT)["system-security-plan"]
    first, second = plan["control-implementation"]["implemented-requirements"]
    [provided] = first["by-components"][0]["export"]["provided"]
    [owed] = first["by-components"][0]["export"]["responsibilities"]
    [reviewed] = second["by-components"][0]["export"]["responsibilities"]

    assert provided["description"] == "Encryption-at-rest: Encrypts."
    assert owed["description"] == r"Encryption-at-rest: Keeps \*the\* key."
    assert owed["provided-uuid"] == provided["uuid"]
    assert "provided-uuid" not in reviewed
    assert "provided" not in second["by-components"][0]["export"]
    assert reviewed["remarks"] == "Provider: Evaluates."


def test_what_nobody_owns_is_not_exported_but_reported() -> None:
    [lost] = [each for each in losses([MATRIX], FRAMEWORK) if "Unknown or not" in each.why]

    assert lost.rows == ("backup-execution", "guest-os-patching")


def test_unknown_cell_says_so_in_the_component() -> None:
    body = component_definition([MATRIX], FRAMEWORK, ABOUT)["component-definition"]
    cells = body["components"][0]["control-implementations"][0]["implemented-requirements"]
    [cell] = [each for each in cells if each["control-id"] == "guest-os-patching"]

    assert "unknown" in cell["description"]
    assert "responsible-roles" not in cell


def test_losses_stand_in_the_back_matter() -> None:
    [document] = ssp_fragment([MATRIX], FRAMEWORK, ABOUT).values()
    report = document["back-matter"]["resources"][-1]
    groups: dict[str, list[dict[str, str]]] = {}
    for each in report["props"]:
        groups.setdefault(each["group"], []).append(each)

    assert report["title"] == "Loss report"
    assert [
        (
            props[0]["value"],
            int(props[1]["value"]),
            props[0]["remarks"],
            tuple(each["value"] for each in props[2:]),
        )
        for props in groups.values()
    ] == [(each.what, each.cells, each.why, each.rows) for each in losses([MATRIX], FRAMEWORK)]


@pytest.mark.parametrize(
    ("framework", "control", "token"),
    [
        ("nist-sp-800-53", "AC-2(7)", "ac-2.7"),
        ("nist-sp-800-53", "SC-28", "sc-28"),
        ("csa-ccm", "A&A-02", "a-a-02"),
        ("pci-dss", "1.2.1", "pci-dss-1.2.1"),
        ("gdpr", "Article 32", "article-32"),
        ("hipaa-security-rule", "164.310(a)", "hipaa-security-rule-164.310-a"),
    ],
)
def test_control_as_a_token(framework: str, control: str, token: str) -> None:
    assert control_token(framework, control) == token
