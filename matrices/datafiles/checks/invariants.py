"""What holds for every service, tier and option.

Configuration, data and identity never cross over to the provider, and nobody but the owner of the
building guards the building.
"""

import datetime
from collections.abc import Iterator

from matrices.choices import Ownership
from matrices.datafiles.places import Place, every_item
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
        if row in NEVER_CUSTOMER and owner is Ownership.CUSTOMER and not _on_site(catalogue, place):
            yield place.fault(
                "is only the customer's on premises or on hardware at their site;"
                " an option with such hardware says at_customer_site: true"
            )


def _on_site(catalogue: Catalogue, place: Place) -> bool:
    service = catalogue.services.get(place.owner)
    if service is None:
        return place.owner in AT_THE_CUSTOMERS_SITE
    if AT_THE_CUSTOMERS_SITE & {service.tier, service.family, *service.also_in_families}:
        return True
    return any(
        option.at_customer_site
        for setting in service.settings.values()
        for slug, option in setting.options.items()
        if slug == place.option
    )
