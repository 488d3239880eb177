"""Addresses of matrices, cells and comparisons below /api/v1/, as JSON and as files."""

from django.urls import path

from matrices.api import audit, files, search, stacks, views

urlpatterns = [
    path("", views.root, name="api-root"),
    path("items/", views.ItemViewSet.as_view({"get": "list"}), name="api-items"),
    path(
        "items.<slug:extension>",
        files.ItemFileViewSet.as_view({"get": "download"}),
        name="api-items-file",
    ),
    path("changes/", views.ChangeViewSet.as_view({"get": "list"}), name="api-changes"),
    path("search/", search.search_answer, name="api-search"),
    path("search/suggestions/", search.search_suggestions, name="api-search-suggestions"),
    path("compare/", views.comparison, name="api-compare"),
    path("compare.<slug:extension>", files.comparison_file, name="api-compare-file"),
    path("export/catalog.<slug:extension>", files.catalogue_file, name="api-export"),
    path("stack/", stacks.stack, name="api-stack"),
    path("stack.<slug:extension>", files.stack_file, name="api-stack-file"),
    path("resolve/", stacks.resolve_upload, name="api-resolve"),
    path("export/oscal-catalog.json", audit.oscal_catalog, name="api-oscal-catalog"),
    path("export/oscal-<slug:document>.json", audit.oscal_document, name="api-oscal"),
    path("export/<slug:form>.loss.json", audit.audit_loss, name="api-loss"),
    path("export/<slug:form>.<slug:extension>", audit.audit_sheet, name="api-sheet"),
    path("tiers/<slug:slug>/matrix/", views.tier_matrix, name="api-tier-matrix"),
    path(
        "tiers/<slug:slug>/matrix.<slug:extension>",
        files.tier_matrix_file,
        name="api-tier-matrix-file",
    ),
    path(
        "services/<slug:provider>/<slug:service>/matrix/",
        views.service_matrix,
        name="api-matrix",
    ),
    path(
        "services/<slug:provider>/<slug:service>/matrix.oscal.json",
        audit.matrix_oscal,
        name="api-matrix-oscal",
    ),
    path(
        "services/<slug:provider>/<slug:service>/matrix.<slug:extension>",
        files.service_matrix_file,
        name="api-matrix-file",
    ),
]
