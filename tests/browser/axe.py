"""Accessibility rules in the browser: axe on the page that is open."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Theme = Literal["light", "dark"]

_AXE = Axe()
_COLOURS_ARE_SETTLED = "Promise.all(document.getAnimations().map((each) => each.finished))"
_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
_ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
_RULES = {"all": None, "contrast": _CONTRAST, "other": _ALL_BUT_CONTRAST}
Rules = Literal["all", "contrast", "other"]


def violations(page: Page, context: str | None = None, *, rules: Rules = "all") -> list[str]:
    """What axe finds on the open page, or below the selector `context`: rule, place and remedy.

    `contrast` is the one rule that depends on the theme, and takes more time than all others.
    """
    found: list[dict[str, Any]] = _AXE.run(page, context, _RULES[rules]).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, node['target']))}: "
        f"{node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def contrasts_in_both_themes(page: Page, context: str | None = None) -> list[str]:
    """What axe finds about colours in the light theme and in the dark one."""
    found = []
    themes: tuple[Theme, ...] = ("light", "dark")
    for theme in themes:
        _choose_theme(page, theme)
        found += [f"{theme}: {each}" for each in violations(page, context, rules="contrast")]
    return found


def violations_in_both_themes(page: Page, context: str | None = None) -> list[str]:
    """Everything in the light theme, and the contrasts again in the dark one."""
    _choose_theme(page, "light")
    other = [f"light: {each}" for each in violations(page, context, rules="other")]
    return [*other, *contrasts_in_both_themes(page, context)]


def _choose_theme(page: Page, theme: Theme) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.evaluate(_COLOURS_ARE_SETTLED)
