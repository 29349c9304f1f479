"""Pages that stay open during an outage."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from testing.waiting import eventually

from .conftest import SCREENSHOTS

SETTLED_SECONDS = 60.0
LOOK_MS = 2_000
TYPED = "Typed before the outage"
OUTAGE = re.compile("unavailable|out of date|interrupted")
"""Matches every text about an outage."""


@dataclass
class Pages:
    """The open pages: pages of a customer, and a page of staff with a partly completed form."""

    shop: Page
    configurator: Page
    basket: Page
    order: Page
    form: Page

    def all(self) -> dict[str, Page]:
        """Return the pages by name."""
        return dict(vars(self))

    def of_the_shop(self) -> list[Page]:
        """Return the pages that use main_service."""
        return [self.shop, self.configurator, self.basket]

    def advance_time_until(self, seen: Callable[[], None]) -> None:
        """Advance the clocks of the pages until `seen` succeeds.

        Each step is shorter than the request timeout, so that pending requests do not time out.
        """

        def later() -> None:
            for page in self.all().values():
                page.clock.fast_forward(9_000)
            seen()

        eventually(later, timeout=SETTLED_SECONDS, interval=0.2)

    def screenshot(self, what: str, name: str) -> None:
        """Save a screenshot of the page."""
        self.all()[name].screenshot(path=SCREENSHOTS / f"outage-{what}-{name}.png")

    def check_calm(self, what: str) -> None:
        """Check that each page keeps its content and shows at most one outage message. Saves screenshots."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for name, page in self.all().items():
            expect(content(name, page)).to_be_visible()
            assert page.locator("main").get_by_text(OUTAGE).count() <= 1, name
            assert page.locator(".mantine-Notification-root").count() <= 1, name
            self.screenshot(what, name)
        expect(self.form.get_by_role("dialog").get_by_label("Title")).to_have_value(TYPED)

    def check_recovered(self) -> None:
        """Check that no page shows a message about the outage any more. The pages are not reloaded."""

        def recovered() -> None:
            for name, page in self.all().items():
                expect(page.get_by_text(OUTAGE)).to_have_count(0, timeout=LOOK_MS)
                expect(content(name, page)).to_be_visible(timeout=LOOK_MS)

        self.advance_time_until(recovered)


def content(name: str, page: Page) -> Locator:
    """Return the main content of the page."""
    match name:
        case "shop":
            return page.get_by_role("article").first
        case "basket":
            return page.get_by_role("button", name="Place order")
        case "form":
            return page.get_by_role("dialog").get_by_label("Title")
    return page.get_by_role("heading", level=1)
