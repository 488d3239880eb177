"""The tables as they are, for looking: nothing can be changed, files are the truth."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from catalog.models import (
    Family,
    Framework,
    Layer,
    Provider,
    Responsibility,
    Service,
    Source,
    Tier,
)

if TYPE_CHECKING:  # generic only in its stubs
    AnyModelAdmin = admin.ModelAdmin[Any]
else:
    AnyModelAdmin = admin.ModelAdmin


class ReadOnlyAdmin(AnyModelAdmin):
    """Lists and shows rows; refuses to add, change or delete."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Provider, Tier, Family, Layer, Framework)
class AxisAdmin(ReadOnlyAdmin):
    """Anything with a slug and a name."""

    list_display = ("slug", "name", "order")
    search_fields = ("slug", "name")


@admin.register(Service)
class ServiceAdmin(ReadOnlyAdmin):
    """Services by provider, tier and family."""

    list_display = ("identifier", "name", "tier", "family")
    list_filter = ("provider", "tier")
    list_select_related = ("tier", "family")
    search_fields = ("identifier", "name")


@admin.register(Responsibility)
class ResponsibilityAdmin(ReadOnlyAdmin):
    """Responsibilities by layer."""

    list_display = ("slug", "name", "layer")
    list_filter = ("layer",)
    search_fields = ("slug", "name", "question")


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    """Texts that claims rest on, oldest first."""

    list_display = ("title", "publisher", "as_of", "url")
    ordering = ("as_of",)
    search_fields = ("title", "url")
