"""Find a Chromium for the browser tests, or install the system's.

`python -m tests.browser.chromium` does so before the suite and says what it found.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The path of a browser, CHROMIUM first where it is set."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def install_chromium() -> None:
    """Through the system's packages, where that is ours to do; otherwise nothing happens."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu"],
    ):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    if not find_chromium():
        install_chromium()
    if path := find_chromium():
        print(f"browser tests: {path}")
    else:
        print("NO CHROMIUM: BROWSER TESTS ARE SKIPPED. Install the package chromium.")
        sys.exit(1 if os.environ.get("CI") else 0)
