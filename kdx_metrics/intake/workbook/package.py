"""The zip of a workbook: its bounds, its sheets in order, its number formats and struck fonts."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.parsers.expat import ParserCreate

from kdx_metrics.intake.workbook.bounds import MEBIBYTE, Bounds, Refusal
from kdx_metrics.intake.workbook.formats import BUILT_IN, Display, display_of

CHUNK = 65_536
VISIBLE = "visible"


@dataclass(frozen=True, slots=True)
class Style:
    """One cell style as far as it matters here: its way of showing values, and strikethrough."""

    display: Display | None
    struck: bool


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of the book: its name on the tab, its state, its part of the zip."""

    name: str
    state: str
    path: str

    @property
    def is_visible(self) -> bool:
        """True unless the sheet is hidden in either of Excel's two ways."""
        return self.state == VISIBLE


def open_package(file: IO[bytes], bounds: Bounds) -> zipfile.ZipFile:
    """Open the zip. Raises Refusal past the bounds, before anything is unpacked, and BadZipFile."""
    package = zipfile.ZipFile(file)
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > bounds.unpacked or len(parts) > bounds.parts:
        size, limit = (
            f"{unpacked // MEBIBYTE:,}MB・{len(parts):,}個",
            f"{bounds.unpacked // MEBIBYTE:,}MB・{bounds.parts:,}個",
        )
        raise Refusal("file_too_large", size=size, limit=limit)
    return package


def elements(package: zipfile.ZipFile, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Local names and attributes of a part's elements, in document order; nothing for a part that is not there."""
    if path not in package.NameToInfo:
        return
    met: list[tuple[str, dict[str, str]]] = []
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: met.append((_local(name), attributes))
    with package.open(path) as part:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk)
            yield from met
            met.clear()
    parser.Parse(b"", True)  # noqa: FBT003  # expat takes it by position only
    yield from met


def sheets_of(package: zipfile.ZipFile) -> list[SheetPart]:
    """The worksheets in tab order; chart sheets and macros are none."""
    targets = {
        attributes["Id"]: _absolute("xl", attributes["Target"])
        for name, attributes in elements(package, "xl/_rels/workbook.xml.rels")
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet")
    }
    sheets = []
    for name, attributes in elements(package, "xl/workbook.xml"):
        identifier = next((value for key, value in attributes.items() if _local(key) == "id"), "")
        if name == "sheet" and identifier in targets:
            sheets.append(SheetPart(attributes["name"], attributes.get("state", VISIBLE), targets[identifier]))
    return sheets


def counts_from_1904(package: zipfile.ZipFile) -> bool:
    """True where the book counts its dates from 1904, as old Macintosh books do."""
    return any(
        name == "workbookPr" and attributes.get("date1904", "0") in {"1", "true"}
        for name, attributes in elements(package, "xl/workbook.xml")
    )


def styles_of(package: zipfile.ZipFile) -> list[Style]:
    """The cell styles by their number, as the attribute `s` of a cell names them."""
    codes = dict(BUILT_IN)
    struck: list[bool] = []
    styles: list[Style] = []
    inside: str | None = None
    for name, attributes in elements(package, "xl/styles.xml"):
        if name in {"fonts", "cellXfs", "cellStyleXfs", "dxfs"}:
            inside = name
        elif name == "numFmt" and inside != "dxfs":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "font" and inside == "fonts":
            struck.append(False)
        elif name == "strike" and inside == "fonts":
            struck[-1] = attributes.get("val", "1") not in {"0", "false"}
        elif name == "xf" and inside == "cellXfs":
            font = int(attributes.get("fontId", "0"))
            code = codes.get(int(attributes.get("numFmtId", "0")), "")
            styles.append(Style(display_of(code), font < len(struck) and struck[font]))
    return styles


def comments_of(package: zipfile.ZipFile, sheet: SheetPart) -> list[str]:
    """Addresses of the cells with a comment or note."""
    folder, name = posixpath.split(sheet.path)
    addresses = []
    for element, attributes in elements(package, f"{folder}/_rels/{name}.rels"):
        if element == "Relationship" and attributes.get("Type", "").endswith("/comments"):
            path = _absolute(folder, attributes["Target"])
            addresses += [
                fields["ref"] for tag, fields in elements(package, path) if tag == "comment" and "ref" in fields
            ]
    return addresses


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _absolute(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
