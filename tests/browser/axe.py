"""Accessibility rules in the browser: axe on the page that is open."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
_COLOURS_ARE_SETTLED = "Promise.all(document.getAnimations().map((each) => each.finished))"
_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def violations(page: Page, context: str | None = None, *, contrast: bool = False) -> list[str]:
    """What axe finds on the open page, or below the selector `context`: rule, place and remedy.

    `contrast` runs only the rule about colours, the one that depends on the theme.
    """
    options = _CONTRAST if contrast else None
    found: list[dict[str, Any]] = _AXE.run(page, context, options).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, node['target']))}: "
        f"{node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def violations_in_both_themes(page: Page, context: str | None = None) -> list[str]:
    """The same in the light theme, and the contrasts again in the dark one."""
    _choose_theme(page, "light")
    light = violations(page, context)
    _choose_theme(page, "dark")
    dark = violations(page, context, contrast=True)
    return [*(f"light: {each}" for each in light), *(f"dark: {each}" for each in dark)]


def _choose_theme(page: Page, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.evaluate(_COLOURS_ARE_SETTLED)
