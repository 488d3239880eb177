"""Addresses of matrices, cells and comparisons below /api/v1/."""

from django.urls import path

from matrices.api import stacks, views

urlpatterns = [
    path("", views.root, name="api-root"),
    path("items/", views.ItemViewSet.as_view({"get": "list"}), name="api-items"),
    path("changes/", views.ChangeViewSet.as_view({"get": "list"}), name="api-changes"),
    path("compare/", views.comparison, name="api-compare"),
    path("compare.csv", views.comparison_as_csv, name="api-compare-csv"),
    path("stack/", stacks.stack, name="api-stack"),
    path("stack.csv", stacks.stack_as_csv, name="api-stack-csv"),
    path("resolve/", stacks.resolve_upload, name="api-resolve"),
    path("items.csv", views.ItemViewSet.as_view({"get": "download"}), name="api-items-csv"),
    path("tiers/<slug:slug>/matrix.csv", views.tier_matrix_csv, name="api-tier-matrix-csv"),
    path("tiers/<slug:slug>/matrix/", views.tier_matrix, name="api-tier-matrix"),
    path(
        "services/<slug:provider>/<slug:service>/matrix/",
        views.service_matrix,
        name="api-matrix",
    ),
    path(
        "services/<slug:provider>/<slug:service>/matrix.csv",
        views.service_matrix_csv,
        name="api-matrix-csv",
    ),
]
