"""Accessibility rules in the browser: axe on the page that is open, in both themes."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

_AXE = Axe()
_COLOURS_ARE_SETTLED = "Promise.all(document.getAnimations().map((each) => each.finished))"


def violations(page: Page, context: str | None = None) -> list[str]:
    """What axe finds on the open page, or below the selector `context`: rule, place and remedy."""
    found: list[dict[str, Any]] = _AXE.run(page, context).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, node['target']))}: "
        f"{node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def violations_in_both_themes(page: Page, context: str | None = None) -> list[str]:
    """The same in the light and in the dark theme; each line starts with its theme."""
    lines = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate(_COLOURS_ARE_SETTLED)
        lines += [f"{theme}: {each}" for each in violations(page, context)]
    return lines
