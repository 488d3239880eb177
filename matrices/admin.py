"""Cells, claims and history as they are, for looking."""

from django.contrib import admin

from catalog.admin import ReadOnlyAdmin
from matrices.models import Change, Check, Citation, ResolvedItem, Revision


@admin.register(ResolvedItem)
class ResolvedItemAdmin(ReadOnlyAdmin):
    """What readers get."""

    list_display = ("service", "option", "responsibility", "ownership", "basis", "resolved_from")
    list_filter = ("ownership", "basis", "resolved_from", "layer", "provider")
    list_select_related = ("service", "option", "responsibility")
    search_fields = ("service__identifier", "responsibility__slug")


@admin.register(Check)
class CheckAdmin(ReadOnlyAdmin):
    """Checks by tool."""

    list_display = ("tool", "identifier", "how")
    list_filter = ("tool",)
    search_fields = ("identifier",)


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    """Which place of which text is cited."""

    list_display = ("source", "locator", "read_on")
    list_select_related = ("source",)
    search_fields = ("source__url", "source__title")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """Imports that changed something."""

    list_display = ("number", "created_at", "change_count")


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """What each import changed, field by field."""

    list_display = ("revision", "subject", "field")
    search_fields = ("subject", "field")
