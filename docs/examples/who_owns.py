#!/usr/bin/env python3
"""Print who owns each responsibility at a service, with what it rests on.

python who_owns.py aws/s3 --site http://127.0.0.1:8000
"""

import argparse
import json
import urllib.request
from collections.abc import Iterator
from typing import Any


def items(site: str, service: str) -> Iterator[dict[str, Any]]:
    """All cells of a service, page by page."""
    address: str | None = f"{site}/api/v1/items/?service={service}&page_size=50"
    while address:
        with urllib.request.urlopen(address, timeout=30) as response:
            page = json.load(response)
        yield from page["results"]
        address = page["next"]


def main() -> None:
    """One line per cell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("service")
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    given = parser.parse_args()
    for item in items(given.site, given.service):
        sources = " ".join(citation["url"] for citation in item["citations"]) or "no source"
        print(f"{item['responsibility']}: {item['ownership']} ({item['basis']}; {sources})")


if __name__ == "__main__":
    main()
