"""What keeps others out: isolation of pages in the browser, and patience with logins."""

import hashlib
import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from srm_site.errors import refuse
from srm_site.rate_limits import client_of, count

LOGIN_WINDOW = 15 * 60  # seconds
_UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in _UNUSED)

GetResponse = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger(__name__)


def isolate(get_response: GetResponse) -> GetResponse:
    """No device, no sensor; no other site may embed anything but answers of the API."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_open = request.path.startswith("/api/v1/")
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if is_open else "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        return response

    return middleware


def limit_logins(get_response: GetResponse) -> GetResponse:
    """LOGIN_ATTEMPTS for an address and for a name in 15 minutes, counted before any password.

    Where the counters fail nobody logs in: guessing must not become free.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or request.path != f"/{settings.ADMIN_PATH}login/":
            return get_response(request)
        client = client_of(request.META, settings.TRUSTED_PROXIES)
        try:
            seconds = _seconds_to_wait(client, request.POST.get("username", ""))
        except Exception:  # whatever a cache raises
            log.exception("The cache that counts logins fails; nobody can log in.")
            return refuse(request, 503, "Nobody can log in at the moment.")
        if seconds:
            log.warning("login refused: too many attempts", extra={"client": client})
            response: HttpResponseBase = refuse(request, 429, f"Too many logins: wait {seconds} s.")
            response["Retry-After"] = str(seconds)
            return response
        response = get_response(request)
        outcome = "succeeded" if response.status_code == 302 else "failed"
        log.warning("login %s", outcome, extra={"client": client})
        return response

    return middleware


def _seconds_to_wait(client: str, name: str) -> int:
    """0 where another attempt is allowed. Names are counted by digest: a key takes no text."""
    digest = hashlib.sha256(name.casefold().encode("utf-8", "replace")).hexdigest()
    limit, now = settings.LOGIN_ATTEMPTS, time.time()
    counts = [
        count("logins-from", client, limit, now, LOGIN_WINDOW),
        count("logins-as", digest, limit, now, LOGIN_WINDOW),
    ]
    return max((each.seconds_left for each in counts if each.is_exceeded), default=0)
