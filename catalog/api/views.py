"""The axes, read-only."""

from django.db.models import Count, QuerySet
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from catalog.api import serializers
from catalog.filters import NoFilterSet, ResponsibilityFilterSet, ServiceFilterSet
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
from catalog.names import UnknownName


class ProviderViewSet(ReadOnlyModelViewSet[Provider]):
    """Who sells the services."""

    queryset = Provider.objects.with_service_counts()
    serializer_class = serializers.ProviderSerializer
    filterset_class = NoFilterSet
    lookup_field = "slug"


class TierViewSet(ReadOnlyModelViewSet[Tier]):
    """How much of the stack the provider runs."""

    queryset = Tier.objects.all()
    serializer_class = serializers.TierSerializer
    filterset_class = NoFilterSet
    lookup_field = "slug"


class FamilyViewSet(ReadOnlyModelViewSet[Family]):
    """Equivalent services of different providers."""

    queryset = Family.objects.with_service_counts()
    serializer_class = serializers.FamilySerializer
    filterset_class = NoFilterSet
    lookup_field = "slug"


class ServiceViewSet(ReadOnlyModelViewSet[Service]):
    """Services; the address of one is its identifier, `<provider>/<service>`."""

    queryset = Service.objects.with_axes().prefetch_related("also_in_families", "resource_types")
    serializer_class = serializers.ServiceSerializer
    filterset_class = ServiceFilterSet

    def get_object(self) -> Service:
        identifier = f"{self.kwargs['provider']}/{self.kwargs['service']}"
        found = self.get_queryset().filter(identifier=identifier).first()
        if found is None:
            known = Service.objects.values_list("identifier", flat=True)
            raise UnknownName("path", identifier, list(known))
        return found


class LayerViewSet(ReadOnlyModelViewSet[Layer]):
    """Groups of responsibilities, from the building up to the contract."""

    queryset = Layer.objects.all()
    serializer_class = serializers.LayerSerializer
    filterset_class = NoFilterSet
    lookup_field = "slug"


class ResponsibilityViewSet(ReadOnlyModelViewSet[Responsibility]):
    """Duties, phrased as questions, with the controls that ask for them."""

    queryset = Responsibility.objects.with_layer().with_controls()
    serializer_class = serializers.ResponsibilitySerializer
    filterset_class = ResponsibilityFilterSet
    lookup_field = "slug"


class FrameworkViewSet(ReadOnlyModelViewSet[Framework]):
    """Published sets of controls; the detail lists controls with their responsibilities."""

    queryset = Framework.objects.with_control_counts()
    filterset_class = NoFilterSet
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Framework]:
        frameworks = Framework.objects.with_control_counts()
        if self.action == "retrieve":
            return frameworks.prefetch_related("controls__responsibilities")
        return frameworks

    def get_serializer_class(self) -> type[BaseSerializer[Framework]]:
        if self.action == "retrieve":
            return serializers.FrameworkDetailSerializer
        return serializers.FrameworkSerializer


class SourceViewSet(ReadOnlyModelViewSet[Source]):
    """Texts that claims rest on, each with the date of the text."""

    queryset = Source.objects.annotate(citation_count=Count("citations")).order_by("slug")
    serializer_class = serializers.SourceSerializer
    filterset_class = NoFilterSet
    lookup_field = "slug"
