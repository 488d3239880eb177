"""What a worker holds before anybody asked for anything."""

import json
import subprocess
import sys

from tests.served import ROOT

ASKED = """
import gc, json, sys
import srm_site.wsgi
print(json.dumps([gc.get_freeze_count(), gc.isenabled(), sorted(sys.modules)]))
"""


def test_worker_settles_with_what_pages_need_and_no_more() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, text=True, check=True
    )

    frozen, is_collecting, modules = json.loads(done.stdout)

    assert frozen > 100_000
    assert is_collecting
    assert "matrices.views.services" in modules
    assert "openpyxl" not in modules
