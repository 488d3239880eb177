"""What holds for every service, tier and option.

Configuration, data and identity never cross over to the provider, and nobody but the owner of the
building guards the building.
"""

import datetime
from collections.abc import Iterator

from matrices.choices import Ownership
from matrices.datafiles.places import every_item
from matrices.datafiles.reader import Catalogue, Fault

NEVER_PROVIDER = frozenset(
    {
        "data-classification",
        "data-access-policies",
        "iam-policy-review",
        "identity-lifecycle",
        "secure-configuration",
    }
)
NEVER_CUSTOMER = frozenset({"physical-site-security"})
AT_THE_CUSTOMERS_SITE = frozenset({"on-premises", "hybrid-infrastructure"})


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for place in every_item(catalogue):
        owner, row = place.item.ownership, place.responsibility
        if row in NEVER_PROVIDER and owner is Ownership.PROVIDER:
            yield place.fault("is never the provider's; write customer or shared")
        on_site = AT_THE_CUSTOMERS_SITE & _kinds(catalogue, place.owner) or _is_hybrid(place.option)
        if row in NEVER_CUSTOMER and owner is Ownership.CUSTOMER and not on_site:
            yield place.fault("is only the customer's on premises or on hardware at their site")


def _kinds(catalogue: Catalogue, owner: str) -> set[str]:
    service = catalogue.services.get(owner)
    if service is None:
        return {owner}
    return {service.tier, service.family, *service.also_in_families}


def _is_hybrid(option: str | None) -> bool:
    return option is not None and option.startswith("on-")
