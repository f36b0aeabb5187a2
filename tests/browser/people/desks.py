"""Browsers of people other than the reader: kept for the next person, since a new one compiles every script again."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.harness import REST, VIEWPORT, Record, new_person, remember

FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


@dataclass
class Desks:
    """Browsers with a tab each. `home` is where addresses without a host lead."""

    browser: Browser
    home: str
    free: list[Page] = field(default_factory=list)
    taken: list[Page] = field(default_factory=list)
    record: Record = field(default_factory=Record)

    def take(self, size: ViewportSize = VIEWPORT) -> Page:
        """The tab of somebody who has been here before and is not signed in."""
        page = self.free.pop() if self.free else new_person(self.browser, self.home).new_page()
        page.set_viewport_size(size)
        remember(page.context, self.home)
        self.record.watch(page)
        self.taken.append(page)
        return page

    def clear(self) -> None:
        """Everybody leaves: nothing that they did stays in a browser, and none of them asked another machine."""
        record, self.record = self.record, Record()
        for page in self.taken:
            for tab in page.context.pages:
                if tab is not page:
                    tab.close()
            if page.url.startswith(self.home):
                page.evaluate(FORGET)
            page.context.clear_cookies()
            page.goto(REST)
        self.free += self.taken
        self.taken.clear()
        record.leave()
        record.assert_nobody_left()
