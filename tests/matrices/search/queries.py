"""What people ask, for the tests of ranking; run as a module, prints the answers as JSON.

`python -m tests.matrices.search.queries` asks the database that DATABASE_URL or DATA_DIR names.
"""

import json
import os
import sys
from typing import Any

ASKED = [
    "s3", "dynmo", "cloudsql", "cloud sqll", "kubernets", "lambad", "gcs", "object storage",
    "encryption at rest", "encrpytion", "autopilot", "gke autopilot node patching",
    "who patches eks nodes", "who is responsible for patching rds", "s3 backup",
    "eks etcd encryption", "aws_s3_bucket", "AWS::S3::Bucket", "Microsoft.Storage/storageAccounts",
    "storage.googleapis.com/Bucket", "s3 vs gcs", "compare eks with gke", "gcp", "aws", "paas",
    "postgres", "pub/sub", "clou", "st", "a", "physical media destruction", "shared fate",
    "versioning", "who can read my objects", "what happens when a zone fails", "nist", "the",
    "deleted data stays deleted", "key rotation in azure key vault", "restore", "etcd",
]  # fmt: skip


def answers() -> dict[str, Any]:
    """Every hit of every query, and the suggestions."""
    # Imported late: as a module this runs before Django is set up.
    from matrices.search import search, suggest, told  # noqa: PLC0415

    everything: dict[str, Any] = {}
    for text in ASKED:
        answer = search(text)
        hits = told(answer.hits, answer)
        everything[text] = {
            "read_as": answer.read_as,
            "comparison": answer.comparison.services if answer.comparison else None,
            "capped": answer.capped,
            "hits": [[hit.match.label, hit.kind, hit.id, hit.via, hit.text] for hit in hits],
            "suggestions": [[hit.match.label, hit.kind, hit.id] for hit in suggest(text)],
        }
    return everything


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm_site.settings")
    django.setup()
    json.dump(answers(), sys.stdout)
