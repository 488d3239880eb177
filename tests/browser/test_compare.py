"""The comparison and its tray in a real browser: journeys by keyboard and without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations_in_both_themes

pytestmark = pytest.mark.browser

TWO = "/compare/?services=aws/s3,gcp/cloud-storage"
SIX = "/compare/?services=aws/ec2,aws/rds,aws/s3,aws/lambda,gcp/gke@autopilot,tier:on-premises"
FILTERED = "/compare/?services=aws/eks,aws/eks@auto-mode&framework=pci-dss&order=layer"
MOST_TABS = 400

HIDES_FOCUS = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const box = focused.getClientRects()[0];
  const x = box.left + Math.min(box.width / 2, 12), y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  if (top && (focused.contains(top) || top.contains(focused))) return null;
  return `${focused.textContent.trim()} at ${x},${y} is under ${top && top.outerHTML.slice(0, 80)}`;
}"""

TOO_SMALL = """(selector) => [...document.querySelectorAll(selector)]
  .filter((each) => each.checkVisibility() && each.getClientRects().length)
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([each, box]) => `${each.outerHTML.slice(0, 100)}: ${box.width} by ${box.height}`)"""


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page that runs no script."""
    page = browser.new_page(java_script_enabled=False)
    yield page
    page.close()


def tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Go on by keyboard until the target has the focus, which nothing may hide on the way."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        assert page.evaluate(HIDES_FOCUS) is None
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{target} is out of reach by keyboard")


def press(page: Page, target: Locator, *, key: str = "Tab") -> None:
    tab_to(page, target, key=key)
    page.keyboard.press("Enter")


def follow(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press what leads to another page, and be there."""
    tab_to(page, target, key=key)
    enter(page)


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def kinds(page: Page) -> set[str]:
    rows = page.locator("table.compare tr[class^=kind-]")
    return set(rows.evaluate_all("rows => rows.map((row) => row.className)"))


def keep_sources_at_home(page: Page) -> None:
    """Answer for the publishers: the tests reach nothing outside."""
    page.route(re.compile("^https://"), lambda route: route.fulfill(body="a source"))


def test_s3_and_gcs_by_keyboard_alone(page: Page, site: str) -> None:
    keep_sources_at_home(page)
    page.goto(site)
    tab_to(page, page.locator("main input[type=search]").first)
    page.keyboard.type("Amazon S3")
    enter(page)
    follow(page, page.get_by_role("link", name="Amazon S3", exact=True).first)
    press(page, page.get_by_role("button", name="Add to comparison Amazon S3"))
    expect(page.locator("[data-tray-status]")).to_have_text(
        "Amazon S3 added. 1 of 6 in the comparison."
    )
    follow(page, page.get_by_role("link", name="Compare 1"))
    tab_to(page, page.get_by_label("Add a column"))
    page.keyboard.type("Cloud Storage")
    follow(page, page.get_by_role("button", name="Add", exact=True))
    expect(page.locator("h1")).to_have_text("Amazon S3 · Cloud Storage")
    follow(page, page.get_by_role("link", name="Differences only"))

    expect(page).to_have_url(f"{site}{TWO}&differences=true#rows-differences")
    expect(page.get_by_role("link", name="Differences only")).to_be_focused()
    assert kinds(page) == {"kind-moved", "kind-nuance"}
    first = page.locator("table.compare tr.kind-moved").first
    press(page, first.locator("summary").first)
    follow(page, first.locator("a[rel=external]").first)
    expect(page.locator("body")).to_have_text("a source")


def test_s3_and_gcs_without_javascript(plain_page: Page, site: str) -> None:
    page = plain_page
    page.goto(site)
    page.locator("main input[type=search]").first.fill("Amazon S3")
    enter(page)
    page.get_by_role("link", name="Amazon S3", exact=True).first.click()
    expect(page.locator("[data-compare-add]")).to_be_hidden()
    page.get_by_role("link", name="Add to comparison Amazon S3").click()
    page.get_by_label("Add a column").select_option("gcp/cloud-storage")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page).to_have_url(site + TWO)
    page.get_by_role("link", name="Differences only").click()

    expect(page.get_by_role("link", name="Differences only")).to_be_focused()
    assert kinds(page) == {"kind-moved", "kind-nuance"}
    first = page.locator("table.compare tr.kind-moved").first
    first.locator("summary").first.click()
    source = first.locator("a[rel=external]").first
    expect(source).to_be_visible()
    assert (source.get_attribute("href") or "").startswith("https://docs.aws.amazon.com/")
    expect(page.locator("[data-compare-tray]")).to_be_hidden()


def test_columns_move_by_keyboard_and_keep_the_focus(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/?services=aws/s3,gcp/cloud-storage,azure/blob-storage")
    follow(page, page.get_by_role("link", name="Move Amazon S3 to the right"))
    expect(page.locator("#right-2")).to_be_focused()
    enter(page)

    expect(page.locator("h1")).to_have_text("Cloud Storage · Azure Blob Storage · Amazon S3")
    expect(page.locator("#right-3")).to_be_focused()
    follow(page, page.get_by_role("link", name="remove Azure Blob Storage"), key="Shift+Tab")
    expect(page.get_by_role("link", name="remove Amazon S3")).to_be_focused()
    follow(page, page.get_by_role("link", name="Swap the columns"))
    expect(page.locator("h1")).to_have_text("Amazon S3 · Cloud Storage")
    expect(page.get_by_role("link", name="Swap the columns")).to_be_focused()


def test_columns_keep_the_focus_without_javascript(plain_page: Page, site: str) -> None:
    plain_page.goto(site + TWO)
    plain_page.get_by_role("link", name="Move Cloud Storage to the left").press("Enter")

    expect(plain_page.locator("h1")).to_have_text("Cloud Storage · Amazon S3")
    expect(plain_page.locator("#left-1")).to_be_focused()


def test_option_of_a_column_is_chosen_on_the_page(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/?services=gcp/gke,aws/eks")
    press(page, page.locator("#options-1"))
    follow(page, page.locator("#option-1-autopilot"))

    expect(page.locator("#option-1-autopilot")).to_be_focused()
    expect(page.locator("#option-1-autopilot")).to_have_attribute("aria-current", "true")
    expect(page.locator("thead th").nth(1)).to_contain_text("Google Kubernetes Engine (Autopilot)")
    expect(page.locator("#node-os-patching .owner").first).to_have_text("Provider")


def test_options_of_a_setting_stand_side_by_side(page: Page, site: str) -> None:
    page.goto(f"{site}/compare/?services=gcp/gke")
    page.locator("#options-1").click()
    page.get_by_role("link", name="side by side Cluster mode").click()

    expect(page.locator("h1")).to_have_text(
        "Google Kubernetes Engine · Google Kubernetes Engine (Autopilot)"
    )


def test_rows_are_filtered_by_framework(page: Page, site: str) -> None:
    page.goto(site + TWO)
    rows = page.locator("table.compare tr[class^=kind-]").count()
    page.get_by_text("Filter by layer, framework or control").click()
    page.get_by_label("HIPAA Security Rule").check()
    page.get_by_role("button", name="Filter the rows").click()

    expect(page).to_have_url(f"{site}{TWO}&framework=hipaa-security-rule")
    assert 0 < page.locator("table.compare tr[class^=kind-]").count() < rows


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 800)])
def test_head_and_first_column_stay_in_view(page: Page, site: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site + SIX)
    box = page.locator(".compare-scroll")
    head, row = page.locator("thead th").last, page.locator("tbody th[scope=row]").last
    box.evaluate("each => { each.scrollIntoView(); each.scrollTo(10000, 100000); }")

    expect(head).to_be_in_viewport(ratio=0.9)
    expect(row).to_be_in_viewport(ratio=0.9)
    assert head.evaluate("each => each.getBoundingClientRect().top") == pytest.approx(
        box.evaluate("each => each.getBoundingClientRect().top"), abs=2
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 800)])
def test_focus_in_the_table_is_never_hidden(page: Page, site: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site + SIX)
    target = page.locator("table.compare tr[class^=kind-]").nth(7).locator("summary").last
    start = page.locator("table.compare tr[class^=kind-] summary").first
    start.focus()
    tab_to(page, target)
    tab_to(page, start, key="Shift+Tab")


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 800)])
def test_row_of_an_address_stands_below_the_head(
    page: Page, site: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}{SIX}#iam-policy-review")

    head = page.locator("thead th").first
    row = page.locator("#iam-policy-review")
    expect(head).to_be_in_viewport(ratio=0.95)
    expect(row).to_be_in_viewport()
    bottom = head.evaluate("each => each.getBoundingClientRect().bottom")
    assert row.evaluate("each => each.getBoundingClientRect().top") >= bottom - 1


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("address", ["/compare/", TWO, SIX, FILTERED, "/families/object-storage/"])
def test_comparison_does_not_overflow(page: Page, site: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    fill_tray(page, site)
    page.goto(site + address)

    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(
    "address", ["/compare/", TWO, SIX, FILTERED, "/families/object-storage/", "/services/aws/s3/"]
)
def test_comparison_has_no_accessibility_violations(page: Page, site: str, address: str) -> None:
    fill_tray(page, site)
    page.goto(site + address)
    for summary in page.locator(".columns summary").all():
        summary.click()

    assert violations_in_both_themes(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_large_enough(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    fill_tray(page, site)
    page.goto(site + FILTERED)
    for summary in page.locator(".columns summary").all():
        summary.click()

    controls = ":is(a, button, summary, select, label)"
    places = f":is(.columns, .row-tools, .tray) {controls}, table.compare :is(th a, summary)"
    assert page.evaluate(TOO_SMALL, places) == []
    page.goto(f"{site}/services/?family=object-storage")
    assert page.evaluate(TOO_SMALL, ".compare-button > *") == []


def fill_tray(page: Page, site: str) -> None:
    """Put two services that no test compares into the tray."""
    page.goto(f"{site}/services/?family=dns")
    for button in page.get_by_role("button", name="Add to comparison").all()[:2]:
        button.click()


def test_tray_follows_the_reader_and_empties(page: Page, site: str) -> None:
    page.goto(f"{site}/services/?family=object-storage")
    tray = page.get_by_role("complementary", name="Comparison tray")
    expect(tray).to_be_hidden()
    for name in ("Amazon S3", "Cloud Storage", "Azure Blob Storage"):
        page.get_by_role("button", name=f"Add to comparison {name}", exact=True).click()
    page.goto(f"{site}/guide/")

    expect(tray.get_by_role("listitem")).to_have_count(3)
    tray.get_by_role("button", name="Remove Cloud Storage").press("Enter")
    expect(tray.get_by_role("button", name="Remove Azure Blob Storage")).to_be_focused()
    tray.get_by_role("link", name="Compare 2").click()
    expect(page.locator("h1")).to_have_text("Amazon S3 · Azure Blob Storage")
    expect(tray).to_be_hidden()
    page.get_by_role("link", name="remove Amazon S3").click()
    page.goto(f"{site}/guide/")
    expect(tray.get_by_role("listitem")).to_contain_text(["Azure Blob Storage"])
    tray.get_by_role("button", name="Clear").click()
    expect(tray).to_be_hidden()


def test_comparison_that_somebody_sent_leaves_the_tray_alone(page: Page, site: str) -> None:
    fill_tray(page, site)
    page.goto(site + TWO)

    items = page.locator("[data-compare-tray] li")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("Route 53")


def test_tray_holds_six(page: Page, site: str) -> None:
    page.goto(f"{site}/services/?family=object-storage")
    buttons = page.locator("[data-compare-add]")
    for button in buttons.all()[:7]:
        button.click()

    expect(page.locator("[data-compare-tray] li")).to_have_count(6)
    expect(page.locator("[data-tray-status]")).to_have_text(
        "A comparison holds 6 columns. Remove one first."
    )
    buttons.first.click()
    expect(page.locator("[data-compare-tray] li")).to_have_count(5)


def test_tray_survives_foreign_content_of_the_storage(page: Page, site: str) -> None:
    page.goto(f"{site}/services/aws/s3/")
    page.evaluate("localStorage.setItem('compare-tray', '[{')")
    page.reload()
    page.get_by_role("button", name="Add to comparison Amazon S3").click()

    expect(page.locator("[data-compare-tray] li")).to_contain_text(["Amazon S3"])


def test_tray_does_not_hide_the_focus(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    fill_tray(page, site)
    page.goto(f"{site}/services/?family=object-storage")

    tab_to(page, page.get_by_role("contentinfo").get_by_role("link").last)
