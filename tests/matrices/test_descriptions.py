"""What pages tell of services beside their matrices."""

import pytest

from catalog.models import Family, Provider, Service
from matrices.descriptions import MOST_SIBLINGS, ServiceName, described, offers
from matrices.importer import ImportReport
from matrices.reading.services import matrix

pytestmark = pytest.mark.django_db


def test_description_says_what_the_rows_say(bundled_catalogue: None) -> None:
    for row in Service.objects.with_axes().filter(provider__slug="aws"):
        about = described(matrix(row.identifier).service)

        assert (about.summary, about.vendor_tier, about.tier_name) == (
            row.summary, row.vendor_tier, row.tier.name,
        )  # fmt: skip
        assert [*about.aliases, *about.docs] == [*row.aliases, *row.docs]
        assert list(about.resource_types) == [each.name for each in row.resource_types.all()]
        family = Service.objects.in_family(row.family).exclude(pk=row.pk).order_by("identifier")
        assert [each.identifier for each in about.siblings] == [
            each.identifier for each in family[:MOST_SIBLINGS]
        ]


def test_services_of_a_family_are_found_by_its_name(small: ImportReport) -> None:
    family = Family.objects.get(slug="object-storage")

    assert set(Service.objects.in_families([family.slug])) == set(Service.objects.in_family(family))


def test_offers_are_all_services_by_provider(small: ImportReport) -> None:
    assert [(each.name, each.services) for each in offers()] == [
        (
            provider.short_name,
            tuple(ServiceName(each.identifier, each.name) for each in provider.services.all()),
        )
        for provider in Provider.objects.with_services()
    ]
