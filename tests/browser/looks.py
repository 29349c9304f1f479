"""Checks the appearance of a page in light mode on a desktop, in dark mode on a phone, and in a narrow window.

The layout and the colours are independent, so the other two combinations are not checked.
"""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from .conftest import DESKTOP, PHONE, SCREENSHOTS, Visitor

LOOKS: tuple[tuple[str, ViewportSize, Literal["light", "dark"]], ...] = (
    ("desktop", DESKTOP, "light"),
    ("phone", PHONE, "dark"),
)

NARROWEST = 320
"""The width for which WCAG 1.4.10 requires a page without horizontal scrolling."""


def check_looks(visitor: Visitor, name: str) -> None:
    """Check that axe finds no violations and that the page fits the window. Saves a screenshot of each look."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page = visitor.page
    for device, viewport, scheme in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(viewport)
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        _wait_until_settled(page)
        page.screenshot(path=SCREENSHOTS / f"{name}-{device}-{scheme}.png")
        result = Axe().run(page)
        assert result.violations_count == 0, f"{device}, {scheme}:\n{result.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{device}: the page is wider than the window"
    check_fits(page, NARROWEST)
    page.set_viewport_size(PHONE)
    visitor.check_no_complaints()


def _wait_until_settled(page: Page) -> None:
    """Wait for lists that are being refetched, because they are dimmed meanwhile."""
    expect(page.locator('.refetching-content[aria-busy="true"]')).to_have_count(0)
    for content in page.locator(".refetching-content").all():
        expect(content).to_have_css("opacity", "1")


def check_fits(page: Page, width: int) -> None:
    """Check that the page does not scroll horizontally in a window of this width."""
    page.set_viewport_size({"width": width, "height": PHONE["height"]})
    needed = page.evaluate("document.documentElement.scrollWidth")
    assert needed <= width, f"the page needs {needed} px, the window has {width}"
