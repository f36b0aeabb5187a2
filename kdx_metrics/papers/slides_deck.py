"""A 16:9 deck in our look: titles, texts, tables that go on over slides, notes, and the stamp on every slide."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.presentation import Presentation as Pptx
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Inches, Length, Pt

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.papers.fitting import (
    BOLD,
    LEADING,
    PADDING,
    Fitted,
    clean,
    first_rows,
    height,
    keeps_whole,
    largest,
    shortened,
)
from kdx_metrics.papers.slides_fonts import name_fonts
from kdx_metrics.views.listing import Listing
from kdx_metrics.wording.words import tone

PALETTE = PALETTES["light"]
WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.5
INNER = WIDTH - 2 * MARGIN
TOP, BOTTOM = 1.55, 6.95  # of what lies between title and footer
TITLE_SIZES = (26, 24, 22, 20, 18)
SMALLEST = 16.0  # points, read from the back of the room
TABLE_SIZES = (22.0, 20.0, 18.0, SMALLEST)
MOST_ROWS = 10  # of a table on a slide
REST = 0.35  # inches below a table for the line that names the handout
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's own "No Style, No Grid"
RULE = 6350  # EMU: half a point
TITLE_ONLY = 5  # the layout's place in the library's default template


class Box(NamedTuple):
    """Inches from the slide's top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """The four lengths as the library wants them."""
        return Inches(self.x), Inches(self.y), Inches(self.width), Inches(self.height)


def rgb(colour: str) -> RGBColor:
    """`#0017C1` as the library wants it."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))


class Deck:
    """Slides one after the other; `stamp` stands at each one's foot with its number."""

    def __init__(self, title: str, author: str, stamp: str, made: date) -> None:
        self.file: Pptx = Presentation()
        self.stamp = stamp
        about = self.file.core_properties  # which otherwise name the library's author
        about.title, about.author, about.last_modified_by, about.comments = title, author, author, stamp
        about.created = about.modified = datetime(made.year, made.month, made.day, tzinfo=UTC)
        about.language = "ja-JP"
        self._widen()

    def _widen(self) -> None:
        """Make the library's 4:3 template 16:9, placeholders too, and leave only the layout in use."""
        ratio = WIDTH / (int(self.file.slide_width or Inches(10)) / Inches(1))
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        title_only = self.file.slide_layouts[TITLE_ONLY]
        for layout in list(self.file.slide_layouts):
            if layout is not title_only:
                self.file.slide_layouts.remove(layout)
        for holder in (self.file.slide_master, title_only):
            for shape in holder.shapes:
                shape.left, shape.width = Length(round(shape.left * ratio)), Length(round(shape.width * ratio))

    def slide(self, topic: str, finding: str, sizes: Sequence[float] = TITLE_SIZES, tall: float = 0.86) -> Slide:
        """A new slide: the topic small, the finding as its title, so many inches high, and the footer."""
        slide: Slide = self.file.slides.add_slide(self.file.slide_layouts[0])
        title = slide.shapes.title
        if title is None:
            raise RuntimeError("the layout has no title")
        box = Box(MARGIN, 0.62, INNER, tall)
        title.left, title.top, title.width, title.height = box.emu
        width = INNER / BOLD
        size = largest(clean(finding), (width, box.height), sizes)
        fitted = shortened(clean(finding), size, width, max(1, int(box.height * 72 / (size * LEADING))))
        _frame(title.text_frame, MSO_ANCHOR.TOP)
        _write(title.text_frame.paragraphs[0], fitted, size, bold=True, colour=PALETTE.ink)
        self.text(slide, Box(MARGIN, 0.28, INNER, 0.32), [topic], SMALLEST, bold=True, colour=PALETTE.key)
        number = len(self.file.slides)
        self.text(slide, Box(MARGIN, 7.08, INNER - 1, 0.3), [self.stamp], SMALLEST, colour=PALETTE.quiet)
        right = Box(WIDTH - MARGIN - 1, 7.08, 1, 0.3)
        self.text(slide, right, [str(number)], SMALLEST, colour=PALETTE.quiet, align=PP_ALIGN.RIGHT)
        return slide

    def cover(self, topic: str, title: str) -> Slide:
        """The first slide: the title on a field of the key colour."""
        slide = self.slide(topic, title)
        shape = slide.shapes.title
        if shape is not None:
            box = Box(MARGIN, 1.3, INNER, 1.5)
            shape.left, shape.top, shape.width, shape.height = box.emu
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(PALETTE.key)
            _frame(shape.text_frame, MSO_ANCHOR.MIDDLE, 0.3)
            run = shape.text_frame.paragraphs[0].runs[0]
            size = largest(run.text, ((INNER - 0.6) / BOLD, box.height), (40, 36, 32, 28, 24, 20, 18))
            run.font.size, run.font.color.rgb = Pt(size), rgb(PALETTE.on_key)
            shape.text_frame.paragraphs[0].line_spacing = Pt(size * LEADING)
        return slide

    def text(  # noqa: PLR0913  # a text box has this many properties
        self,
        slide: Slide,
        box: Box,
        paragraphs: Sequence[str],
        size: float,
        *,
        bold: bool = False,
        colour: str = PALETTE.ink,
        fill: str = "",
        align: PP_ALIGN = PP_ALIGN.LEFT,
        middle: bool = False,
    ) -> Shape:
        """A text box of fixed size; a paragraph that would not fit its share is shortened or left out."""
        shape = slide.shapes.add_textbox(*box.emu)
        _frame(shape.text_frame, MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP, PADDING if fill else 0.0)
        if fill:
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(fill)
        width = box.width - (2 * PADDING if fill else 0)
        left = box.height
        for number, text in enumerate(paragraphs):
            most = int(left * 72 / (size * LEADING))
            if number and not most:
                break
            fitted = shortened(clean(text), size, width, max(most, 1))
            left -= height(fitted, size, width)
            paragraph = shape.text_frame.paragraphs[0] if number == 0 else shape.text_frame.add_paragraph()
            _write(paragraph, fitted, size, bold=bold, colour=colour)
            paragraph.alignment = align
        return shape

    def points(self, slide: Slide, box: Box, points: Sequence[str], sizes: Sequence[float] = (20, 18, 16)) -> None:
        """At most a few sentences, each with its mark, as large as they fit."""
        self.lines(slide, box, [f"・{clean(point)}" for point in points if point], sizes)

    def lines(self, slide: Slide, box: Box, texts: Sequence[str], sizes: Sequence[float] = (20, 18, 16)) -> None:
        """Lines of text as large as they fit."""
        size = next((s for s in sizes if sum(height(p, s, box.width) for p in texts) <= box.height), sizes[-1])
        self.text(slide, box, texts, size)

    def table(self, slide: Slide, box: Box, listing: Listing[Any]) -> None:
        """All rows in the largest type that has room for them, else the first ten: the handout has the others."""
        sizes = [size for size in TABLE_SIZES if size == SMALLEST or keeps_whole(listing, box.width, size)]
        room = (box.width, box.height - REST)
        tried = [(size, first_rows(listing, room, size, MOST_ROWS)) for size in sizes]
        size, part = next(((size, part) for size, part in tried if len(part.rows) == len(listing)), tried[-1])
        self._grid(slide, Box(box.x, box.y, sum(part.widths), part.height), listing, part, size)
        if rest := len(listing) - len(part.rows):
            below = Box(box.x, box.y + max(part.height, box.height - REST), box.width, REST)
            self.text(slide, below, [f"ほか{rest}件は配布資料にあります。"], SMALLEST, colour=PALETTE.quiet)

    def _grid(self, slide: Slide, area: Box, listing: Listing[Any], part: Fitted, size: float) -> None:
        """One native table; row heights are those reckoned, so that no program has to stretch it."""
        frame = slide.shapes.add_table(len(part.rows) + 1, len(listing.columns), *area.emu)
        frame.name = listing.caption
        grid = frame.table
        style = next(frame._element.iter(qn("a:tableStyleId")))  # noqa: SLF001  # the library has no word for it
        style.text = PLAIN_STYLE
        grid.horz_banding = False
        for position, width in enumerate(part.widths):
            grid.columns[position].width = Inches(width)
        for number, tall in enumerate(part.heights):
            grid.rows[number].height = Inches(tall)
        aligns = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT}
        for number, row in enumerate([tuple(column.title for column in listing.columns), *part.rows]):
            for position, text in enumerate(row):
                cell = grid.cell(number, position)
                cell.margin_left = cell.margin_right = Inches(PADDING)
                cell.margin_top = cell.margin_bottom = Inches(0.03)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(PALETTE.track if number == 0 else PALETTE.page)
                _rule(cell)
                rating = tone(text)
                colour = PALETTE.ratings[rating].text if rating else PALETTE.ink
                paragraph = cell.text_frame.paragraphs[0]
                _write(paragraph, text, size, bold=number == 0 or colour != PALETTE.ink, colour=colour)
                paragraph.alignment = aligns[listing.columns[position].align]

    def notes(self, slide: Slide, text: str) -> None:
        """Speaker notes: the reasons behind the slide's numbers."""
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n".join(clean(line) for line in text.split("\n"))

    def save(self) -> bytes:
        """The finished file, every text in the named Japanese font."""
        name_fonts(self.file)
        target = io.BytesIO()
        self.file.save(target)
        return target.getvalue()


def _rule(cell: _Cell) -> None:
    """A thin line above and below a cell; lines come before the fill in a cell's XML."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001  # the library has no borders
    for position, side in enumerate(("a:lnT", "a:lnB")):
        line = OxmlElement(side)
        line.set("w", str(RULE))
        fill, colour = OxmlElement("a:solidFill"), OxmlElement("a:srgbClr")
        colour.set("val", PALETTE.ratings["not_started"].fill.removeprefix("#"))
        fill.append(colour)
        line.append(fill)
        properties.insert(position, line)


def _frame(frame: TextFrame, anchor: MSO_ANCHOR, padding: float = 0.0) -> None:
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    frame.margin_left = frame.margin_right = Inches(padding)
    frame.margin_top = frame.margin_bottom = Inches(0)


def _write(paragraph: _Paragraph, text: str, size: float, *, bold: bool, colour: str) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = rgb(colour)
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.line_spacing = Pt(size * LEADING)
