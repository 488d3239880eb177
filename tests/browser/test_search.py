"""The search in a real browser: by keyboard, by pointer, for screen readers, without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def type_slowly(page: Page, text: str) -> None:
    """Reach the search by its key and wait for suggestions."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.get_by_role("listbox")).to_be_visible()


def test_keyboard_leads_to_a_service(page: Page, site: str) -> None:
    page.goto(f"{site}/families/")
    type_slowly(page, "dynmo")
    box = page.get_by_role("combobox", name="Search the site")

    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    option = page.get_by_role("option").first
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url(f"{site}/services/aws/dynamodb/")


def test_enter_without_a_choice_searches(page: Page, site: str) -> None:
    page.goto(f"{site}/families/")
    type_slowly(page, "eks")
    page.keyboard.type(" node patching")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=eks+node+patching")
    expect(page.locator(".hits a").first).to_have_text("Amazon EKS: Container node patching")


def test_two_services_lead_to_the_comparison(page: Page, site: str) -> None:
    page.goto(f"{site}/search/")
    page.get_by_role("combobox").fill("s3 vs gcs")
    page.get_by_role("button", name="Search", exact=True).click()

    page.wait_for_url("**/compare/?services=aws/s3,gcp/cloud-storage")


def test_arrow_keys_go_round_by_way_of_the_text(page: Page, site: str) -> None:
    page.goto(f"{site}/families/")
    type_slowly(page, "cloud st")
    count = page.get_by_role("option").count()

    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").nth(count - 1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)


def test_escape_closes_and_says_nothing_more(page: Page, site: str) -> None:
    page.goto(f"{site}/families/")
    type_slowly(page, "cloud st")
    status = page.locator("form[data-suggestions] [role=status]").first
    expect(status).to_contain_text("suggestions, arrow keys to choose")
    page.keyboard.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(status).to_be_empty()
    expect(page.get_by_role("combobox")).to_have_value("cloud st")


def test_nothing_suggested_is_said(page: Page, site: str) -> None:
    page.goto(f"{site}/families/")
    page.keyboard.press("/")
    page.keyboard.type("qqqqqq")

    expect(page.locator("form[data-suggestions] [role=status]").first).to_have_text(
        "No suggestions, Enter to search"
    )
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


def test_pointer_chooses(page: Page, site: str) -> None:
    page.goto(f"{site}/families/")
    type_slowly(page, "bigq")
    page.get_by_role("option").first.click()

    page.wait_for_url(f"{site}/services/gcp/bigquery/")


def test_slash_in_a_field_is_a_slash(page: Page, site: str) -> None:
    page.goto(f"{site}/services/")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("pub/sub")

    expect(page.get_by_label("Name", exact=True)).to_have_value("pub/sub")


def test_without_javascript_it_is_a_form(browser: Browser, site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}/families/")
    assert page.get_by_role("combobox").count() == 0
    page.get_by_role("searchbox", name="Search the site").fill("who patches eks nodes")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="Amazon EKS: Container node patching", exact=True).click()

    expect(page).to_have_url(f"{site}/services/aws/eks/#node-os-patching")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_open_suggestions_have_no_axe_findings(
    page: Page, site: str, scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/search/?q=s3+encryption")
    page.get_by_role("combobox").click()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")

    results = Axe().run(page)
    assert [each["id"] for each in results.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
