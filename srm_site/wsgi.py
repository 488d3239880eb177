"""What the WSGI server runs: the site with its public answers kept, watched where asked for."""

import gc
import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm_site.settings")

_site = get_wsgi_application()

# Django is set up only now
from django.urls import get_resolver  # noqa: E402

from srm_site.editions import EditionWatch  # noqa: E402
from srm_site.middleware import current_edition  # noqa: E402
from srm_site.observation import Observed, Record  # noqa: E402
from srm_site.response_cache import CachedSite  # noqa: E402


def _recorder() -> Record | None:
    if not settings.METRICS_TOKEN:
        return None
    from srm_site import metrics  # noqa: PLC0415  makes files as soon as it is imported

    return metrics.record


application: WSGIApplication = CachedSite(
    _site, EditionWatch(current_edition), capacity=settings.CACHE_BYTES
)
if settings.METRICS_TOKEN or settings.LOG_REQUESTS:
    application = Observed(application, _recorder())

# What is loaded now stays: looking through it again and again would take a fifth of the time of
# a first answer, whose own objects are gone when it is sent.
get_resolver().url_patterns  # noqa: B018 # loads every view
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
