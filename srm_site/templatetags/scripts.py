"""Scripts of our own origin, with the digest that the browser holds them against."""

import base64
import hashlib
from functools import lru_cache

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def script(name: str) -> SafeString:
    """A deferred script; without a digest as long as static files are not collected."""
    integrity = _integrity(name)
    address = staticfiles_storage.url(name)
    if not integrity:
        return format_html('<script src="{}" defer></script>', address)
    return format_html('<script src="{}" integrity="{}" defer></script>', address, integrity)


@lru_cache
def _integrity(name: str) -> str:
    stored = getattr(staticfiles_storage, "stored_name", str)(name)
    try:
        with staticfiles_storage.open(stored) as file:
            digest = hashlib.sha384(file.read()).digest()
    except FileNotFoundError:
        return ""
    return f"sha384-{base64.b64encode(digest).decode()}"
