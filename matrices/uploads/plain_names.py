"""Resource types, ARNs and resource IDs of Azure, one per line or as a JSON list of texts."""

import re
from typing import Any

from matrices.datafiles.vocabulary import Vocabulary, vocabulary_of
from matrices.uploads.resources import Inventory, Resource, clean_name, entries, resource

_ARN = re.compile(
    r"arn:aws[a-z-]*:(?P<namespace>[a-z0-9-]{1,60}):[a-z0-9-]*:[0-9]*:(?P<rest>[^\s]{1,1800})\Z"
)
_AZURE_ID = re.compile(r"/subscriptions/.*?/providers/([A-Za-z0-9.]{1,80})/([^\s]{1,1500})\Z", re.I)
_ASSET_NAME = re.compile(r"//([a-z0-9-]{1,60}\.googleapis\.com)/[^\s]*?([A-Za-z]{1,60})/[^/\s]+\Z")
# Any word with an underscore looks like a type; only those of known providers are taken for one.
_OF_A_TERRAFORM_PROVIDER = re.compile(
    r"(acme|aiven|akamai|alicloud|archive|auth0|aws|awscc|azapi|azuread|azuredevops|azurerm"
    r"|cloudflare|cloudinit|confluent|consul|databricks|datadog|digitalocean|dns|elasticstack"
    r"|external|fastly|github|gitlab|google|grafana|hcloud|helm|http|ibm|kubectl|kubernetes"
    r"|launchdarkly|linode|local|mongodbatlas|mysql|newrelic|nomad|null|oci|okta|opsgenie|ovh"
    r"|pagerduty|postgresql|rabbitmq|rancher2|random|salesforce|scaleway|sentry|snowflake"
    r"|sumologic|template|terraform|tfe|time|tls|vault|vsphere)_"
)
_TYPE_IN_ARN = re.compile(r"[a-z][a-z0-9-]{0,60}(?=[:/])")


def read_lines(text: str) -> Inventory:
    """A line that is none of these is counted by its number and never repeated."""
    found, unread = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        name = line.strip().strip(",").strip("\"'")
        if not name or name.startswith("#"):
            continue
        one = of_name(name)
        if one is None:
            unread.append(number)
        else:
            found.append(one)
    return Inventory("list of names", tuple(found), tuple(unread))


def read_json(value: Any) -> Inventory | None:
    """None where the value is no list of texts."""
    if not entries(value) or not all(isinstance(each, str) for each in value):
        return None
    return read_lines("\n".join(value))


def of_name(name: str) -> Resource | None:
    """The resource that a name stands for; None for what is no type, ARN or ID."""
    if name.startswith("arn:"):
        return of_arn(name)
    azure = _AZURE_ID.match(name)
    if azure:
        parts = azure[2].split("/")
        return resource("/".join((azure[1], *parts[::2])), parts[-1])
    asset = _ASSET_NAME.match(name)
    if asset:
        return resource(f"{asset[1]}/{_singular(asset[2])}", name.removeprefix("//"))
    return resource(name, "") if _is_type(name) else None


def _is_type(name: str) -> bool:
    match vocabulary_of(name):
        case Vocabulary.TERRAFORM:
            return _OF_A_TERRAFORM_PROVIDER.match(name) is not None
        case Vocabulary.ARM:
            return name.lower().startswith("microsoft.")
        case vocabulary:
            return vocabulary is not None


def of_arn(arn: str) -> Resource | None:
    """An ARN as `namespace:type`, or `namespace` where the ARN names no type."""
    match = _ARN.match(arn)
    if match is None:
        return None
    kind = _TYPE_IN_ARN.match(match["rest"])
    name = f"{match['namespace']}:{kind[0]}" if kind else match["namespace"]
    return Resource(Vocabulary.ARN, name, clean_name(arn))


def _singular(collection: str) -> str:
    """`instances` → `Instance`, as asset types are called."""
    name = collection.removesuffix("s")
    return name[:1].upper() + name[1:]
