"""The API's documentation draws itself under the content policy of every other page."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_operation_opens_and_can_be_tried(page: Page, site: str) -> None:
    page.goto(f"{site}/api/docs/")
    expect(page.locator(".opblock").first).to_be_visible(timeout=60_000)

    page.locator(".opblock", has_text="/api/v1/layers/").first.locator("button").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text(
        "200"
    )
