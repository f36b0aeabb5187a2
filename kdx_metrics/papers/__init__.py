"""The meeting's papers from one snapshot: PowerPoint, Excel, a handout to print and a text for the minutes.

Each writer is imported only when its paper is asked for: a page that offers four papers pays for none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from kdx_metrics.meeting.briefing import Material, material
from kdx_metrics.numbers.summary import Summary

if TYPE_CHECKING:
    from kdx_metrics.meeting.decisions import Content

Format = Literal["pptx", "xlsx", "html", "text"]
FORMATS: tuple[Format, ...] = get_args(Format)

_MIMES: dict[Format, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}
_NAMES: dict[Format, str] = {
    "pptx": "会議資料_{day}.pptx",
    "xlsx": "数値表_{day}.xlsx",
    "html": "配布資料_{day}.html",
    "text": "議事録用要約_{day}.txt",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One finished paper: its bytes, the name to save it under and its media type."""

    data: bytes
    file_name: str
    mime: str


def build(
    form: Format,
    summary: Summary,
    previous: Summary | None = None,
    *,
    revision: str,
    today: date,
    decisions: Sequence[Content] | None = None,
    unread: str = "",
) -> Paper:
    """Make one paper of `summary`, compared with `previous` where there is one.

    `revision` is the newest revision's number, or －  for data without a store; `today` the day it is made.
    `decisions` are all that were recorded: the paper takes those it shows. None, for data without a store, leaves
    their part out, unless `unread` says why they are not there.
    """
    content = material(summary, previous, revision=revision, today=today, decisions=decisions, unread=unread)
    return Paper(_write(form, content), file_name_of(form, summary), mime_of(form))


def file_name_of(form: Format, summary: Summary) -> str:
    """The name under which a paper is saved, known before it is made."""
    return _NAMES[form].format(day=summary.as_of.isoformat())


def mime_of(form: Format) -> str:
    """The media type of a paper."""
    return _MIMES[form]


def _write(form: Format, content: Material) -> bytes:
    if form == "pptx":
        from kdx_metrics.papers.slides import write_slides  # noqa: PLC0415  # see the module's docstring

        return write_slides(content)
    if form == "xlsx":
        from kdx_metrics.papers.sheets import write_sheets  # noqa: PLC0415

        return write_sheets(content)
    if form == "html":
        from kdx_metrics.papers.handout import write_handout  # noqa: PLC0415

        return write_handout(content)
    from kdx_metrics.papers.minutes import write_minutes  # noqa: PLC0415

    return write_minutes(content)
