"""The axes, read-only."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from catalog.api import serializers
from catalog.api.filtering import refuse_unknown_parameters
from catalog.api.selection import SELECTION, SELECTION_PARAMETERS, parse_selection
from catalog.filters import NoFilterSet, ResponsibilityFilterSet, ServiceFilterSet
from catalog.models import (
    Family,
    Framework,
    Layer,
    MovedService,
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

    queryset = (
        Service.objects.with_axes()
        .prefetch_related("also_in_families", "resource_types")
        .order_by("provider__order", "name", "identifier")
    )
    serializer_class = serializers.ServiceSerializer
    filterset_class = ServiceFilterSet
    further_parameters = SELECTION_PARAMETERS

    def get_serializer(self, *args: Any, **kwargs: Any) -> BaseSerializer[Service]:
        """Only the parts of `fields` and `omit`, so that the others are not even made."""
        made = super().get_serializer(*args, **kwargs)
        one: Any = getattr(made, "child", made)
        fields = one.fields
        selection = parse_selection(self.request.query_params, list(fields), always=["id"])
        for name in set(fields) - (selection.kept or fields.keys()):
            fields.pop(name)
        return made

    @extend_schema(parameters=SELECTION)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=SELECTION)
    def retrieve(  # type: ignore[override] # or the redirect to where it is now
        self, request: Request, provider: str, service: str
    ) -> Response | HttpResponseRedirect:
        try:
            return super().retrieve(request)
        except UnknownName:
            moved = MovedService.objects.filter(identifier=f"{provider}/{service}").first()
            if moved is None:
                raise
        address = reverse("service-detail", args=moved.target.identifier.split("/"))
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{address}?{query}" if query else address, status=308)

    def get_object(self) -> Service:
        refuse_unknown_parameters(self.request, self.further_parameters)
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

    queryset = Responsibility.objects.with_layer().with_controls().order_by("order", "slug")
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
