"""Where a service stands in lists of cells, as one text that sorts."""


def service_place(order: int, name: str, identifier: str) -> str:
    """By the order of its provider, its name, its identifier."""
    return f"{order:05} {name}\t{identifier}"


def identifier_in(place: str) -> str:
    """The identifier at the end of a `service_place`."""
    return place.rpartition("\t")[2]
