"""The items of a service describe it as it comes, so its default options have none of their own."""

import datetime
from collections.abc import Iterator

from matrices.datafiles.places import service_file
from matrices.datafiles.reader import Catalogue, Fault


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for identifier, service in catalogue.services.items():
        for slug, setting in service.settings.items():
            key = f"settings.{slug}"
            if setting.options[setting.default].items:
                problem = "is the default; move its items to the service's own items"
                yield Fault(service_file(identifier), f"{key}.options.{setting.default}", problem)
            if len(setting.options) < 2:
                problem = "has one option; a setting is a choice between two or more"
                yield Fault(service_file(identifier), key, problem)
