"""Cells through ModelSerializer, with `select_related` and pages of 200."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from rest_framework import generics, pagination, serializers

from catalog.models import Service
from matrices.models import ResolvedItem


class ServiceSerializer(serializers.ModelSerializer[Service]):
    provider = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    tier = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    family = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)

    class Meta:
        model = Service
        fields = ("identifier", "name", "provider", "tier", "family")


class ItemSerializer(serializers.ModelSerializer[ResolvedItem]):
    service = ServiceSerializer()
    responsibility = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    layer = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    caveats = serializers.JSONField()
    checks = serializers.JSONField()
    citations = serializers.JSONField()

    class Meta:
        model = ResolvedItem
        fields = (
            "service", "responsibility", "layer", "ownership", "basis", "resolved_from",
            "provider_duty", "customer_duty", "default_state", "caveats", "checks",
            "blast_radius", "recovery", "citations", "verified_on",
        )  # fmt: skip


class Pages(pagination.PageNumberPagination):
    page_size = 200


class ItemList(generics.ListAPIView[ResolvedItem]):
    """Cells of the services named by commas."""

    serializer_class = ItemSerializer
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[ResolvedItem]:
        return (
            ResolvedItem.objects.filter(
                option=None,
                service__identifier__in=self.request.query_params["service"].split(","),
            )
            .select_related(
                "service__provider", "service__tier", "service__family", "responsibility", "layer"
            )
            .order_by("service__name", "responsibility__order")
        )


urlpatterns = [path("items/", ItemList.as_view())]
