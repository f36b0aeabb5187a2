"""One pass over a sheet's XML: its filled extent, and all that a reader of values alone misses."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate

from kdx_metrics.intake.addresses import column_number, excel_column
from kdx_metrics.intake.workbook.bounds import Bounds, Refusal
from kdx_metrics.intake.workbook.formats import Display
from kdx_metrics.intake.workbook.package import CHUNK, SheetPart, Style

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}:[A-Z]{1,3}([1-9][0-9]{0,6})")
_OFF = ("0", "false")

Position = tuple[int, int]  # row and column, both from 1, as Excel counts


@dataclass(slots=True)
class Survey:
    """The notes of one pass. `displays` and `errors` are by position; rows and columns are Excel's numbers.

    `merged` holds the ranges of merged cells as Excel names them, `A1:B1`, with their last row.
    """

    displays: dict[Position, Display] = field(default_factory=dict)
    errors: dict[Position, str] = field(default_factory=dict)
    uncached: list[Position] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    struck_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[str, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


def survey(package: zipfile.ZipFile, sheet: SheetPart, styles: Sequence[Style], bounds: Bounds) -> Survey:
    """Stream a sheet once, in constant memory but for what is noted.

    Raises Refusal at the first filled cell past the bounds: `<dimension>` is not believed, and empty formatted cells
    do not count.
    """
    reader = _Reader(sheet, styles, bounds)
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    with package.open(sheet.path) as part:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)  # noqa: FBT003  # expat takes it by position only
    return reader.finished()


class _Reader:
    """The handlers of one pass and where it stands."""

    def __init__(self, sheet: SheetPart, styles: Sequence[Style], bounds: Bounds) -> None:
        self.sheet, self.styles, self.bounds = sheet, styles, bounds
        self.noted = Survey()
        self.hidden_spans: list[Position] = []
        self.filled_columns: set[int] = set()
        self.row = self.column = self.style = 0
        self.row_hidden = self.row_filled = self.row_struck = False
        self.kind = ""
        self.content: list[str] | None = None
        self.filled = self.formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        tag = name.rsplit(" ", 1)[-1]
        if tag == "c":
            self._open_cell(attributes)
        elif tag in {"v", "t"}:
            self.content = []
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            self.row_hidden = attributes.get("hidden", "0") not in _OFF
            self.row_filled = self.row_struck = False
        elif tag == "mergeCell":
            merged = _RANGE.fullmatch(attributes["ref"])
            self.noted.merged += [(merged[0], int(merged[1]))] if merged else []
        elif tag == "col" and attributes.get("hidden", "0") not in _OFF:
            self.hidden_spans.append((int(attributes["min"]), int(attributes["max"])))

    def text(self, data: str) -> None:
        """Collect a value."""
        if self.content is not None:
            self.content.append(data)

    def end(self, name: str) -> None:
        """Close an element."""
        tag = name.rsplit(" ", 1)[-1]
        if tag in {"v", "t"} and self.content is not None:
            text = "".join(self.content)
            self.content = None
            self.filled = self.filled or text != ""
            if self.kind == "e":
                self.noted.errors[self.row, self.column] = text
        elif tag == "c":
            self._close_cell()
        elif tag == "row" and self.row_filled:
            if self.row_hidden:
                self.noted.hidden_rows.append(self.row)
            if self.row_struck:
                self.noted.struck_rows.append(self.row)

    def finished(self) -> Survey:
        """The survey, once the hidden columns are held against what they hold."""
        hidden = {
            column for first, last in self.hidden_spans for column in self.filled_columns if first <= column <= last
        }
        self.noted.hidden_columns = sorted(hidden)
        return self.noted

    def _open_cell(self, attributes: dict[str, str]) -> None:
        if (address := _ADDRESS.fullmatch(attributes.get("r", ""))) is not None:
            self.column, self.row = column_number(address[1]), int(address[2])
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        self.style = int(attributes.get("s", "0"))
        self.filled = self.formula = False

    def _close_cell(self) -> None:
        position = (self.row, self.column)
        if not self.filled and not self.formula:
            return
        if self.row > self.bounds.last_row or self.column > self.bounds.last_column:
            raise Refusal(
                "cell_too_far",
                sheet=self.sheet.name,
                cell=f"{excel_column(self.column - 1)}{self.row}",
                rows=f"{self.bounds.last_row:,}",
                columns=f"{self.bounds.last_column:,}",
            )
        if self.formula and not self.filled and self.kind != "str":
            self.noted.uncached.append(position)
        self.row_filled = True
        self.filled_columns.add(self.column)
        self.noted.last_row = max(self.noted.last_row, self.row)
        self.noted.last_column = max(self.noted.last_column, self.column)
        if self.style < len(self.styles):
            style = self.styles[self.style]
            self.row_struck = self.row_struck or style.struck
            if style.display is not None:
                self.noted.displays[position] = style.display
