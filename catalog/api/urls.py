"""Addresses of the axes below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from catalog.api import views

router = SimpleRouter()
router.register("providers", views.ProviderViewSet)
router.register("tiers", views.TierViewSet)
router.register("families", views.FamilyViewSet)
router.register("layers", views.LayerViewSet)
router.register("responsibilities", views.ResponsibilityViewSet)
router.register("frameworks", views.FrameworkViewSet)
router.register("sources", views.SourceViewSet)

urlpatterns = [
    *router.urls,
    path("services/", views.ServiceViewSet.as_view({"get": "list"}), name="service-list"),
    path(
        "services/<slug:provider>/<slug:service>/",
        views.ServiceViewSet.as_view({"get": "retrieve"}),
        name="service-detail",
    ),
]
