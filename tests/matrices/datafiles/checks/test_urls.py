"""Addresses are public, secure and without the marks of the reader who copied them."""

import pytest

from matrices.datafiles.checks import urls
from tests.factories import STORE, small_catalogue
from tests.matrices.datafiles.checks.found import Find, places

PROVIDER = "providers/acme/provider.yaml"


@pytest.mark.parametrize(
    "url",
    [
        "https://docs.example.com/storage/security.html#default-encryption",
        "https://docs.example.com/page?tab=2",
        "https://learn.microsoft.com/azure/storage/",
        "https://example.com/en-us/security",
    ],
)
def test_public_address_passes(find: Find, url: str) -> None:
    files = small_catalogue()
    files[STORE]["sources"]["security"]["url"] = url

    assert find(urls.check, files) == []


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://docs.example.com/", "does not start with https://"),
        ("https://localhost/", "has no public host name"),
        ("https://docs.example.com:8443/", "has no public host name"),
        ("https://me@docs.example.com/", "has no public host name"),
        ("https:///page", "has no public host name"),
        ("https://[::1/", "is not an address"),
        ("https://learn.microsoft.com/de-de/azure/", "names a language; remove /de-de/"),
        ("https://docs.example.com/?utm_source=x", "carries ?utm_source=x; remove it"),
        ("https://cloud.example.com/docs?hl=de", "carries ?hl=de; remove it"),
        pytest.param(
            "https://docs.example.com:port/",
            "is not an address",
        ),
        pytest.param(
            "https://docs.example.com:99999/",
            "is not an address",
        ),
    ],
)
def test_other_address_of_a_source_is_refused(find: Find, url: str, problem: str) -> None:
    files = small_catalogue()
    files[STORE]["sources"]["security"]["url"] = url

    [fault] = find(urls.check, files)

    assert (fault.file, fault.key, fault.problem) == (STORE, "sources.security.url", problem)


@pytest.mark.parametrize(
    ("file", "field"),
    [
        (PROVIDER, "website"),
        (PROVIDER, "model_url"),
        ("frameworks/nist-sp-800-53.yaml", "url"),
    ],
)
def test_address_of_a_provider_or_framework_is_looked_at(find: Find, file: str, field: str) -> None:
    files = small_catalogue()
    files[file][field] = "http://example.com/"

    assert places(find(urls.check, files)) == [(file, field)]


def test_address_of_documentation_is_told_with_the_fault(find: Find) -> None:
    files = small_catalogue()
    files[STORE]["docs"] = ["https://docs.example.com/", "http://old.example.com/"]

    [fault] = find(urls.check, files)

    assert (fault.file, fault.key) == (STORE, "docs")
    assert fault.problem == "http://old.example.com/ does not start with https://"


def test_every_fault_of_an_address_is_told(find: Find) -> None:
    files = small_catalogue()
    files[PROVIDER]["website"] = "http://localhost/?utm_medium=mail"

    assert places(find(urls.check, files)) == [(PROVIDER, "website")] * 3
