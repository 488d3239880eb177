"""Accessibility rules in the browser: axe on the page that is open."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Theme = Literal["light", "dark"]

_AXE = Axe()
_COLOURS_ARE_SETTLED = "Promise.all(document.getAnimations().map((each) => each.finished))"
_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
_ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
_OVERFLOW = {"runOnly": {"type": "rule", "values": ["scrollable-region-focusable"]}}
_RULES = {"contrast": _CONTRAST, "other": _ALL_BUT_CONTRAST, "overflow": _OVERFLOW}
Rules = Literal["contrast", "other", "overflow"]


def violations(page: Page, rules: Rules) -> list[str]:
    """What axe finds on the open page: rule, place and remedy.

    `contrast` is the one rule that depends on the theme, and takes as long as all `other`;
    `overflow` the one that widths between two layouts may break.
    """
    found: list[dict[str, Any]] = _AXE.run(page, options=_RULES[rules]).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, node['target']))}: "
        f"{node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def violations_in_both_themes(page: Page) -> list[str]:
    """Contrasts in the dark and in the light theme, everything else once."""
    found = violations(page, "other")
    themes: tuple[Theme, ...] = ("dark", "light")
    for theme in themes:
        _choose_theme(page, theme)
        found += [f"{theme}: {each}" for each in violations(page, "contrast")]
    return found


def _choose_theme(page: Page, theme: Theme) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.evaluate(_COLOURS_ARE_SETTLED)
