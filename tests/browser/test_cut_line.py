"""A line that is cut during a meeting: one thin strip in Japanese, and the key pressed meanwhile is not lost."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, WebSocketRoute, expect

from tests.browser.harness import screenshot, settle
from tests.browser.slow_line import STREAM


def test_a_cut_shows_one_strip_and_repeats_the_key_pressed_meanwhile(reader: BrowserContext) -> None:
    page = reader.new_page()  # which complains of what it cannot reach, and is not listened to
    lines: list[WebSocketRoute] = []

    def connect(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket(STREAM, connect)
    page.goto("/meeting?screen=overall")
    settle(page)
    page.route("**/_stcore/health", lambda route: route.abort())
    lines[-1].close()
    strip = page.locator("#kdx-line")
    expect(strip).to_have_text("つなぎ直しています")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(3_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".deck-title")).to_have_text("今日の結論")
    screenshot(page, "meeting-cut")
    page.unroute("**/_stcore/health")
    expect(page.locator(".deck-title")).to_have_text("柱ごとの第2期")
    expect(strip).to_have_count(0)
    page.close()
