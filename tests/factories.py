"""A small catalogue to change in one place and break: two tiers, two families, three services."""

import copy
from pathlib import Path
from typing import Any

import yaml

Files = dict[str, dict[str, Any]]

DAY = "2026-01-15"

_SOURCE = {
    "url": "https://docs.example.com/storage/security.html",
    "title": "Security of the store",
    "publisher": "Example",
    "as_of": "2025-11-03",
}

_DOCUMENTED = {
    "ownership": "shared",
    "basis": "documented",
    "provider_duty": "Encrypts every new object with AES-256.",
    "customer_duty": "Chooses the key in the bucket's default encryption.",
    "default_state": "On with a provider key since 2023-01-05.",
    "caveats": [
        {"when": "the object is older", "text": "It stays as it was.", "since": "2023-01-05"}
    ],
    "checks": [{"tool": "cli", "id": "store get-encryption", "how": "Prints the algorithm."}],
    "blast_radius": "Whoever copies the disk reads the object.",
    "recovery": "Copy the object onto itself.",
    "citations": [{"source": "security", "locator": "Default encryption", "read_on": DAY}],
    "verified_on": DAY,
}

_FILES: Files = {
    "layers.yaml": {
        "layers": {
            "data": {"name": "Data", "order": 1, "summary": "What is stored and who may read it."},
            "identity": {"name": "Identity", "order": 2, "summary": "Who may act, and as whom."},
        }
    },
    "responsibilities.yaml": {
        "responsibilities": {
            "encryption-at-rest": {
                "name": "Encryption at rest",
                "layer": "data",
                "question": "Who encrypts what is stored?",
                "why_it_matters": "A disk can leave the building.",
                "controls": {"nist-sp-800-53": ["SC-28"]},
            },
            "backup-execution": {
                "name": "Taking backups",
                "layer": "data",
                "question": "Who takes backups?",
                "why_it_matters": "What nobody copied cannot come back.",
            },
            "iam-policy-review": {
                "name": "IAM policy review",
                "layer": "identity",
                "question": "Who reviews policies?",
                "why_it_matters": "Rights only ever grow by themselves.",
            },
        }
    },
    "tiers/abstracted.yaml": {
        "name": "Abstracted services",
        "short_name": "Abstracted",
        "order": 20,
        "summary": "Reached only through an API endpoint.",
        "items": {
            "encryption-at-rest": {
                "ownership": "provider",
                "provider_duty": "Encrypts the disks under the service.",
            },
            "backup-execution": {
                "ownership": "customer",
                "customer_duty": "Copies what must survive a deletion.",
                "blast_radius": "Deleted data stays deleted.",
                "recovery": "Restore from the last copy.",
            },
            "iam-policy-review": {
                "ownership": "customer",
                "customer_duty": "Reads every policy once a quarter.",
            },
        },
    },
    "tiers/iaas.yaml": {
        "name": "Infrastructure as a service",
        "short_name": "IaaS",
        "order": 10,
        "summary": "Rented machines, networks and disks.",
        "items": {
            "encryption-at-rest": {
                "ownership": "customer",
                "customer_duty": "Encrypts the volumes of its machines.",
            },
            "backup-execution": {
                "ownership": "customer",
                "customer_duty": "Takes snapshots of its volumes.",
            },
            "iam-policy-review": {
                "ownership": "customer",
                "customer_duty": "Reads every machine role once a quarter.",
            },
        },
    },
    "families/object-storage.yaml": {
        "name": "Object storage",
        "summary": "Objects in buckets behind an HTTPS API.",
        "order": 10,
        "compare_responsibilities": ["encryption-at-rest"],
        "known_differences": [
            {
                "responsibility": "iam-policy-review",
                "services": ["acme/store", "bolt/blobs"],
                "text": "Acme has two policy languages, Bolt has one.",
            }
        ],
    },
    "families/virtual-machines.yaml": {
        "name": "Virtual machines",
        "summary": "Machines rented by the second.",
        "order": 20,
    },
    "frameworks/nist-sp-800-53.yaml": {
        "name": "NIST SP 800-53",
        "version": "Revision 5",
        "publisher": "NIST",
        "url": "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
        "licence": "Public domain",
        "order": 10,
        "controls": {"SC-28": "Protection of Information at Rest"},
    },
    "providers/acme/provider.yaml": {
        "name": "Acme Cloud",
        "short_name": "Acme",
        "summary": "Sells storage and machines.",
        "order": 10,
    },
    "providers/acme/services/store.yaml": {
        "name": "Acme Store",
        "summary": "Object storage of Acme, one Region per bucket.",
        "tier": "abstracted",
        "family": "object-storage",
        "aliases": ["Store"],
        "resource_types": {"terraform": ["acme_store_bucket"]},
        "sources": {"security": _SOURCE},
        "items": {"encryption-at-rest": _DOCUMENTED},
        "settings": {
            "encryption-key": {
                "name": "Encryption key",
                "default": "provider-key",
                "options": {
                    "provider-key": {"name": "Key of the provider"},
                    "own-key": {
                        "name": "Key of the customer",
                        "items": {
                            "encryption-at-rest": {
                                "ownership": "customer",
                                "customer_duty": "Keeps the key and grants the store its use.",
                            }
                        },
                    },
                    "no-key": {"name": "No encryption"},
                },
            },
            "versioning": {
                "name": "Versioning",
                "default": "versioning-off",
                "options": {
                    "versioning-off": {"name": "Off"},
                    "versioning-on": {
                        "name": "On",
                        "items": {
                            "backup-execution": {
                                "ownership": "shared",
                                "provider_duty": "Keeps every overwritten version.",
                                "customer_duty": "Limits versions with a lifecycle rule.",
                            }
                        },
                    },
                },
            },
        },
    },
    "providers/acme/services/machines.yaml": {
        "name": "Acme Machines",
        "summary": "Virtual machines of Acme in one zone.",
        "tier": "iaas",
        "family": "virtual-machines",
    },
    "providers/bolt/provider.yaml": {
        "name": "Bolt Cloud",
        "short_name": "Bolt",
        "summary": "Sells object storage only.",
        "order": 20,
        "moved_services": {"buckets": "bolt/blobs"},
    },
    "providers/bolt/services/blobs.yaml": {
        "name": "Bolt Blobs",
        "summary": "Object storage of Bolt in two zones.",
        "tier": "abstracted",
        "family": "object-storage",
    },
}

STORE = "providers/acme/services/store.yaml"
MACHINES = "providers/acme/services/machines.yaml"
BLOBS = "providers/bolt/services/blobs.yaml"


def small_catalogue() -> Files:
    """A fresh copy of the files, free to change."""
    return copy.deepcopy(_FILES)


def write_files(root: Path, files: Files) -> Path:
    """Write the files below `root` and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return root
