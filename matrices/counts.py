"""How many cells a filter leaves: counted once per revision, then remembered by this process.

Counting reads an index from end to end, so it takes longer the larger the catalogue is; a page
of a list does not. Filters are refused unless known, so that few different ones are remembered.
"""

import threading

from cachetools import LRUCache
from django.db.models import QuerySet

from matrices.models import ResolvedItem, Revision

_counts: LRUCache[tuple[object, str], int] = LRUCache(2000)
_lock = threading.Lock()


def count_of(items: QuerySet[ResolvedItem]) -> int:
    """The length of a list at the newest revision."""
    unordered = items.order_by()
    key = Revision.objects.newest(), str(unordered.query)
    with _lock:
        known = _counts.get(key)
    if known is None:
        known = unordered.count()
        with _lock:
            _counts[key] = known
    return known


def forget() -> None:
    """Count anew: for tests, in which other catalogues have the same revision."""
    with _lock:
        _counts.clear()
