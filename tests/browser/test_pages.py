"""Pages in a real browser: nothing overflows, nothing is refused, links and forms work."""

import pytest
from playwright.sync_api import Browser, Page

from tests.matrices.questionnaires.files import crm

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/providers/",
    "/providers/aws/",
    "/tiers/",
    "/tiers/paas/",
    "/families/",
    "/families/object-storage/",
    "/services/",
    "/services/aws/s3/",
    "/services/aws/eks/?options=auto-mode",
    "/services/aws/rds/questions/",
    "/responsibilities/",
    "/responsibilities/node-os-patching/",
    "/compare/",
    "/compare/?services=aws/s3,gcp/cloud-storage,azure/blob-storage",
    "/worksheets/drill/?services=aws/rds,gcp/cloud-sql",
    "/worksheets/compare-caiq/",
    "/changes/",
    "/coverage/",
    "/guide/",
    "/guide/misconceptions/",
    "/frameworks/nist-csf/",
    "/api/docs/",
]


@pytest.mark.parametrize("address", PAGES)
def test_page_loads_without_errors(page: Page, site: str, address: str) -> None:
    response = page.goto(site + address)

    assert response is not None
    assert response.status == 200


@pytest.mark.parametrize("address", [each for each in PAGES if each != "/api/docs/"])
@pytest.mark.parametrize("width", [320, 390])
def test_page_does_not_overflow(page: Page, site: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + address)

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_page_without_javascript_is_whole(browser: Browser, site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}/services/aws/s3/")
    page.get_by_role("link", name="SSE-KMS with a customer managed key").click()

    assert page.locator("tr.moved").count() == 2
    page.close()


def test_choosing_an_option_recomputes_the_matrix(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/eks/")
    page.get_by_role("link", name="EKS Auto Mode").click()

    row = page.locator("#node-os-patching")
    assert page.url.endswith("?options=auto-mode")
    assert row.locator(".owner").first.inner_text() == "Provider"
    assert "moved by auto-mode" in row.inner_text()


def test_comparing_from_the_form(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/")
    selects = page.locator("select[name=services]")
    selects.nth(0).select_option("aws/s3")
    selects.nth(1).select_option("gcp/cloud-storage")
    page.get_by_role("button", name="Compare").click()

    assert page.locator("h1").inner_text() == "Amazon S3 · Cloud Storage"
    rows = page.locator("table.compare tbody tr[class^=kind-]").count()
    page.get_by_role("button", name="Differences only").click()
    assert 0 < page.locator("table.compare tbody tr[class^=kind-]").count() < rows


def test_filtering_services(page: Page, site: str) -> None:
    page.goto(f"{site}/services/")
    page.locator("select[name=family]").select_option("object-storage")
    page.get_by_role("button", name="Filter").click()

    names = page.locator("table.services tbody th").all_inner_texts()
    assert {"Amazon S3", "Cloud Storage", "Azure Blob Storage"} <= set(names)


def test_details_open_and_lead_to_the_source(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/s3/")
    row = page.locator("#encryption-at-rest")
    row.get_by_text("Default, caveats, checks and sources").click()

    link = row.locator("dd a[rel=external]").first
    assert link.is_visible()
    assert (link.get_attribute("href") or "").startswith("https://docs.aws.amazon.com/")


def test_tables_have_captions_and_scopes(page: Page, site: str) -> None:
    for address in PAGES[:-1]:
        page.goto(site + address)
        tables = page.locator("table")
        assert tables.count() == page.locator("table > caption").count(), address
        assert page.locator("th:not([scope])").count() == 0, address


def test_skip_link_is_the_first_stop(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to content"


def test_vendors_questionnaire_is_held_against_the_catalogue(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/worksheets/compare-caiq/")
    page.get_by_label("Service, with options behind @").fill("aws/s3")
    content = crm(("AC-2", "Yes", "We do it all."), ("SC-28", "Yes", ""))
    page.get_by_label("Questionnaire").set_input_files(
        {"name": "vendor.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Compare").click()

    assert page.locator("tr.circled").count() == 1
    assert "AC-2" in page.locator("tr.circled th").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_refused_questionnaire_says_why(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/worksheets/compare-caiq/?service=aws/s3")
    page.get_by_label("Questionnaire").set_input_files(
        {"name": "vendor.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    )
    with page.expect_response(lambda response: response.request.method == "POST") as posted:
        page.get_by_role("button", name="Compare").click()

    assert posted.value.status == 400
    assert "No sheet has the columns" in page.get_by_role("alert").inner_text()
    page.close()
