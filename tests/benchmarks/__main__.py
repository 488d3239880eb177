"""`make bench`: run all parts, or those named, and write docs/benchmarks.md.

`python -m tests.benchmarks [speed scale postgres imports]`; a part that is left out keeps the
numbers of its last run. Every server listens on 127.0.0.1 and ends with its part.
"""

import datetime
import json
import os
import sys
from typing import Any

from tests.benchmarks import imports, report, scale, speed
from tests.benchmarks.machine import BENCH, described, needed

PARTS = {
    "speed": speed.run,
    "scale": scale.run,
    "postgres": scale.run_on_postgres,
    "imports": imports.run,
}
PROGRAMS = ("wrk", "nginx")
RESULTS = BENCH / "results.json"


def main(names: list[str]) -> None:
    """Run parts and write what is known."""
    for program in PROGRAMS:
        needed(program, program)
    BENCH.mkdir(parents=True, exist_ok=True)
    results = known()
    for name in names or list(PARTS):
        if name not in PARTS:
            raise SystemExit(f"{name}: no such part; choose from {', '.join(PARTS)}")
        print(f"{name} …", flush=True)
        before = " ".join(f"{each:.1f}" for each in os.getloadavg())
        found = PARTS[name]()
        after = " ".join(f"{each:.1f}" for each in os.getloadavg())
        results = known()  # another part may have been measured meanwhile
        today = datetime.date.today().isoformat()
        results[name] = {**found, "load": f"{before} before, {after} after", "day": today}
        results["machine"] = described()
        RESULTS.write_text(json.dumps(results, indent=1))
    report.write(results)


def known() -> dict[str, Any]:
    """What the last runs found."""
    found: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
