#!/usr/bin/env python3
"""Fail when a Terraform plan adds a service whose customer-side rows nobody answered.

    terraform show -json plan.bin > plan.json
    python gate.py plan.json answers.yaml --site http://127.0.0.1:8000

Only resource types leave this machine, never a value of the plan. Exit codes: 0 all answered,
1 rows without an answer (printed), 2 the question could not be asked. `--write` adds the open rows
to the answers file, empty, for somebody to fill in. Needs Python 3.11 and PyYAML.
"""

import argparse
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import yaml

Answers = dict[str, dict[str, Any]]
CUSTOMERS_PART = ("customer", "shared")


def main() -> int:
    """Ask, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("plan", type=Path, help="what `terraform show -json` printed")
    parser.add_argument("answers", type=Path, help="YAML: service, row, answer")
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--write", action="store_true", help="add open rows to the answers file")
    given = parser.parse_args()
    try:
        types = added_types(json.loads(given.plan.read_text(encoding="utf-8")))
        answers = read_answers(given.answers)
        references, unknown = services_of(given.site, types) if types else ([], [])
        open_rows = {each: unanswered(given.site, each, answers) for each in references}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError) as error:
        print(f"gate: cannot tell: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for name in unknown:
        print(f"gate: no service is known for {name}", file=sys.stderr)
    open_rows = {reference: rows for reference, rows in open_rows.items() if rows}
    for reference, rows in open_rows.items():
        for row in rows:
            print(f"{reference}: {row['responsibility']}: {row['customer_duty']}")
    if open_rows and given.write:
        write_answers(given.answers, answers, open_rows)
    print(f"gate: {sum(map(len, open_rows.values()))} rows without an answer", file=sys.stderr)
    return 1 if open_rows else 0


def added_types(plan: dict[str, Any]) -> list[str]:
    """Types of the resources that the plan creates, each once."""
    changes = plan["resource_changes"]
    return sorted({each["type"] for each in changes if "create" in each["change"]["actions"]})


def services_of(site: str, types: list[str]) -> tuple[list[str], list[str]]:
    """References of the services in use, and types that belong to none that is known."""
    try:
        found = ask(site, "/api/v1/resolve/", "\n".join(types).encode())
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise
        return services_by_type(site, types)
    references = [each for service in found["services"] for each in service["references"]]
    return references, [each["type"] for each in found["unknown"]]


def services_by_type(site: str, types: list[str]) -> tuple[list[str], list[str]]:
    """The same at a site that has no /api/v1/resolve/: by the types that services list."""
    services = ask(site, "/api/v1/services/?page_size=500&fields=resource_types")["results"]
    owners = {
        name: service["id"]
        for service in services
        for name in service["resource_types"].get("terraform", [])
    }
    known = [owners[each] for each in types if each in owners]
    return list(dict.fromkeys(known)), [each for each in types if each not in owners]


def unanswered(site: str, reference: str, answers: Answers) -> list[dict[str, Any]]:
    """Rows of one service in which the customer has a part and nobody said how it is done."""
    identifier, *options = reference.split("@")
    query = urllib.parse.urlencode({"options": ",".join(options)})
    matrix = ask(site, f"/api/v1/services/{identifier}/matrix/?{query}")
    given = {**answers.get(identifier, {}), **answers.get(reference, {})}
    return [
        row
        for row in matrix["items"]
        if row["ownership"] in CUSTOMERS_PART and not given.get(row["responsibility"])
    ]


def ask(site: str, path: str, body: bytes | None = None) -> dict[str, Any]:
    """GET, or POST where there is a body; the answer as JSON."""
    address = f"{site.rstrip('/')}{path}"
    if not address.startswith(("http://", "https://")):
        raise ValueError(f"--site {site}: an address begins with http:// or https://")
    headers = {"Accept": "application/json", "Content-Type": "text/plain; charset=utf-8"}
    request = urllib.request.Request(address, body, headers)  # scheme looked at above
    with urllib.request.urlopen(request, timeout=30) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


def read_answers(path: Path) -> Answers:
    """Service → row → answer; a file that is not there yet answers nothing."""
    if not path.exists():
        return {}
    read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return {str(service): dict(rows or {}) for service, rows in read.items()}


def write_answers(path: Path, answers: Answers, open_rows: dict[str, list[dict[str, Any]]]) -> None:
    """What stands in the file, and the open rows without an answer."""
    for reference, rows in open_rows.items():
        wanted = answers.setdefault(reference, {})
        for row in rows:
            wanted.setdefault(row["responsibility"], None)
    text = yaml.safe_dump(answers, sort_keys=True, allow_unicode=True, width=100)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
