"""The papers as they come out of a printer: LibreOffice renders the deck and reckons the workbook, Chromium prints."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pptx import Presentation

from kdx_metrics.meeting.briefing import material
from kdx_metrics.papers.slides_deck import BOTTOM, HEIGHT
from tests.browser.harness import SCREENSHOTS, Record
from tests.browser.sheets import feet, sheets
from tests.papers.papers import TODAY, content, hostile, paper, rough
from tests.shipped import NOW
from tests.shipped import summary as shipped

PATIENCE = 120  # seconds for one LibreOffice run; a good one takes ten
FOOT = round((HEIGHT - BOTTOM) * 72 - 2)  # points from a slide's lower edge, below which only the stamp stands
A4_LANDSCAPE = (842, 595)  # points
# Excel files that LibreOffice did not write are not reckoned anew unless its settings say so.
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""
RADICALS = str.maketrans({"\u2ea0": "民", "\u2ed1": "長", "\u2ed8": "青", "\u2027": "・"})
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
CLIPPED = """() => [...document.querySelectorAll('section, header, p, td, th, h1, h2, h3, span, figure')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== 'inline')
    .map(e => e.tagName + ': ' + e.textContent.trim().slice(0, 40))"""
OUTSIDE = """() => [...document.querySelectorAll('svg:not(.defs) text')].filter(text => {
    const inner = text.getBoundingClientRect(), outer = text.ownerSVGElement.getBoundingClientRect();
    return inner.left < outer.left - 1 || inner.right > outer.right + 1
        || inner.top < outer.top - 2 || inner.bottom > outer.bottom + 2;
}).map(text => text.textContent)"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LibreOffice profile of the tests' own."""
    profile = tmp_path_factory.mktemp("office")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    return profile


def convert(office: Path, to: str, folder: Path, *sources: Path) -> None:
    """Let LibreOffice write files of a folder in another format beside them."""
    program = shutil.which("soffice")
    assert program is not None, "libreoffice-impress is missing: `make test` installs it, or says what to install"
    command = [program, f"-env:UserInstallation={office.as_uri()}", "--headless", "--convert-to", to]
    command += ["--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)


def fonts(pdf: Path) -> list[str]:
    """One line per font of a PDF, as pdffonts tells it."""
    output = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True).stdout
    return output.splitlines()[2:]


def not_embedded(pdf: Path) -> list[str]:
    return [line for line in fonts(pdf) if line.split()[-5] != "yes"]


def pictures(pdf: Path, name: str) -> list[Path]:
    """The pages of a PDF as screenshots/NAME-n.png, to be looked at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    for old in SCREENSHOTS.glob(f"{name}-*.png"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", "60", "-png", str(pdf), str(SCREENSHOTS / name)], check=True)
    return sorted(SCREENSHOTS.glob(f"{name}-*.png"))


@pytest.fixture(scope="module")
def decks(office: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped and the hostile deck as PDF."""
    folder = tmp_path_factory.mktemp("decks")
    (folder / "shipped.pptx").write_bytes(paper("pptx").data)
    (folder / "hostile.pptx").write_bytes(rough("pptx").data)
    convert(office, "pdf", folder, *folder.glob("*.pptx"))
    return {made.stem: made for made in folder.glob("*.pdf")}


def words(text: str) -> str:
    """Text without the spaces and line breaks that a PDF puts between glyphs.

    Noto Sans CJK draws 人 and its radical, 民 and its, with one glyph; Chromium notes the radical in the PDF.
    """
    return "".join(unicodedata.normalize("NFKC", text).translate(RADICALS).split())


def test_the_deck_renders_slide_by_slide_with_every_font_embedded(decks: dict[str, Path]) -> None:
    pdf = decks["shipped"]
    pages = sheets(pdf.read_bytes())
    slides = Presentation(io.BytesIO(paper("pptx").data)).slides
    assert len(pages) == len(slides) == len(pictures(pdf, "deck"))
    assert fonts(pdf)
    assert not_embedded(pdf) == []
    for page, slide in zip(pages, slides, strict=True):
        text = words(page.text)
        assert slide.shapes.title is not None
        assert words(slide.shapes.title.text_frame.text)[:12] in text
        assert shipped(NOW).token in text


@pytest.mark.parametrize("name", ["shipped", "hostile"])
def test_no_table_grows_over_the_foot_of_its_slide(decks: dict[str, Path], name: str) -> None:
    """Row heights that were reckoned too small would push a table's last row down to the stamp, or below it."""
    stamps = {"shipped": content().stamp, "hostile": material(hostile(), None, revision="", today=TODAY).stamp}
    for number, foot in enumerate(feet(decks[name].read_bytes(), FOOT), start=1):
        assert words(foot) == words(f"{stamps[name]}{number}")


def test_libreoffice_reckons_the_same_means(office: Path, tmp_path: Path) -> None:
    source = tmp_path / "numbers.xlsx"
    source.write_bytes(paper("xlsx").data)
    convert(office, EVERY_SHEET, tmp_path, source)
    with (tmp_path / "numbers-集計.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    rows = [dict(zip(lines[3], line, strict=True)) for line in lines[4:]]
    of = shipped(NOW)
    groups = [of.overall, *of.pillars.values(), *of.periods.values(), *of.cells.values(), *of.departments.values()]
    assert len(rows) == len(groups)
    for row, group in zip(rows, groups, strict=True):
        for header, value in (("計画(計算式)", group.planned), ("実績(計算式)", group.actual)):
            assert (None if row[header] == "" else float(row[header])) == (
                None if value is None else pytest.approx(value)
            )


def test_the_handout_prints_whole(browser: Browser, record: Record, tmp_path: Path) -> None:
    source, pdf = tmp_path / "handout.html", tmp_path / "handout.pdf"
    source.write_bytes(paper("html").data)
    page = browser.new_page(locale="ja-JP")
    record.watch(page)
    page.goto(source.as_uri())
    page.pdf(path=pdf, prefer_css_page_size=True)
    page.close()
    assert record.errors == []
    assert record.requests == [source.as_uri()]

    printed = sheets(pdf.read_bytes())
    texts = [words(sheet.text) for sheet in printed]
    assert 10 <= len(texts) <= 20
    assert len(pictures(pdf, "handout")) == len(texts)
    for number, (sheet, text) in enumerate(zip(printed, texts, strict=True), start=1):
        assert sheet.size == A4_LANDSCAPE
        assert f"{number}/{len(texts)}ページ" in text
        assert shipped(NOW).token in text
        assert content().revision in text
    of_pillars = [text for text in texts if "の取組(" in text]
    assert len(of_pillars) > 3
    assert [text for text in of_pillars if len(re.findall(r"P\d-\d\d", text)) < 2] == []  # no row alone on a sheet
    whole = "".join(texts)
    assert [title for title in shipped(NOW).actions["title"] if words(title) not in whole] == []
    assert not_embedded(pdf) == []


@pytest.mark.parametrize("name", ["shipped", "hostile"])
def test_nothing_of_the_handout_is_clipped(browser: Browser, tmp_path: Path, name: str) -> None:
    data = paper("html").data if name == "shipped" else rough("html").data
    source = tmp_path / "handout.html"
    source.write_bytes(data)
    page = browser.new_page(locale="ja-JP", viewport={"width": 1032, "height": 700})  # 273 mm, the paper's inside
    page.goto(source.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
