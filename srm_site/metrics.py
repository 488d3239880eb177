"""Numbers for Prometheus, added up over all workers of one `serve`.

Every worker writes its numbers into files of METRICS_DIR; whichever worker is asked reads them
all. `serve` empties the folder when it starts; a respawned worker goes on beside the files of the
dead one, so that no counter goes back.
"""

import os
from collections.abc import Iterable

from django.conf import settings

settings.METRICS_DIR.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(settings.METRICS_DIR))

# The library reads the variable when it is imported
from prometheus_client import (  # noqa: E402
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402
from prometheus_client.registry import Collector  # noqa: E402

from matrices.models import Revision  # noqa: E402

CONTENT_TYPE = CONTENT_TYPE_LATEST
BUCKETS = (0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_REQUESTS = Counter("srm_requests", "Requests answered", ["method", "kind", "status", "source"])
_SECONDS = Histogram(
    "srm_request_seconds", "Time to the first byte", ["kind", "source"], buckets=BUCKETS
)


def record(method: str, kind: str, status: str, source: str, seconds: float) -> None:
    """Count one request."""
    _REQUESTS.labels(method, kind, status, source).inc()
    _SECONDS.labels(kind, source).observe(seconds)


class _Catalogue(Collector):
    """What the database says now, whichever worker asks."""

    def collect(self) -> Iterable[Metric]:
        number, revised_at = Revision.objects.newest()
        yield GaugeMetricFamily("srm_revision", "The newest revision", number)
        if revised_at:
            name, text = "srm_revised_timestamp_seconds", "When it was imported"
            yield GaugeMetricFamily(name, text, revised_at.timestamp())


def all_numbers() -> bytes:
    """What Prometheus reads."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(_Catalogue())
    return generate_latest(registry)
