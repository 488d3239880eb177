"""How much of each service is left to the customer, for lists of services."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from catalog.models import Service
from matrices.choices import Ownership
from matrices.models import ResolvedItem


@dataclass(frozen=True)
class Boundary:
    """Rows by owner of one service as it comes; rows that exist for nobody are not counted."""

    service: Service
    provider: int
    shared: int
    customer: int

    @property
    def total(self) -> int:
        return self.provider + self.shared + self.customer

    @property
    def left_to_the_customer(self) -> int:
        return self.shared + self.customer


def boundaries(services: Iterable[Service]) -> list[Boundary]:
    """One boundary per service, in the order given, in one query besides that of the services."""
    listed = list(services)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = (
        ResolvedItem.objects.as_it_comes()
        .filter(service__in=listed)
        .order_by()
        .values_list("service_id", "ownership")
        .annotate(Count("pk"))
    )
    for service_id, ownership, count in rows:
        counts[service_id][ownership] = count
    return [
        Boundary(
            service,
            provider=counts[service.pk].get(Ownership.PROVIDER, 0),
            shared=counts[service.pk].get(Ownership.SHARED, 0),
            customer=counts[service.pk].get(Ownership.CUSTOMER, 0),
        )
        for service in listed
    ]
