"""What the catalogue must answer: the literature of the shared-responsibility model as questions.

Every row is asked of the imported catalogue through the API or a page, as a reader would.
"""

import re
from typing import Any

import pytest
from django.test import Client

from catalog.models import Responsibility, Service
from matrices.choices import Ownership
from matrices.models import (
    Check,
    KnownDifference,
    OptionItem,
    ResolvedItem,
    ResponsibilityItem,
    TierDefault,
)

pytestmark = pytest.mark.django_db

PROVIDER, CUSTOMER, SHARED = "provider", "customer", "shared"


def matrix(client: Client, reference: str) -> dict[str, dict[str, Any]]:
    identifier, _, options = reference.partition("@")
    query = f"?options={options.replace('@', ',')}" if options else ""
    response = client.get(f"/api/v1/services/{identifier}/matrix/{query}")
    assert response.status_code == 200, response.content
    return {item["responsibility"]: item for item in response.json()["items"]}


OWNERS: dict[str, dict[str, str]] = {
    "aws/ec2": {
        "physical-site-security": PROVIDER,
        "hardware-lifecycle": PROVIDER,
        "host-and-hypervisor": PROVIDER,
        "physical-network-fabric": PROVIDER,
        "guest-os-patching": CUSTOMER,
        "guest-os-hardening": CUSTOMER,
        "secure-configuration": CUSTOMER,
        "tls-certificate-rotation": CUSTOMER,
        "network-access-rules": CUSTOMER,
        "workload-identity": CUSTOMER,
        "runtime-monitoring": CUSTOMER,
        "backup-execution": CUSTOMER,
        "scaling-and-concurrency-limits": CUSTOMER,
    },
    "aws/ebs": {
        "infrastructure-redundancy": PROVIDER,
        "backup-execution": CUSTOMER,
        "encryption-at-rest": SHARED,
    },
    "aws/ebs@encryption-by-default-on": {"encryption-at-rest": PROVIDER},
    "aws/rds": {
        "guest-os-patching": PROVIDER,
        "runtime-and-engine-patching": PROVIDER,
        "host-and-hypervisor": PROVIDER,
        "infrastructure-redundancy": PROVIDER,
        "schema-and-query-design": CUSTOMER,
        "in-service-users-and-grants": CUSTOMER,
        "backup-execution": SHARED,
        "backup-retention": CUSTOMER,
        "engine-parameters": CUSTOMER,
        "deletion-protection": CUSTOMER,
        "encryption-key-management": CUSTOMER,
        "minor-version-upgrades": SHARED,
        "major-version-upgrades": CUSTOMER,
        "maintenance-windows": CUSTOMER,
    },
    "aws/rds@backups-disabled": {"backup-execution": CUSTOMER},
    "aws/lambda": {
        "runtime-and-engine-patching": PROVIDER,
        "guest-os-patching": PROVIDER,
        "capacity-planning": PROVIDER,
        "physical-network-fabric": PROVIDER,
        "application-code-security": CUSTOMER,
        "workload-identity": CUSTOMER,
        "environment-variables": CUSTOMER,
        "scaling-and-concurrency-limits": CUSTOMER,
        "error-handling": CUSTOMER,
        "software-dependencies": CUSTOMER,
    },
    "aws/lambda@manual-update": {"runtime-and-engine-patching": CUSTOMER},
    "aws/lambda@container-image": {
        "runtime-and-engine-patching": CUSTOMER,
        "container-image-patching": CUSTOMER,
    },
    "aws/s3": {
        "guest-os-patching": PROVIDER,
        "runtime-and-engine-patching": PROVIDER,
        "infrastructure-redundancy": PROVIDER,
        "data-access-policies": CUSTOMER,
        "secrets-and-credential-rotation": CUSTOMER,
        "encryption-at-rest": PROVIDER,
    },
    "aws/s3@sse-kms-cmk": {"encryption-key-management": CUSTOMER},
    "aws/fargate": {
        "guest-os-patching": PROVIDER,
        "container-image-patching": CUSTOMER,
        "workload-identity": CUSTOMER,
        "network-access-rules": CUSTOMER,
    },
    "aws/eks": {
        "control-plane-availability": PROVIDER,
        "node-os-patching": SHARED,
        "cluster-network-policies": CUSTOMER,
        "pod-security": CUSTOMER,
        "runtime-monitoring": CUSTOMER,
        "cluster-rbac": CUSTOMER,
    },
    "aws/eks@self-managed-nodes": {"node-os-patching": CUSTOMER},
    "aws/eks@fargate-profile": {"node-os-patching": PROVIDER},
    "aws/eks@auto-mode": {"node-os-patching": PROVIDER},
    "azure/aks": {
        "control-plane-availability": PROVIDER,
        "workload-identity": CUSTOMER,
        "cluster-rbac": CUSTOMER,
        "network-access-rules": CUSTOMER,
        "node-os-patching": SHARED,
    },
    "azure/aks@automatic": {"node-os-patching": PROVIDER},
    "azure/aks@none": {"node-os-patching": CUSTOMER},
    "gcp/gke": {
        "control-plane-availability": PROVIDER,
        "workload-identity": CUSTOMER,
        "cluster-rbac": CUSTOMER,
        "network-access-rules": CUSTOMER,
        "node-os-patching": SHARED,
    },
    "gcp/gke@autopilot": {"node-os-patching": PROVIDER},
    "gcp/gke@auto-upgrade-off": {"node-os-patching": CUSTOMER},
    "aws/vpc": {
        "physical-network-fabric": PROVIDER,
        "virtual-network-design": CUSTOMER,
        "network-access-rules": CUSTOMER,
    },
    "aws/iam": {
        "identity-lifecycle": CUSTOMER,
        "data-access-policies": CUSTOMER,
        "iam-policy-review": CUSTOMER,
    },
}


@pytest.mark.parametrize("reference", OWNERS)
def test_owner(client: Client, reference: str) -> None:
    items = matrix(client, reference)

    assert {row: items[row]["ownership"] for row in OWNERS[reference]} == OWNERS[reference]


@pytest.mark.parametrize("reference", [each for each in OWNERS if each != "aws/rds"])
def test_owner_is_documented(client: Client, reference: str) -> None:
    items = matrix(client, reference)

    assert [row for row in OWNERS[reference] if items[row]["basis"] != "documented"] == []


def test_customer_does_something_about_logs_of_the_application(client: Client) -> None:
    cell = matrix(client, "aws/ec2")["audit-logging"]

    assert cell["ownership"] in (CUSTOMER, SHARED)
    assert cell["customer_duty"]


NEVER_PROVIDER = [
    "data-classification",
    "data-access-policies",
    "iam-policy-review",
    "identity-lifecycle",
    "secure-configuration",
]


@pytest.mark.parametrize("row", NEVER_PROVIDER)
def test_configuration_data_and_identity_never_cross_over(row: str) -> None:
    crossed = {"responsibility__slug": row, "ownership": Ownership.PROVIDER}

    assert not ResolvedItem.objects.filter(**crossed).exists()
    assert not TierDefault.objects.filter(**crossed).exists()
    assert not OptionItem.objects.filter(**crossed).exists()


def test_only_hardware_at_the_customers_site_is_guarded_by_the_customer() -> None:
    guarded = ResolvedItem.objects.filter(
        responsibility__slug="physical-site-security", ownership=Ownership.CUSTOMER
    ).exclude(tier__slug="on-premises")

    for item in guarded.select_related("family", "option"):
        at_site = item.option is not None and item.option.at_customer_site
        assert at_site or item.family.slug == "hybrid-infrastructure"


def test_iam_policies_are_reviewed_by_the_customer_everywhere() -> None:
    owners = (
        ResolvedItem.objects.filter(responsibility__slug="iam-policy-review")
        .order_by()
        .values_list("ownership", flat=True)
        .distinct()
    )

    assert list(owners) == [Ownership.CUSTOMER]


def test_tiers_grow_towards_the_provider(client: Client) -> None:
    def owned(tier: str) -> int:
        items = client.get(f"/api/v1/tiers/{tier}/matrix/").json()["items"]
        return sum(item["ownership"] == PROVIDER for item in items)

    assert owned("on-premises") == 0
    assert owned("iaas") < owned("paas") < owned("saas")
    assert owned("iaas") < owned("abstracted")


@pytest.mark.parametrize(
    ("services", "kind"),
    [
        (["ec2", "ebs", "ec2-auto-scaling", "vpc"], "infrastructure"),
        (["rds", "emr", "elastic-beanstalk"], "container"),
        (["s3", "s3-glacier", "dynamodb", "sqs", "ses"], "abstracted"),
    ],
)
def test_amazons_own_kinds(client: Client, services: list[str], kind: str) -> None:
    found = [client.get(f"/api/v1/services/aws/{each}/").json()["vendor_tier"] for each in services]

    assert found == [kind] * len(services)


def test_tier_page_draws_the_stack_from_the_data(client: Client) -> None:
    page = client.get("/tiers/").content.decode()

    assert len(re.findall(r'<rect class="fill-', page)) >= 50
    for name in ("On-premises", "IaaS", "PaaS", "SaaS", "Abstracted"):
        assert f">{name}</text>" in page


@pytest.mark.parametrize(
    ("slug", "telling"),
    [
        ("shared-responsibility", ["security of the cloud", "GDPR", "HIPAA", "liability"]),
        ("tiers", ["infrastructure", "container", "abstracted", "shared fate"]),
        ("misconceptions", ["Managed means secure", "no server", "Secure by default", "RDS"]),
        ("watching-the-line", ["AWS Config", "Security Hub", "GuardDuty", "Defender for Cloud"]),
        ("before-a-deployment", ["cost", "five questions"]),
        ("region-lost", ["Region"]),
        ("reading-a-matrix", ["inferred", "verified"]),
        ("glossary", ["Shared fate"]),
    ],
)
def test_guide_page_speaks_of(client: Client, slug: str, telling: list[str]) -> None:
    page = client.get(f"/guide/{slug}/").content.decode().lower()

    assert [words for words in telling if words.lower() not in page] == []


@pytest.mark.parametrize("slug", ["shared-responsibility", "tiers", "misconceptions"])
def test_guide_page_quotes_live_cells(client: Client, slug: str) -> None:
    assert client.get(f"/guide/{slug}/").content.decode().count('class="quoted-cell"') >= 8


def test_backups_of_rds_are_not_simply_handled(client: Client) -> None:
    cell = matrix(client, "aws/rds")["backup-execution"]

    assert "retention" in cell["provider_duty"]
    assert "BackupRetentionPeriod" in cell["customer_duty"]
    assert any("handled" in caveat["text"] for caveat in cell["caveats"])


@pytest.mark.parametrize(
    ("reference", "row", "since"),
    [("aws/s3", "encryption-at-rest", "2023-01"), ("aws/s3", "data-access-policies", "2023-04")],
)
def test_defaults_that_changed_say_when(
    client: Client, reference: str, row: str, since: str
) -> None:
    cell = matrix(client, reference)[row]
    dates = [str(caveat["since"]) for caveat in cell["caveats"]]

    assert any(date.startswith(since) for date in dates) or since[:4] in cell["default_state"]


STANDING = [
    "Who patches the operating system?",
    "Who rotates TLS certificates?",
    "Who takes backups?",
    "Who decides how long backups are kept?",
    "Who owns the network rules?",
    "Who rotates encryption keys?",
    "Who reviews IAM policies?",
]


def test_every_service_answers_the_standing_questions(client: Client) -> None:
    for identifier in Service.objects.values_list("identifier", flat=True):
        page = client.get(f"/services/{identifier}/").content.decode()
        assert [question for question in STANDING if question not in page] == [], identifier


def test_every_service_answers_the_five_questions(client: Client) -> None:
    for identifier in Service.objects.values_list("identifier", flat=True):
        page = client.get(f"/services/{identifier}/questions/").content.decode()
        assert [number for number in range(1, 6) if f'<h2 id="q{number}">' not in page] == []
        assert "No default of this service is recorded yet" not in page, identifier


def test_losing_a_region_is_answered_for_every_service() -> None:
    lost = ResolvedItem.objects.as_it_comes().filter(
        responsibility__slug="disaster-recovery-failover"
    )

    assert lost.count() == Service.objects.count()
    silent = lost.filter(customer_duty="").exclude(ownership=Ownership.PROVIDER)
    assert list(silent.values_list("service__identifier", flat=True)) == []


@pytest.mark.parametrize(
    "services",
    [
        "aws/s3,gcp/cloud-storage,azure/blob-storage",
        "aws/rds,gcp/cloud-sql,azure/sql-database",
        "aws/eks,gcp/gke,azure/aks",
    ],
)
def test_drill_circles_what_moved(client: Client, services: str) -> None:
    moved = client.get(f"/api/v1/compare/?services={services}").json()["summary"]["moved"]
    page = client.get(f"/worksheets/drill/?services={services}").content.decode()

    assert moved > 0
    assert page.count(f"{moved} rows are circled") == 3


@pytest.mark.parametrize(
    "row",
    [
        "guest-os-patching",
        "identity-lifecycle",
        "guardrail-enforcement",
        "cost-anomaly-detection",
    ],
)
def test_weakest_rows_read_well_on_their_own(client: Client, row: str) -> None:
    page = client.get(f"/responsibilities/{row}/").content.decode()

    assert Responsibility.objects.get(slug=row).question in page.replace("&#x27;", "'")
    assert page.count('class="owner owner-') >= 20


@pytest.mark.parametrize(
    ("framework", "control"),
    [("pci-dss", "12.8.5"), ("csa-ccm", "STA-04"), ("iso-27001", "A.5.23")],
)
def test_my_side_of_a_control(client: Client, framework: str, control: str) -> None:
    body = client.get(
        f"/api/v1/items/?framework={framework}&control={control}"
        "&ownership=customer,shared&service=aws/s3,aws/rds"
    ).json()

    assert body["count"] > 0


FLAGSHIPS = [
    "aws/ec2", "aws/rds", "aws/lambda", "aws/s3", "aws/eks", "aws/vpc", "aws/iam", "aws/fargate",
    "aws/dynamodb", "aws/kms", "azure/virtual-machines", "azure/sql-database", "azure/functions",
    "azure/blob-storage", "azure/aks", "azure/key-vault", "gcp/compute-engine", "gcp/cloud-sql",
    "gcp/cloud-run-functions", "gcp/cloud-storage", "gcp/gke", "gcp/cloud-kms", "aws/aurora",
    "aws/elasticache", "aws/redshift", "aws/emr", "aws/ecs", "aws/sqs", "aws/cloudfront",
    "aws/opensearch", "aws/api-gateway", "aws/elastic-beanstalk", "azure/app-service",
    "azure/cosmos-db", "azure/managed-disks", "azure/entra-id", "azure/openai", "gcp/cloud-run",
    "gcp/bigquery", "gcp/spanner", "gcp/alloydb", "gcp/pubsub", "gcp/dataproc", "gcp/vertex-ai",
]  # fmt: skip


def read_claims(identifier: str) -> int:
    """Documented claims of a service's own file, those of its options among them."""
    items = ResponsibilityItem.objects.filter(service__identifier=identifier)
    options = OptionItem.objects.filter(option__service__identifier=identifier)
    return items.filter(basis="documented").count() + options.filter(basis="documented").count()


@pytest.mark.parametrize("identifier", FLAGSHIPS)
def test_flagship_is_read_in_depth(identifier: str) -> None:
    assert read_claims(identifier) >= 28


def test_every_service_is_read() -> None:
    identifiers = Service.objects.values_list("identifier", flat=True)

    assert [each for each in identifiers if read_claims(each) < 9] == []


def test_catalogue_has_depth() -> None:
    documented = ResponsibilityItem.objects.filter(basis="documented").count()
    documented += OptionItem.objects.filter(basis="documented").count()

    assert Service.objects.count() >= 156
    assert documented >= 2000
    assert Check.objects.exclude(tool="manual").count() >= 800


def test_every_known_difference_has_a_source() -> None:
    assert list(KnownDifference.objects.filter(citations=[])) == []
