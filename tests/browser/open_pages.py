"""Pages that somebody has open for a long time, through whatever happens meanwhile."""

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
    """Pages that somebody has open: a customer's of the shop, and one of the staff with a form begun."""

    shop: Page
    maker: Page
    basket: Page
    order: Page
    form: Page

    def all(self) -> dict[str, Page]:
        """The pages by name."""
        return dict(vars(self))

    def of_the_shop(self) -> list[Page]:
        """Those that main_service answers."""
        return [self.shop, self.maker, self.basket]

    def pass_time_until(self, seen: Callable[[], None]) -> None:
        """Have the pages think that time goes by until this is to be seen.

        It is less at once than a request may take, which would else be taken for one that failed.
        """

        def later() -> None:
            for page in self.all().values():
                page.clock.fast_forward(9_000)
            seen()

        eventually(later, timeout=SETTLED_SECONDS, interval=0.2)

    def picture(self, what: str, name: str) -> None:
        """Keep a picture of the page, to be looked at."""
        self.all()[name].screenshot(path=SCREENSHOTS / f"outage-{what}-{name}.png")

    def check_calm(self, what: str) -> None:
        """Each page shows what it showed, says one thing at most about the outage, and has its picture taken."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for name, page in self.all().items():
            expect(content(name, page)).to_be_visible()
            assert page.locator("main").get_by_text(OUTAGE).count() <= 1, name
            assert page.locator(".mantine-Notification-root").count() <= 1, name
            self.picture(what, name)
        expect(self.form.get_by_role("dialog").get_by_label("Title")).to_have_value(TYPED)

    def check_recovered(self) -> None:
        """Nothing speaks of the outage any more, and nobody has reloaded a page."""

        def recovered() -> None:
            for name, page in self.all().items():
                expect(page.get_by_text(OUTAGE)).to_have_count(0, timeout=LOOK_MS)
                expect(content(name, page)).to_be_visible(timeout=LOOK_MS)

        self.pass_time_until(recovered)


def content(name: str, page: Page) -> Locator:
    """What the page is there for."""
    match name:
        case "shop":
            return page.get_by_role("article").first
        case "basket":
            return page.get_by_role("button", name="Place order")
        case "form":
            return page.get_by_role("dialog").get_by_label("Title")
    return page.get_by_role("heading", level=1)
