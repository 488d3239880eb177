"""What the WSGI server runs: the site with its public answers kept, watched where asked for."""

import gc
import os
from importlib import import_module
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm_site.settings")

_site = get_wsgi_application()

# Django is set up only now
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


def _settle() -> None:
    """Load what the first request would load, and tell the garbage collector that all of it stays.

    Looking through it again and again took a fifth of the time of a first answer. The thresholds
    stay as they are: answers in cycles would pile up, and 20,000 objects are 50 MB of them.
    """
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()


_settle()
