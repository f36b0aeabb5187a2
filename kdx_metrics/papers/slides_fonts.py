"""Japanese fonts in a PowerPoint file: the library names only the Latin typeface and leaves the east-asian to XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.presentation import Presentation
from pptx.slide import Slide

FONT = "BIZ UDPGothic"  # a universal-design font that Windows 10 and later and Office bring along
LANGUAGE = "ja-JP"
_PROPERTIES = ("a:rPr", "a:defRPr", "a:endParaRPr")
# What may stand before the typefaces in a run's properties, in the schema's order.
_BEFORE = ("a:ln", "a:noFill", "a:solidFill", "a:gradFill", "a:pattFill", "a:effectLst", "a:highlight")


def name_fonts(file: Presentation) -> None:
    """Set Latin and east-asian typeface and language on every run of every slide, note and chart, and in the theme."""
    for slide in file.slides:
        for root in _roots(slide):
            _name(root)
    for holder in (file.slide_master.part, *_notes_masters(file)):
        _theme(holder.part_related_by(RELATIONSHIP_TYPE.THEME))


def _roots(slide: Slide) -> Iterator[Any]:
    """The XML of a slide, its notes and its charts."""
    yield slide._element  # noqa: SLF001  # the library's door to its XML
    if slide.has_notes_slide:
        yield slide.notes_slide._element  # noqa: SLF001  # likewise
    for shape in slide.shapes:
        if shape.has_chart:
            yield shape.chart._chartSpace  # type: ignore[attr-defined]  # noqa: SLF001  # a graphic frame


def _notes_masters(file: Presentation) -> Iterator[Part]:
    if any(slide.has_notes_slide for slide in file.slides):
        yield file.notes_master.part


def _name(root: Any) -> None:  # noqa: ANN401  # lxml ships no types
    for run in root.iter(qn("a:r"), qn("a:fld")):
        run.get_or_add_rPr()
    for properties in root.iter(*(qn(tag) for tag in _PROPERTIES)):
        if properties.tag != qn("a:defRPr"):
            properties.set("lang", LANGUAGE)
        for tag in ("a:latin", "a:ea", "a:cs"):
            for old in properties.findall(qn(tag)):
                properties.remove(old)
        position = sum(1 for child in properties if child.tag in {qn(tag) for tag in _BEFORE})
        for tag in ("a:ea", "a:latin"):  # inserted backwards
            typeface = OxmlElement(tag)
            typeface.set("typeface", FONT)
            properties.insert(position, typeface)


def _theme(part: Part) -> None:
    """Set the theme's typefaces, so that text typed into the deck later begins in the same font."""
    text = part.blob.decode("utf-8")
    text = re.sub(r'(<a:(?:latin|ea) typeface=")[^"]*(")', rf"\g<1>{FONT}\g<2>", text)
    parse_xml(text.encode("utf-8"))  # refuses what would not open
    part._blob = text.encode("utf-8")  # noqa: SLF001  # a theme is a plain part: its bytes are all there is
