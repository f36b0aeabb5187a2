"""Rules that hold on every page: each is opened by its address once, and looked at in every way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from playwright.sync_api import Page, expect

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.web.ui_words import PHRASES
from kdx_metrics.wording.groups.standing import headline
from kdx_metrics.wording.meeting.board import question
from pages.titles import PAGES
from tests.browser.barriers import grave_violations
from tests.browser.harness import VIEWPORT, printed, screenshot
from tests.browser.opened import Opened, on
from tests.shipped import MEETINGS, NOW, strategy, summary

ASKED = {
    "/actions": ("/actions", "/actions?action=P1-01", "/actions?view=工程表"),
    "/guide": ("/guide", "/guide?part=データ項目"),
    "/kpis": ("/kpis", "/kpis?kpi=K09"),
}
TITLES = {
    address: page.title for page in PAGES if page.has_header for address in ASKED.get(page.address, (page.address,))
}
DECK = "/meeting"  # it has a line of its own instead of the header
SCREENS = (*TITLES, DECK)
WITH_FIGURES = ("/progress", "/kpis?kpi=K09", "/timeline", "/changes")
SHEETS = {"/": 2, "/progress": 4, "/kpis": 5, "/timeline": 3}  # of paper, at most
# 320 CSS pixels are what WCAG 2.2, 1.4.10, asks for; 683×384 is 1366×768 at 200 %.
WINDOWS = ((320, 640), (375, 800), (683, 384), (768, 1024), (1024, 800))
LATIN_WORD = re.compile(r"[A-Za-z]{3,}(?: [a-z]+)+|\b(?:Upload|None|Search|Open|Close|Settings|Fullscreen)\b")
# Elements that reach out of the window, unless they lie in something that scrolls sideways by itself.
CUT = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const held = e => {
        for (let p = e.parentElement; p && p !== main; p = p.parentElement) {
            if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX)) return true;
        }
        return false;
    };
    const out = e => { const r = e.getBoundingClientRect(); return r.width && r.height && r.right > innerWidth + 1; };
    const cut = [...main.querySelectorAll('*')].filter(e => out(e) && !held(e));
    return [main.scrollWidth - main.clientWidth, cut.slice(0, 5).map(e => e.outerHTML.slice(0, 120))];
}"""

# Draws characters as an element does and counts how many look alike: fonts without them draw one and the same box.
LOOK_ALIKE = """(element) => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 40});
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    pen.font = "24px " + getComputedStyle(element).fontFamily;
    const seen = [..."柱期取組遅報告令和鹿島市ビル①□"].map((sign) => {
        pen.clearRect(0, 0, 40, 40);
        pen.fillText(sign, 4, 30);
        return pen.getImageData(0, 0, 40, 40).data.join();
    });
    return seen.length - new Set(seen).size;
}"""

MOST_LETTERS = 1030  # on the first screen, its menu and its head included
FONT = "element => parseFloat(getComputedStyle(element).fontSize)"
# Letters that are seen; icons are letters to the browser alone.
LETTERS = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let letters = 0;
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement, range = document.createRange();
        range.selectNode(texts.currentNode);
        const box = range.getBoundingClientRect();
        const hidden = box.width < 2 || box.height < 2 || box.bottom < 0 || box.right < 0;
        const icon = getComputedStyle(element).fontFamily.includes("Material");
        if (!hidden && !icon) letters += texts.currentNode.textContent.replace(/\\s/g, "").length;
    }
    return letters;
}"""

# Labels that reach over the edge of their figure, which cuts them off.
LABELS_OUTSIDE = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(figure => {
    const edge = figure.getBoundingClientRect();
    return [...figure.querySelectorAll('.xtick text, .ytick text, .annotation text')].filter(label => {
        const box = label.getBoundingClientRect();
        return box.left < edge.left || box.right > edge.right || box.bottom > edge.bottom + 1;
    }).map(label => label.textContent);
})"""

# Pictures of the page, as they would be drawn among its elements: their smallest type in px, and labels over the edge.
PICTURES = """() => [...document.querySelectorAll('.kdx-small-cards img')].map(image => {
    const place = document.createElement('div');
    place.innerHTML = decodeURIComponent(image.src.split(',').slice(1).join(','));
    place.style.width = image.clientWidth + 'px';
    document.body.append(place);
    const edge = place.firstChild.getBoundingClientRect();
    const labels = [...place.querySelectorAll('text')];
    const scale = edge.width / place.firstChild.viewBox.baseVal.width;
    const outside = labels.filter(label => {
        const box = label.getBoundingClientRect();
        return box.left < edge.left || box.right > edge.right || box.top < edge.top || box.bottom > edge.bottom;
    }).map(label => label.textContent);
    const type = Math.min(...labels.map(label => scale * label.getAttribute('font-size')));
    place.remove();
    return {name: image.alt, drawn: image.naturalWidth > 0, type, outside};
})"""


@on(*TITLES)
def test_a_page_opens_by_its_address(opened: Opened) -> None:
    page = opened.look()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[opened.address])
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    assert strategy().about.title in page.title()
    assert page.locator("html").get_attribute("lang") == "ja"
    screenshot(page, re.sub(r"\W+", "-", opened.address).strip("-") or "overview")


@on(*SCREENS)
def test_nothing_jumps_or_moves_while_a_slow_machine_draws_it(opened: Opened) -> None:
    assert opened.jumped <= 0.1
    assert opened.moving == []


@on(*SCREENS)
def test_no_english_phrase_rests_on_it(opened: Opened) -> None:
    assert LATIN_WORD.findall(opened.look().get_by_test_id("stApp").inner_text()) == []


@on(*SCREENS)
def test_names_that_are_read_aloud_are_japanese(opened: Opened) -> None:
    names = attributes(opened.look(), "[aria-label]", "aria-label")
    assert names
    assert [name for name in names if name in PHRASES] == []


@on(*SCREENS)
def test_headings_come_in_order(opened: Opened) -> None:
    levels = opened.look().eval_on_selector_all("h1, h2, h3, h4", "all => all.map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@on(*WITH_FIGURES)
def test_every_figure_is_named_by_what_it_shows(opened: Opened) -> None:
    names = attributes(opened.look(), '[data-testid="stPlotlyChart"]', "aria-label")
    assert names
    assert all(len(name) > 15 for name in names), names


@on(*WITH_FIGURES)
def test_the_labels_in_a_figure_lie_within_it(opened: Opened) -> None:
    assert opened.look().evaluate(LABELS_OUTSIDE) == []


@on("/progress")
def test_japanese_is_drawn_on_page_and_chart(opened: Opened) -> None:
    page = opened.look()
    for selector in ("h1", ".kdx-finding", ".js-plotly-plot text"):
        assert page.locator(selector).first.evaluate(LOOK_ALIKE) == 0, selector


@on("/")
def test_the_overview_needs_no_scrolling_on_a_small_projector_and_few_words(opened: Opened) -> None:
    for width in (1366, 1024):
        page = opened.look(size={"width": width, "height": 768})
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= 768, width
        assert page.evaluate(LETTERS) <= MOST_LETTERS, width
        title, number = (page.locator(part).first for part in ("h1", ".kdx-big"))
        assert number.evaluate(FONT) >= 2 * title.evaluate(FONT), width


@on("/")
def test_the_overview_answers_on_one_projector_screen(opened: Opened) -> None:
    page = opened.look()
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") <= VIEWPORT["height"]
    for part in (
        "第2期の進捗と前回会議(令和8年1月7日)からの変化",
        "柱別の進捗(第2期・計画との差)",
        "期ごとの進捗(縦線は計画)と年表",
        "指標(悪い順・ほか13件)",
        "ご判断いただきたいこと",
    ):
        expect(page.get_by_role("heading", name=part)).to_be_in_viewport(ratio=1)
    expect(page.get_by_text(headline(summary(NOW), summary(MEETINGS[-1])))).to_be_in_viewport(ratio=1)
    for figure in ("計画との差", "遅れている取組", "要注意の指標"):
        expect(page.get_by_role("heading", name=re.compile(f"^{figure}"), level=3)).to_be_in_viewport(ratio=1)
    for item in summary(NOW).board.decide:
        asked = re.compile(re.escape(question(item.ask_text).text))
        expect(page.get_by_role("link", name=asked).first).to_be_in_viewport(ratio=1)


@on("/")
def test_the_overview_has_its_marks(opened: Opened) -> None:
    assert marks(opened, ".kdx-short-chart .kdx-plan") == len(strategy().pillars)
    assert marks(opened, ".kdx-bands a") == len(strategy().periods)
    named = "・".join(mark.get_attribute("title") or "" for mark in opened.look().locator(".kdx-mark").all())
    assert all(title in named for title in summary(NOW).snapshot.milestones["title"])


@on("/progress")
def test_progress_has_its_marks(opened: Opened) -> None:
    for key in ("pillar", "period", "dept"):
        rows = opened.look().locator(f".st-key-card-{key} .kdx-chart tbody tr")
        assert rows.count() >= 3, key
        assert rows.locator("th a").count() == rows.count()
    assert marks(opened, ".st-key-chart-course .scatterlayer path.js-line") >= 3


@on("/kpis")
def test_every_kpi_has_its_picture_in_type_of_14_px_with_its_labels_inside(opened: Opened) -> None:
    for width in (1366, 1024, 768, 375):
        page = opened.look(size={"width": width, "height": 768})
        pictures = page.evaluate(PICTURES)
        assert len(pictures) == len(summary(NOW).kpis)
        for picture in pictures:
            assert picture["drawn"], picture["name"]
            assert picture["type"] >= 14, (width, picture["name"])  # px
            assert picture["outside"] == [], (width, picture["name"])


@on("/kpis?kpi=K09")
def test_a_kpi_in_full_has_its_line(opened: Opened) -> None:
    assert marks(opened, ".st-key-chart-kpi-K09-large .scatterlayer path.js-line") >= 1


@on("/timeline")
def test_the_timeline_has_every_milestone(opened: Opened) -> None:
    assert marks(opened, ".st-key-chart-timeline .points path") >= len(summary(NOW).snapshot.milestones)


@on("/actions?view=工程表")
def test_the_gantt_chart_has_every_action(opened: Opened) -> None:
    assert marks(opened, ".kdx-gantt .kdx-span") == len(summary(NOW).actions)


@on(*SHEETS)
def test_a_page_prints_on_a_few_sheets_without_its_controls(opened: Opened) -> None:
    page = opened.look()
    page.emulate_media(media="print")
    for control in ("stHeader", "stPopover", "stDownloadButton"):
        assert page.get_by_test_id(control).locator("visible=true").count() == 0, control
    paper = printed(page)
    page.emulate_media(media="null")
    assert 1 <= len(paper) <= SHEETS[opened.address]
    assert paper[0].size == (842, 595)  # A4 landscape in points
    assert paper[0].text.strip()


@on("/actions?view=工程表")
def test_the_gantt_chart_is_printed_with_its_years_on_each_sheet_and_cuts_no_row(opened: Opened) -> None:
    texts = [sheet.text for sheet in printed(opened.look())]
    numbers = re.findall(r"P[123]-\d\d(?!\d)", "\n".join(texts))
    assert sorted(numbers) == sorted(summary(NOW).actions["action_id"].unique()), "each row once"
    assert "P1-08" in texts[0], "the first sheet is not left empty"
    assert all("2030" in text for text in texts if re.search(r"P[123]-\d\d ", text)), "years on each"


@on("/actions?view=工程表")
def test_a_telephone_shows_the_names_of_the_gantt_chart_whole_above_bars_as_wide_as_it(opened: Opened) -> None:
    page = opened.look(size={"width": 375, "height": 812})
    row = page.locator(".kdx-gantt tbody tr").first
    name, bars = (row.locator(part).bounding_box() for part in ("th", "td"))
    assert name is not None
    assert bars is not None
    assert name["y"] + name["height"] <= bars["y"]
    assert bars["width"] > 300
    assert row.locator("th").evaluate("e => e.scrollWidth <= e.clientWidth")


@on(*SCREENS)
def test_it_has_no_grave_barrier_in_light(opened: Opened) -> None:
    assert grave_violations(opened.look("light")) == []


@on(*SCREENS)
def test_it_has_no_grave_barrier_in_dark(opened: Opened) -> None:
    assert grave_violations(opened.look("dark")) == []


@on("/progress")
def test_figures_follow_the_colours_of_the_device_while_the_page_is_open(opened: Opened) -> None:
    for scheme, palette in PALETTES.items():
        drawn = opened.look(scheme).locator(".js-plotly-plot text")
        inks = drawn.evaluate_all("texts => texts.map(text => getComputedStyle(text).fill)")
        assert rgb(palette.ink) in inks, scheme
        assert rgb(PALETTES["light" if scheme == "dark" else "dark"].ink) not in inks, scheme


@on(*TITLES)
def test_nothing_is_cut_in_narrow_and_magnified_windows(opened: Opened) -> None:
    for width, height in WINDOWS:
        page = opened.look(size={"width": width, "height": height})
        assert page.evaluate(CUT) == [0, []], (width, height)


def attributes(page: Page, selector: str, name: str) -> Sequence[str]:
    """One attribute of the elements that a selector matches, "" where it is missing."""
    values: list[str] = page.eval_on_selector_all(
        selector, f"elements => elements.map(element => element.getAttribute('{name}') || '')"
    )
    return values


def rgb(colour: str) -> str:
    """#RRGGBB as browsers write it."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


def marks(opened: Opened, selector: str) -> int:
    """The number of a chart's marks that a selector matches."""
    return opened.look().locator(selector).count()
