"""No placeholders and no words that say nothing; a sentence names what, where and when."""

import datetime
import re
from collections.abc import Iterator

from matrices.datafiles.places import every_item
from matrices.datafiles.reader import Catalogue, Fault

FILLER = (
    "best practice", "best practices", "as needed", "as appropriate", "where appropriate",
    "appropriate",
    "appropriately", "adequate", "adequately", "robust", "proper", "properly", "ensure", "ensures",
    "ensuring", "various", "etc", "and so on", "state-of-the-art", "industry-standard", "leverage",
    "seamless", "seamlessly", "regularly",
)  # fmt: skip
PLACEHOLDERS = ("todo", "tbd", "fixme", "xxx", "lorem", "placeholder", "n/a")
_WORDS = re.compile(rf"\b({'|'.join(map(re.escape, FILLER + PLACEHOLDERS))})\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|`[^`]*`|“[^”]*”')
FIELDS = ("provider_duty", "customer_duty", "default_state", "blast_radius", "recovery")


def check(catalogue: Catalogue, at: datetime.date) -> Iterator[Fault]:
    for place in every_item(catalogue):
        texts = [(name, getattr(place.item, name)) for name in FIELDS]
        texts += [("caveats", f"{caveat.when} {caveat.text}") for caveat in place.item.caveats]
        texts += [("checks", check.how) for check in place.item.checks]
        for field, text in texts:
            for word in _words_of(text):
                yield place.fault(
                    f"'{word}' says nothing; name the setting, the act, the date", field
                )
    for path, document in catalogue.files.items():
        summary = getattr(document, "summary", None)
        if summary is not None and (len(summary) < 20 or _words_of(summary)):
            yield Fault(path, "summary", "is a placeholder or filler; say what it is in a sentence")


def _words_of(text: str | None) -> list[str]:
    """Filler outside quotation marks and code."""
    return sorted({match.lower() for match in _WORDS.findall(_QUOTED.sub("", text or ""))})
