"""What changed, as a page and as Atom feeds."""

import datetime
from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from catalog.api.filtering import filter_errors
from catalog.models import Provider, Service
from matrices.filters import ChangeFilterSet
from matrices.history import ChangeFacts, ChangeKind, facts_of
from matrices.importer.changes import FieldChange
from matrices.models import Change
from matrices.querysets import ChangeQuerySet

PAGE_SIZE = 100
FEED_SIZE = 50


@dataclass(frozen=True)
class ToldChange:
    """A change with what it is about."""

    change: Change
    facts: ChangeFacts


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Changes, newest first, with before and after."""
    filterset = ChangeFilterSet(request.GET, queryset=Change.objects.select_related("revision"))
    errors = filter_errors(filterset, request.GET, ["page"])
    found = Change.objects.none() if errors else filterset.qs
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "matrices/changes.html",
        {
            "errors": errors,
            "page": page,
            "changes": [_told(change) for change in page],
            "chosen": request.GET,
            "kept": kept.urlencode(),
            "kinds": [(kind.value, kind.value.replace("-", " ")) for kind in ChangeKind],
            "providers": Provider.objects.with_services(),
        },
        status=400 if errors else 200,
    )


def _told(change: Change) -> ToldChange:
    return ToldChange(change, facts_of(change.subject, change.field, change.before, change.after))


class ChangesFeed(Feed):  # type: ignore[type-arg] # generic only in its stubs
    """The newest changes of the whole catalogue."""

    feed_type = Atom1Feed
    title = "SRM Atlas: changes"
    subtitle = "Where the line between provider and customer moved, and what was said anew."

    def link(self) -> str:
        return reverse("changes")

    def items(self, scope: ChangeQuerySet | None) -> list[Change]:
        found = Change.objects.all() if scope is None else scope
        return list(found.select_related("revision")[:FEED_SIZE])

    def item_title(self, item: Change) -> str:
        facts = _told(item).facts
        about = facts.responsibility or facts.part or "file"
        return f"{facts.service or item.subject}: {about} ({facts.kind.value.replace('-', ' ')})"

    def item_description(self, item: Change) -> str:
        told = str(FieldChange(item.subject, item.field, item.before, item.after))
        return f"{told} Why: {item.revision.reason}" if item.revision.reason else told

    def item_link(self, item: Change) -> str:
        return _told(item).facts.address or reverse("changes")

    def item_guid(self, item: Change) -> str:
        return f"tag:srm-atlas,2026:change/{item.pk}"

    def item_updateddate(self, item: Change) -> datetime.datetime:
        return item.revision.created_at


class ProviderFeed(ChangesFeed):
    """The newest changes of one provider and its services."""

    def get_object(self, request: HttpRequest, slug: str) -> ChangeQuerySet:
        provider = get_object_or_404(Provider, slug=slug)
        return Change.objects.of_providers([provider.slug])


class ServiceFeed(ChangesFeed):
    """The newest changes of one service."""

    def get_object(self, request: HttpRequest, provider: str, slug: str) -> ChangeQuerySet:
        service = get_object_or_404(Service, identifier=f"{provider}/{slug}")
        return Change.objects.of_services([service.identifier])
