"""Pages in a real browser: nothing overflows, nothing is refused, links and forms work."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

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
    "/search/",
    "/search/?q=who+patches+eks+nodes",
    "/stack/",
    "/stack/?services=aws/s3@versioned,aws/rds,gcp/gke@autopilot",
    "/resolve/",
    "/worksheets/compare-caiq/",
    "/changes/",
    "/coverage/",
    "/guide/",
    "/guide/misconceptions/",
    "/frameworks/",
    "/frameworks/nist-csf/",
    "/frameworks/pci-dss/?services=aws/s3,aws/rds",
    "/services/aws/s3/?view=mine",
    "/services/aws/rds/?view=defaults",
    "/services/aws/rds/?view=shared",
    "/report/?service=aws/s3&responsibility=encryption-at-rest",
    "/no-such-page/",
    "/api/docs/",
]


@pytest.mark.parametrize("address", [each for each in PAGES if each != "/no-such-page/"])
def test_page_loads_without_errors(page: Page, site: str, address: str) -> None:
    response = page.goto(site + address)

    assert response is not None
    assert response.status == 200


def test_missing_page_says_where_to_go(quiet_page: Page, site: str) -> None:
    response = quiet_page.goto(f"{site}/services/aws/s4/")

    assert response is not None
    assert response.status == 404
    expect(quiet_page.locator("main")).to_contain_text("Did you mean 'aws/s3'?")


@pytest.mark.parametrize("address", [each for each in PAGES if each != "/api/docs/"])
@pytest.mark.parametrize("width", [320, 390])
def test_page_does_not_overflow(quiet_page: Page, site: str, address: str, width: int) -> None:
    quiet_page.set_viewport_size({"width": width, "height": 800})
    quiet_page.goto(site + address)

    assert quiet_page.evaluate("document.documentElement.scrollWidth") == width


def test_page_without_javascript_is_whole(browser: Browser, site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}/services/aws/s3/")
    page.get_by_role("link", name="SSE-KMS with a customer managed key").click()

    expect(page.locator("tr.moved")).to_have_count(2)
    page.close()


def test_choosing_an_option_recomputes_the_matrix(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/eks/")
    page.evaluate("window.untouched = true")
    page.get_by_role("link", name="EKS Auto Mode").click()
    page.wait_for_url("**/services/aws/eks/?options=auto-mode")

    row = page.locator("#node-os-patching")
    assert page.evaluate("window.untouched")  # the page was not loaded again
    assert page.evaluate("document.activeElement.id") == "option-auto-mode"
    assert row.locator(".owner").first.inner_text() == "Provider"
    assert "moved by auto-mode" in row.inner_text()


def test_comparing_from_the_form(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/")
    selects = page.locator("select[name=services]")
    selects.nth(0).select_option("aws/s3")
    selects.nth(1).select_option("gcp/cloud-storage")
    page.get_by_role("button", name="Compare").click()

    expect(page.locator("h1")).to_have_text("Amazon S3 · Cloud Storage")
    rows = page.locator("table.compare tbody tr[class^=kind-]").count()
    page.get_by_role("link", name="Differences only").click()
    expect(page).to_have_url(re.compile("differences="))
    assert 0 < page.locator("table.compare tbody tr[class^=kind-]").count() < rows


def test_filtering_services(page: Page, site: str) -> None:
    page.goto(f"{site}/services/")
    page.locator("select[name=family]").select_option("object-storage")
    page.get_by_role("button", name="Filter").click()

    expect(page).to_have_url(re.compile("family=object-storage"))
    names = page.locator("table.services tbody th").all_inner_texts()
    assert {"Amazon S3", "Cloud Storage", "Azure Blob Storage"} <= set(names)


def test_details_open_and_lead_to_the_source(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/s3/")
    row = page.locator("#encryption-at-rest")
    row.get_by_text("Both sides, default, checks and sources").click()

    link = row.locator("dd a[rel=external]").first
    assert link.is_visible()
    assert (link.get_attribute("href") or "").startswith("https://docs.aws.amazon.com/")


def test_tables_have_captions_and_scopes(page: Page, site: str) -> None:
    for address in PAGES[:-2]:
        page.goto(site + address)
        tables = page.locator("table")
        assert tables.count() == page.locator("table > caption").count(), address
        assert page.locator("th:not([scope])").count() == 0, address


def test_skip_link_is_the_first_stop(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to content"


def test_going_back_brings_the_matrix_back(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/eks/")
    page.get_by_role("link", name="EKS Auto Mode").click()
    page.wait_for_url("**/?options=auto-mode")
    page.go_back()
    page.wait_for_url("**/services/aws/eks/")

    expect(page.locator("tr.moved")).to_have_count(0)
    expect(page.locator("#option-managed-node-groups")).to_have_attribute("aria-current", "true")


def test_views_switch_in_place(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/s3/")
    page.get_by_role("link", name="Shared, split in two").click()
    page.wait_for_url("**/?view=shared")

    expect(page.get_by_role("columnheader", name="My half")).to_be_visible()


def test_checks_have_a_copy_button(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/s3/?view=mine")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cells = page.locator("td[data-label='How I know']")
    button = cells.locator(".copy").first
    button.click()

    expect(button).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == cells.locator("code").first.text_content()


def test_slash_goes_to_the_search_box(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.type") == "search"


def test_slash_can_be_turned_off(page: Page, site: str) -> None:
    page.goto(site)
    button = page.get_by_role("button", name="Key / goes to search")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_address_of_a_row_opens_it(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/s3/#encryption-at-rest")

    expect(page.locator("#encryption-at-rest details")).to_have_attribute("open", "")


def test_print_shows_both_sides_and_hides_controls(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/s3/")
    page.emulate_media(media="print")

    expect(page.locator(".views")).to_be_hidden()
    expect(page.locator("#encryption-at-rest .details")).to_be_visible()
    expect(page.locator(".print-only")).to_contain_text("Revision")


def test_plan_leads_to_jobs_and_to_an_address_of_its_own(page: Page, site: str) -> None:
    page.goto(f"{site}/resolve/")
    page.set_input_files("input[name=file]", "docs/examples/google-gke-sql/plan.json")
    page.get_by_role("button", name="What is my job?").click()

    expect(page.locator("h1")).to_have_text("What your upload uses")
    assert "PLANTED" not in page.content()
    page.get_by_role("link", name="This stack at an address of its own").click()
    expect(page).to_have_url(re.compile("gcp/gke@autopilot@pod-identity"))
    assert "services" in page.locator("tr#iam-policy-review").inner_text()


def test_vendors_questionnaire_is_held_against_the_catalogue(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site}/worksheets/compare-caiq/")
    page.get_by_label("Service, with options behind @").fill("aws/s3")
    content = crm(("AC-2", "Yes", "We do it all."), ("SC-28", "Yes", ""))
    page.get_by_label("Questionnaire").set_input_files(
        {"name": "vendor.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Compare").click()

    expect(page.locator("tr.circled")).to_have_count(1)
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
