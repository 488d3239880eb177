"""One-table questions about the axes, as words of the domain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from catalog.models import (  # noqa: F401
        Control,
        Family,
        Framework,
        Provider,
        Responsibility,
        Service,
        Tier,
    )


class ProviderQuerySet(models.QuerySet["Provider"]):
    def with_services(self) -> ProviderQuerySet:
        """Only providers that offer at least one service in the catalogue."""
        return self.filter(services__isnull=False).distinct()

    def with_service_counts(self) -> ProviderQuerySet:
        return self.annotate(service_count=models.Count("services")).order_by("order", "slug")


class FamilyQuerySet(models.QuerySet["Family"]):
    def with_service_counts(self) -> FamilyQuerySet:
        """Counts the services whose first family this is."""
        return self.annotate(service_count=models.Count("services")).order_by("order", "slug")

    def with_services(self) -> FamilyQuerySet:
        """Only families that at least one service belongs to first."""
        return self.filter(services__isnull=False).distinct()

    def with_members(self) -> FamilyQuerySet:
        """The services whose first family each is, with their providers."""
        return self.prefetch_related("services__provider")


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered_by(self, provider: Provider) -> ServiceQuerySet:
        return self.filter(provider=provider)

    def in_tier(self, tier: Tier) -> ServiceQuerySet:
        return self.filter(tier=tier)

    def in_family(self, family: Family) -> ServiceQuerySet:
        """Services whose first or further family this is, each once."""
        further = self.model.also_in_families.through._default_manager.filter(family=family)
        first = models.Q(family=family)
        return self.filter(first | models.Q(pk__in=further.values("service_id")))

    def in_families(self, slugs: Sequence[str]) -> ServiceQuerySet:
        """The same for any of the families named."""
        first, further = (
            models.Q(family__slug__in=slugs),
            models.Q(also_in_families__slug__in=slugs),
        )
        return self.filter(first | further).distinct()

    def with_axes(self) -> ServiceQuerySet:
        """Provider, tier and family in the same query."""
        return self.select_related("provider", "tier", "family")

    def with_settings(self) -> ServiceQuerySet:
        return self.prefetch_related("settings__options")


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def with_layer(self) -> ResponsibilityQuerySet:
        return self.select_related("layer")

    def with_controls(self) -> ResponsibilityQuerySet:
        return self.prefetch_related("controls__framework")

    def behind(self, frameworks: Sequence[str], controls: Sequence[str]) -> ResponsibilityQuerySet:
        """Rows that any of the controls asks for, within the frameworks; nothing named: any."""
        wanted = models.Q(controls__isnull=False)
        if frameworks:
            wanted &= models.Q(controls__framework__slug__in=frameworks)
        if controls:
            wanted &= models.Q(controls__identifier__in=controls)
        return self.filter(wanted).distinct()


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def with_control_counts(self) -> FrameworkQuerySet:
        return self.annotate(control_count=models.Count("controls")).order_by("order", "slug")


class ControlQuerySet(models.QuerySet["Control"]):
    def identifiers(self, frameworks: Sequence[str] = ()) -> models.QuerySet[Control, str]:
        """What the controls are called, of the frameworks or of all."""
        wanted = self.filter(framework__slug__in=frameworks) if frameworks else self
        return wanted.values_list("identifier", flat=True)
