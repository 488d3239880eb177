"""What the WSGI server runs: the site with its public answers kept."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm_site.settings")

_site = get_wsgi_application()

# Django is set up only now
from srm_site.editions import EditionWatch  # noqa: E402
from srm_site.middleware import current_edition  # noqa: E402
from srm_site.response_cache import CachedSite  # noqa: E402

application = CachedSite(_site, EditionWatch(current_edition), capacity=settings.CACHE_BYTES)
