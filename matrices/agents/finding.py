"""Services and duties by what people call them. The only place that agents' names go through."""

import difflib
import re
from collections.abc import Iterable

from catalog.models import Responsibility, Service

MOST_WORDS = 12
_WORD = re.compile(r"[a-z0-9]+")


def find_services(query: str, provider: str = "", limit: int = 10) -> list[Service]:
    """Services whose names, aliases or resource types hold all words of the query, best first."""
    services = Service.objects.with_axes().with_settings().prefetch_related("resource_types")
    if provider:
        services = services.filter(provider__slug=provider)
    ranked = [(_rank(query, _names_of(service)), service) for service in services]
    found = sorted((pair for pair in ranked if pair[0] > 0), key=lambda pair: -pair[0])
    return [service for _, service in found[:limit]]


def find_duties(query: str, limit: int = 5) -> list[str]:
    """Slugs of responsibilities that are meant by the query, best first."""
    duties = Responsibility.objects.all()
    ranked = [
        (_rank(query, [duty.slug, duty.name, duty.question, *duty.terms]), duty.slug)
        for duty in duties
    ]
    found = sorted((pair for pair in ranked if pair[0] > 0), key=lambda pair: -pair[0])
    return [slug for _, slug in found[:limit]]


def suggestions(name: str, accepted: Iterable[str]) -> list[str]:
    """Up to five accepted names that look like it."""
    return difflib.get_close_matches(name[:200].lower(), list(accepted), n=5, cutoff=0.4)


def _names_of(service: Service) -> list[str]:
    types = [each.name for each in service.resource_types.all()]
    return [service.identifier, service.name, service.slug, *service.aliases, *types]


def _rank(query: str, names: Iterable[str]) -> int:
    """3: is one of the names; 2: all words stand in one name; 1: in all together; 0: not."""
    wanted = _words(query)[:MOST_WORDS]
    if not wanted:
        return 0
    known = [_words(name) for name in names]
    if wanted in known:
        return 3
    if any(set(wanted) <= set(words) for words in known):
        return 2
    return 1 if set(wanted) <= {word for words in known for word in words} else 0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
