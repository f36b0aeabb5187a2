"""The meeting in a real browser: the deck by keyboard at three sizes, followed by a second one, and a whole meeting."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from kdx_metrics.identity import people
from kdx_metrics.store.actors import Actor
from kdx_metrics.store.migrate import open_store
from tests.browser.harness import NOW_AND_THEN, VIEWPORT, Record, printed, screenshot, settle
from tests.browser.serving import Server
from tests.browser.test_sign_in import NEW, sign_in
from tests.shipped import NOW, summary

Start = Callable[..., Server]
Visit = Callable[[str], Page]
Desk = Callable[..., Page]
Staffed = tuple[Callable[[str], Server], str]
SIZES: tuple[ViewportSize, ...] = (VIEWPORT, {"width": 1920, "height": 1080}, {"width": 1024, "height": 768})
FIRST_MEETING, NEXT_MEETING = "2026-11-23", "2027-02-15"
FOLLOWED_WITHIN = 2.0  # seconds
# Texts smaller than 20 px or ended with …, and whatever is larger than the window or its place on the screen.
FAULTS = """() => {
    const found = [];
    for (const element of document.querySelectorAll('body *')) {
        const box = element.getBoundingClientRect();
        const written = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        if (written && box.width && box.height && parseFloat(getComputedStyle(element).fontSize) < 20) {
            found.push(`small: ${element.textContent.slice(0, 30)}`);
        }
    }
    for (const name of ['html', '[data-testid="stMain"]', '.st-key-deck', '.st-key-deck-body']) {
        const element = document.querySelector(name);
        if (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1) {
            found.push(`scrolls: ${name}`);
        }
    }
    for (const element of document.querySelectorAll('.deck-title, .deck-finding, .deck-text, .deck-points li')) {
        if (element.scrollHeight > element.clientHeight + 2) found.push(`cut: ${element.textContent.slice(0, 60)}`);
    }
    const floor = document.querySelector('.st-key-deck-body').getBoundingClientRect().bottom + 1;
    for (const element of document.querySelectorAll('.st-key-deck-body *')) {
        if (element.getBoundingClientRect().bottom > floor) found.push(`below: ${element.className}`);
    }
    return [...new Set(found)];
}"""


def press(page: Page, key: str, place: str) -> None:
    """Press a key and wait until the deck is at `place` (`3 /`)."""
    page.keyboard.press(key)
    expect(page.locator(".st-key-deck-top")).to_contain_text(f"{place} /")
    settle(page)


def settled_faults(page: Page) -> list[str]:
    """What does not fit once plotly has drawn the figure for its place: first it draws it at its own height."""
    with suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => ({FAULTS})().length === 0", timeout=5_000, polling=NOW_AND_THEN)
    found: list[str] = page.evaluate(FAULTS)
    return found


def count(page: Page) -> int:
    """How many screens the deck has."""
    found = re.search(r"/ (\d+)", page.locator(".st-key-deck-top").inner_text())
    assert found
    return int(found.group(1))


def test_every_screen_of_the_deck_fits_its_window_in_letters_of_20_px(page: Page, visit: Visit) -> None:
    visit("/meeting")
    screens = count(page)
    assert screens > 15
    faults = {}
    for place in range(1, screens + 1):
        if place > 1:
            press(page, "ArrowRight", str(place))
        # Each size is the first that some screen is drawn at, and one that others are changed to.
        for turn in range(len(SIZES)):
            page.set_viewport_size(SIZES[(place - 1 - turn) % len(SIZES)])
            if found := settled_faults(page):
                faults[page.url, turn] = found
            if page.viewport_size == VIEWPORT:
                screenshot(page, f"meeting-{place:02}")
    assert faults == {}
    expect(page.get_by_role("button", name="次へ")).to_be_disabled()


def test_in_a_hand_the_deck_shortens_nothing_and_its_figures_are_moved_sideways(page: Page, visit: Visit) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    for screen in ("overall", "slips", "decide-1"):
        visit(f"/meeting?screen={screen}")
        texts = page.locator(".deck-title, .deck-finding, .deck-points li")
        assert texts.count() >= 3
        assert texts.evaluate_all("all => all.filter(e => e.scrollHeight > e.clientHeight + 2).length") == 0, screen
        figure, points = (page.locator(place).first for place in ("[class*='st-key-chart-']", ".deck-points"))
        assert figure.evaluate("e => e.scrollWidth > e.clientWidth"), screen
        above, below = figure.bounding_box(), points.bounding_box()
        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"], screen
        main = page.get_by_test_id("stMain")
        assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), screen


def test_a_screen_of_the_deck_is_printed_whole_on_one_sheet(page: Page, visit: Visit) -> None:
    visit("/meeting?screen=overall")
    (sheet,) = printed(page)
    said = "".join(sheet.text.split())
    for group in (summary(NOW).overall, *summary(NOW).pillars.values()):
        assert group.planned is not None
        assert f"計画{group.planned:.1f}" in said
    assert "95%" in said, "the points below the figure"


def test_keyboard_and_clicker_go_through_the_deck_and_the_address_holds_the_place(page: Page, visit: Visit) -> None:
    visit("/meeting")
    for key, place in (("ArrowRight", "2"), ("Space", "3"), ("PageDown", "4"), ("PageUp", "3"), ("ArrowLeft", "2")):
        press(page, key, place)
    assert page.url.endswith("screen=homework")
    press(page, "End", str(count(page)))
    assert page.url.endswith("screen=timeline")
    page.reload()
    settle(page)
    expect(page.locator(".deck-title")).to_have_text("年表と今後の予定")
    press(page, "Home", "1")
    expect(page.locator('[data-testid="stHeader"]')).to_be_hidden()
    # A finger finds the buttons, and a key pressed after a click still goes one screen only.
    box = page.get_by_role("button", name="次へ").bounding_box()
    assert box
    assert box["height"] >= 44
    page.get_by_role("button", name="次へ").click()
    expect(page.locator(".st-key-deck-top")).to_contain_text("2 /")
    settle(page)
    press(page, "Space", "3")
    page.wait_for_timeout(500)
    expect(page.locator(".st-key-deck-top")).to_contain_text("3 /")


def test_every_screen_says_why(page: Page, visit: Visit) -> None:
    visit("/meeting?screen=overall")
    page.get_by_role("button", name="根拠").click()
    expect(page.get_by_text("全体: 実績 65.2% − 計画 70.4% = −5.2ポイント").first).to_be_visible()


@pytest.fixture
def staffed(fresh_server: Start, tmp_path: Path) -> Staffed:
    """`start(today)` serves the same store on a given day; and the one-time password of an editor in it."""
    url = f"sqlite:///{tmp_path / 'meeting.sqlite3'}"

    def start(today: str) -> Server:
        return fresh_server(KDX_DATABASE_URL=url, KDX_TODAY=today, KDX_SECRET_KEY="a key of the meeting's test, long")

    store = open_store(url)
    password = people.add(store, Actor("準備", "admin"), "hanako", "鹿島 花子", "editor")
    store.close()
    return start, password


def sign_in_editor(page: Page, password: str, record: Record) -> None:
    """Sign the editor in and open the deck; a one-time password is replaced first."""
    page.goto("/sign-in?next=/meeting")
    sign_in(page, "hanako", password)
    if password != NEW:
        page.get_by_label("現在のパスワード").fill(password)
        page.get_by_label("新しいパスワード", exact=True).fill(NEW)
        page.get_by_label("新しいパスワード(確認)").fill(NEW)
        page.get_by_role("button", name="パスワードを変更").click()
    page.wait_for_url("**/meeting*")
    record.watch(page)
    page.goto("/meeting")
    settle(page)


def decide(page: Page, kind: str, text: str) -> None:
    """Record a decision from the screen in view."""
    page.get_by_role("button", name="決定を記録").click()
    form = page.locator('[data-testid="stPopoverBody"]')
    form.get_by_role("radio", name=kind).click()
    form.get_by_label("内容").fill(text)
    form.get_by_role("button", name="記録する").click()
    expect(form.get_by_text("記録しました")).to_be_visible()
    settle(page)
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def test_a_meeting_from_its_homework_to_the_next_meetings_homework(
    staffed: Staffed, desk: Desk, record: Record
) -> None:
    start, password = staffed
    start(FIRST_MEETING)
    leader = desk()
    sign_in_editor(leader, password, record)
    press(leader, "ArrowRight", "2")
    expect(leader.locator(".deck-finding")).to_have_text("前回までの会議で記録された決定・宿題はありません。")
    lead_and_follow(leader, desk(SIZES[-1]), record)
    # Two decisions, each from the screen of what it is about.
    show_screen(leader, "/meeting?screen=decide-1")
    decide(leader, "決定", "第1期の残りは第2期へ引き継ぐ")
    expect(leader.locator(".deck-points")).to_contain_text("【決定】第1期の残りは第2期へ引き継ぐ")
    show_screen(leader, "/meeting?screen=kpi-K10")
    decide(leader, "宿題", "用紙の使用枚数の増えた理由を調べる")
    screenshot(leader, "meeting-decided")
    record.leave()  # while the server is gone, pages complain
    # The next meeting opens with both, and one of them is done.
    start(NEXT_MEETING)
    leader.context.clear_cookies()
    sign_in_editor(leader, NEW, record)
    press(leader, "ArrowRight", "2")
    expect(leader.locator(".deck-finding")).to_have_text("前回までの決定・宿題2件のうち、残りは2件です。")
    expect(leader.locator(".st-key-deck-body")).to_contain_text("第1期の残りは第2期へ引き継ぐ")
    expect(leader.locator(".st-key-deck-body")).to_contain_text("用紙の使用枚数の増えた理由を調べる")
    screenshot(leader, "meeting-homework")
    assert leader.evaluate(FAULTS) == []
    leader.get_by_role("radio", name="完了").first.click()
    expect(leader.locator(".deck-finding")).to_have_text("前回までの決定・宿題2件のうち、残りは1件です。")
    show_screen(leader, "/actions?action=P1-08")
    expect(leader.get_by_text("【決定】第1期の残りは第2期へ引き継ぐ")).to_be_visible()
    show_screen(leader, "/changes?about=決定事項")
    expect(leader.get_by_text("決定・宿題2件のうち、残りは1件です。")).to_be_visible()
    screenshot(leader, "decisions")
    record.assert_quiet()


def show_screen(page: Page, address: str) -> None:
    """Open an address and wait until it is drawn."""
    page.goto(address)
    settle(page)


def followed(leader: Page, tablet: Page, key: str) -> float:
    """Seconds from the leader's new screen to the same one on the tablet."""
    before = leader.locator(".deck-title").inner_text()
    leader.keyboard.press(key)
    expect(leader.locator(".deck-title")).not_to_have_text(before)
    shown = monotonic()
    expect(tablet.locator(".deck-title")).to_have_text(leader.locator(".deck-title").inner_text(), timeout=20_000)
    delay = monotonic() - shown
    settle(leader)
    settle(tablet)
    return delay


def lead_and_follow(leader: Page, tablet: Page, record: Record) -> None:
    """The editor leads, a visitor's tablet follows within two seconds, and lets go when it looks around by itself."""
    leader.get_by_role("button", name="画面を共有").click()
    expect(leader.get_by_role("button", name="共有を終える")).to_be_visible()
    record.watch(tablet)
    show_screen(tablet, "/meeting")
    tablet.get_by_role("radio", name="進行に合わせる").click()
    expect(tablet.locator(".deck-title")).to_have_text("前回までの宿題・決定")
    delays = [followed(leader, tablet, key) for key in ("End", "Home", "PageDown", "Space", "End")]
    # On a machine busy with other tests a single step may be late.
    assert sorted(delays)[len(delays) // 2] <= FOLLOWED_WITHIN, delays
    screenshot(tablet, "meeting-following")
    tablet.keyboard.press("Home")
    expect(tablet.locator(".st-key-deck-top")).to_contain_text("1 /")
    expect(tablet.get_by_role("radio", name="自由に見る")).to_be_checked()
    expect(leader.locator(".deck-title")).to_have_text("年表と今後の予定")
    expect(tablet.get_by_role("button", name="決定を記録")).to_have_count(0)
