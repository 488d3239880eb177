"""Who can own a responsibility and what a claim rests on: the only definition of both."""

from enum import StrEnum


class Ownership(StrEnum):
    """Who carries a duty. `unknown` is what nobody has researched; no file ever says it."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    SHARED = "shared"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """`documented`: read in a cited source. `inferred`: follows from the tier or from reasoning."""

    DOCUMENTED = "documented"
    INFERRED = "inferred"


class Level(StrEnum):
    """Where a resolved cell comes from, farthest level first."""

    TIER = "tier"
    FAMILY = "family"
    SERVICE = "service"
    OPTION = "option"


class CheckTool(StrEnum):
    """What can tell the customer that their side is configured as they believe."""

    PROWLER = "prowler"
    AWS_CONFIG = "aws-config"
    SECURITY_HUB = "security-hub"
    AZURE_POLICY = "azure-policy"
    DEFENDER_FOR_CLOUD = "defender-for-cloud"
    SECURITY_COMMAND_CENTER = "security-command-center"
    CLI = "cli"
    MANUAL = "manual"
