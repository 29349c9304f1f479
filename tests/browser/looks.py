"""How a page looks: light on a desktop and then, as it stands, dark on a phone; and that it fits a narrow window.

Width and colours of a page have nothing to do with each other: the other two pairs would show nothing new.
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
"""The width at which WCAG 1.4.10 asks for a page without horizontal scrolling."""


def check_looks(visitor: Visitor, name: str) -> None:
    """Axe finds nothing in the page that is open, and it fits the window; a picture of each look is kept."""
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
    """Wait for lists that are being refreshed: they are dimmed meanwhile, and fade in afterwards."""
    expect(page.locator('.waits[aria-busy="true"]')).to_have_count(0)
    for content in page.locator(".waits").all():
        expect(content).to_have_css("opacity", "1")


def check_fits(page: Page, width: int) -> None:
    """The page does not scroll sideways in a window of this width."""
    page.set_viewport_size({"width": width, "height": PHONE["height"]})
    needed = page.evaluate("document.documentElement.scrollWidth")
    assert needed <= width, f"the page needs {needed} px, the window has {width}"
