"""Programs that the drills need beside Python: found, or installed through the system.

`python -m tests.faults.programs` does so before `make drills` and says what is missing.
"""

import os
import shutil
import subprocess
import sys

import pytest

PACKAGES = {"nginx": "nginx-light", "redis-server": "redis-server", "faketime": "faketime",
            "openssl": "openssl", "npm": "npm", "wrk": "wrk"}  # fmt: skip


def find(name: str) -> str | None:
    """The path of a program; servers are often outside of PATH."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def needed(name: str) -> str:
    """The same for a drill, which is skipped loudly where the program is missing."""
    path = find(name)
    if path is None:
        pytest.skip(f"NO {name.upper()}: THIS DRILL DID NOT RUN. Install {PACKAGES[name]}.")
    return path


def install(packages: list[str]) -> None:
    """Through the system's packages, where that is ours to do; otherwise nothing happens."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    if missing := [package for name, package in PACKAGES.items() if not find(name)]:
        install(missing)
    for program in PACKAGES:
        print(f"{program}: {find(program) or 'MISSING, ITS DRILLS ARE SKIPPED'}")
    sys.exit(0)
