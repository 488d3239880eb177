"""One-table questions about cells and their history, as words of the domain."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

from matrices.choices import Basis, Level, Ownership
from matrices.datafiles.checks.stale import STALE_AFTER
from matrices.history import OWNER_SUFFIX, ChangeKind, subject_of_service

if TYPE_CHECKING:
    from catalog.models import Responsibility, Service
    from matrices.models import Change, ResolvedItem, Revision, TierDefault  # noqa: F401


class ResolvedItemQuerySet(models.QuerySet["ResolvedItem"]):
    def as_it_comes(self) -> ResolvedItemQuerySet:
        """Only cells of services with every setting at its default."""
        return self.filter(option__isnull=True)

    def of_service(self, service: Service) -> ResolvedItemQuerySet:
        return self.filter(service=service)

    def of_responsibility(self, responsibility: Responsibility) -> ResolvedItemQuerySet:
        return self.filter(responsibility=responsibility)

    def owned_by(self, ownership: Ownership) -> ResolvedItemQuerySet:
        return self.filter(ownership=ownership)

    def left_to_the_customer(self) -> ResolvedItemQuerySet:
        """Cells in which the customer has something to do."""
        return self.filter(ownership__in=[Ownership.CUSTOMER, Ownership.SHARED])

    def documented(self) -> ResolvedItemQuerySet:
        return self.filter(basis=Basis.DOCUMENTED)

    def read_at_service(self) -> ResolvedItemQuerySet:
        """Claims that a service's own file makes, itself or in an option; not inherited ones."""
        return self.filter(resolved_from__in=[Level.SERVICE, Level.OPTION])

    def stale(self, at: datetime.date) -> ResolvedItemQuerySet:
        """Claims last held against their source more than 180 days before `at`."""
        return self.filter(verified_on__lt=at - STALE_AFTER)

    def fresh(self, at: datetime.date) -> ResolvedItemQuerySet:
        """Claims verified within 180 days before `at`; unverified ones are neither."""
        return self.filter(verified_on__gte=at - STALE_AFTER)

    def with_axes(self) -> ResolvedItemQuerySet:
        """Everything that a list of cells names, in the same query."""
        return self.select_related(
            "service", "provider", "tier", "family", "layer", "responsibility", "option"
        )


class TierDefaultQuerySet(models.QuerySet["TierDefault"]):
    def with_parts(self) -> TierDefaultQuerySet:
        """Responsibility, caveats, checks and citations with their sources."""
        return self.select_related("responsibility").prefetch_related(
            "caveats", "checks", "citations__source"
        )


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest_number(self) -> int:
        """0 before the first import."""
        return self.newest()[0]

    def newest(self) -> tuple[int, datetime.datetime | None]:
        """Number and time; (0, None) before the first import."""
        found = self.order_by("-number").values_list("number", "created_at").first()
        return found or (0, None)


class ChangeQuerySet(models.QuerySet["Change"]):
    def since(self, revision: int) -> ChangeQuerySet:
        """Changes of revisions after `revision`."""
        return self.filter(revision__gt=revision)

    def of_services(self, identifiers: Iterable[str]) -> ChangeQuerySet:
        return self.filter(subject__in=[subject_of_service(each) for each in identifiers])

    def of_providers(self, slugs: Iterable[str]) -> ChangeQuerySet:
        """Changes of the providers' own files and of all of their services."""
        wanted = models.Q(pk__in=[])
        for slug in slugs:
            wanted |= models.Q(subject__startswith=f"providers/{slug}/")
        return self.filter(wanted)

    def of_kinds(self, kinds: Iterable[str]) -> ChangeQuerySet:
        """Changes of any of the kinds of `matrices.history.ChangeKind`."""
        whole, moved = models.Q(field=""), models.Q(field__endswith=OWNER_SUFFIX)
        conditions = {
            ChangeKind.ADDED: whole & models.Q(before=""),
            ChangeKind.REMOVED: whole & ~models.Q(before=""),
            ChangeKind.LINE_MOVED: moved,
            ChangeKind.WORDS_CHANGED: ~whole & ~moved,
        }
        wanted = models.Q(pk__in=[])
        for kind in kinds:
            wanted |= conditions[ChangeKind(kind)]
        return self.filter(wanted)
