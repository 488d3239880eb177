"""Addresses of the pages that show cells."""

from django.urls import path
from django.views.decorators.http import require_safe

from matrices.views import (
    axes,
    changes,
    comparisons,
    coverage,
    frameworks,
    guide,
    questionnaires,
    reports,
    search,
    services,
    stacks,
    worksheets,
)

urlpatterns = [
    path("", axes.home, name="home"),
    path("providers/<slug:slug>/", axes.provider, name="provider"),
    path("tiers/", axes.tiers, name="tiers"),
    path("tiers/<slug:slug>/", axes.tier, name="tier"),
    path("families/<slug:slug>/", axes.family, name="family"),
    path("services/", services.service_list, name="services"),
    path("services/<slug:provider>/<slug:slug>/", services.service, name="service"),
    path("services/<slug:provider>/<slug:slug>/questions/", services.questions, name="questions"),
    path("responsibilities/<slug:slug>/", axes.responsibility, name="responsibility"),
    path("compare/", comparisons.compare_page, name="compare"),
    path("search/", search.search_page, name="search"),
    path("stack/", stacks.stack_page, name="stack"),
    path("resolve/", stacks.resolve_page, name="resolve"),
    path("worksheets/drill/", worksheets.drill, name="drill"),
    path("report/", reports.report, name="report"),
    path("frameworks/<slug:slug>/", frameworks.framework, name="framework"),
    path("worksheets/compare-caiq/", questionnaires.compare_caiq, name="compare-caiq"),
    path("changes/", changes.changes, name="changes"),
    path("changes/feed/", require_safe(changes.ChangesFeed()), name="changes-feed"),
    path("providers/<slug:slug>/feed/", require_safe(changes.ProviderFeed()), name="provider-feed"),
    path(
        "services/<slug:provider>/<slug:slug>/feed/",
        require_safe(changes.ServiceFeed()),
        name="service-feed",
    ),
    path("coverage/", coverage.coverage, name="coverage"),
    path("guide/", guide.index, name="guide"),
    path("guide/<slug:slug>/", guide.page, name="guide-page"),
]
