"""A service names a resource type once: in its own file or in `resource-types/`, not in both."""

import datetime
from collections.abc import Iterator

from matrices.datafiles.checks.known_types import type_name
from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    seen = {
        (identifier, vocabulary, name)
        for identifier, service in catalogue.services.items()
        for vocabulary, names in service.resource_types.model_dump().items()
        for name in names
    }
    served = {(vocabulary, name) for _, vocabulary, name in seen}
    for slug, document in catalogue.resource_types.items():
        file, vocabulary = f"resource-types/{slug}.yaml", document.vocabulary
        for service, entries in document.services.items():
            for name in map(type_name, entries):
                if (service, vocabulary, name) in seen:
                    problem = f"'{name}' is named for {service} already; keep one"
                    yield Fault(file, f"services.{service}", problem)
                seen.add((service, vocabulary, name))
                served.add((vocabulary, name))
    for slug, document in catalogue.resource_types.items():
        for name in document.no_service:
            if (document.vocabulary, name) in served:
                problem = f"'{name}' belongs to a service; remove it here or there"
                yield Fault(f"resource-types/{slug}.yaml", "no_service", problem)
