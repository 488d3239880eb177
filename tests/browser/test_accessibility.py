"""WCAG 2.2 AA on every kind of page: what axe finds, and what it cannot see."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations, violations_in_both_themes
from tests.browser.test_pages import PAGES

pytestmark = pytest.mark.browser

OURS = [each for each in PAGES if each != "/api/docs/"]

# Links inside sentences and cells are exempt (2.5.8, inline).
SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, summary, input, select")]
  .filter((each) => each.checkVisibility() && !each.closest(".visually-hidden, .skip"))
  .filter((each) => getComputedStyle(each).display !== "inline"
    || !each.parentElement.closest("p, li, td, th, dd, small, figcaption, h1, h2"))
  .map((each) => [each.textContent.trim().slice(0, 40), each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 23.9 || box.width < 23.9))
  .map(([text, box]) => `${text}: ${Math.round(box.width)} x ${Math.round(box.height)}`)
"""
FOCUS_UNDER = """
() => {
  const focused = document.activeElement;
  const box = focused.getBoundingClientRect();
  if (!box.width || focused === document.body) return "";
  const x = box.left + Math.min(box.width / 2, 20);
  const top = document.elementFromPoint(x, box.top + box.height / 2);
  const reached = top && (focused.contains(top) || top.contains(focused));
  return reached ? "" : `${focused.outerHTML} under ${top && top.outerHTML}`.slice(0, 200);
}
"""
COUNT_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


# Their rows are alike, but there are hundreds, and axe takes half a minute for them.
FEWER_ROWS = """
() => document.querySelectorAll("table:is(.services, .coverage) tbody tr:nth-child(n+13)")
  .forEach((each) => each.remove())
"""


@pytest.mark.parametrize("address", OURS)
def test_page_is_accessible(quiet_page: Page, site: str, address: str) -> None:
    quiet_page.goto(site + address)
    quiet_page.evaluate(FEWER_ROWS)
    found = []
    for width in (320, 1280):  # our stylesheets know one breakpoint, at 46rem
        quiet_page.set_viewport_size({"width": width, "height": 900})
        found += violations_in_both_themes(quiet_page)
        found += quiet_page.evaluate(SMALL_TARGETS)
    quiet_page.set_viewport_size({"width": 768, "height": 900})
    found += violations(quiet_page, "overflow")
    found += quiet_page.evaluate(SMALL_TARGETS)

    assert found == []


@pytest.mark.parametrize("back", [False, True])
def test_focus_is_never_under_what_sticks(page: Page, site: str, back: bool) -> None:
    page.goto(f"{site}/services/aws/sns/")
    if back:
        page.locator("footer a").last.focus()
    hidden = []
    for _ in range(120):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        hidden.append(page.evaluate(FOCUS_UNDER))

    assert [each for each in hidden if each] == []


@pytest.mark.parametrize(
    "address", ["/", "/services/aws/s3/", "/compare/?services=aws/s3,gcp/cloud-storage"]
)
def test_page_does_not_shift_while_it_loads(page: Page, site: str, address: str) -> None:
    page.add_init_script(COUNT_SHIFTS)
    page.goto(site + address, wait_until="networkidle")

    assert page.evaluate("window.shifts") < 0.01
