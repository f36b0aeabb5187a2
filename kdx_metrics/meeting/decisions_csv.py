"""決定事項 as CSV: out with every fact, in again through checked rows, each error with its Excel address."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

import pandas as pd

from kdx_metrics.exports.csv_export import csv_safe
from kdx_metrics.intake.checking.messages import render_issue
from kdx_metrics.intake.csv_reader import Sheet, read_csv
from kdx_metrics.intake.decoding import Unreadable
from kdx_metrics.intake.issues import Issue, excel_column, in_order
from kdx_metrics.intake.japanese import CellReading, narrow, read_code, read_period, read_text
from kdx_metrics.intake.japanese_dates import read_date
from kdx_metrics.meeting.decisions import (
    KINDS,
    LONGEST_NAME,
    LONGEST_TEXT,
    STATES,
    Content,
    Decision,
    Edit,
    Kind,
    State,
)

NUMBER, VERSION = "番号", "変更回数"
MEETING, KIND, TEXT, ACTION, PERIOD, KPI = "会議日", "種類", "内容", "取組番号", "期", "指標番号"
DEPARTMENT, DUE, STATE = "所管課", "期限", "状態"
COLUMNS = (NUMBER, VERSION, MEETING, KIND, TEXT, ACTION, PERIOD, KPI, DEPARTMENT, DUE, STATE)
REQUIRED = (MEETING, KIND, TEXT)
ROWS_AT_MOST = 5_000

Value = TypeVar("Value")


@dataclass(frozen=True)
class Known:
    """What a row may speak of: decisions, 取組 numbers with their 期, 指標 numbers, folded names of the 期."""

    decisions: Mapping[int, Decision]
    actions: Collection[tuple[str, int]]
    kpis: Collection[str]
    periods: Mapping[str, int]


@dataclass(frozen=True)
class Read:
    """A file as read: the edits it asks for (none while an error stands) and every error, in file order."""

    edits: tuple[Edit, ...]
    issues: tuple[Issue, ...]


def to_frame(decisions: Iterable[Decision]) -> pd.DataFrame:
    """One row a decision, in the columns that `read` takes in again."""
    rows = [
        (
            one.id,
            one.version,
            one.content.meeting_on,
            one.content.kind,
            one.content.text,
            one.content.action_id,
            one.content.period,
            one.content.kpi_id,
            one.content.department,
            one.content.due,
            one.content.state,
        )
        for one in decisions
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({PERIOD: "Int64"})


def read(data: bytes, known: Known) -> Read:
    """Read a CSV of decisions. A row with a 番号 changes that decision, one without adds a decision."""
    try:
        sheet = read_csv(data, lambda row: {narrow(cell) for cell in row} >= set(REQUIRED))
    except Unreadable as verdict:
        return Read((), (render_issue(verdict.code, row=verdict.row, words=verdict.words),))
    places = {narrow(header): place for place, header in enumerate(sheet.header)}
    if missing := [name for name in REQUIRED if name not in places]:
        fix = f"1行目に {'・'.join(COLUMNS)} の見出しを置いてください。"
        return Read((), (_whole("missing_column", f"見出し「{'・'.join(missing)}」がありません。", fix),))
    if len(sheet.cells) > ROWS_AT_MOST:
        return Read((), (_whole("too_many_rows", f"{ROWS_AT_MOST:,}行までです。", "分けて取り込んでください。"),))
    return _rows(sheet, places, known)


def _rows(sheet: Sheet, places: Mapping[str, int], known: Known) -> Read:
    issues: list[Issue] = []
    edits: list[Edit] = []
    seen: set[int] = set()
    for number, cells in zip(sheet.cells.index.tolist(), sheet.cells.to_numpy().tolist(), strict=True):
        row = _Row(number, {name: cells[place] for name, place in places.items()}, places)
        edit = row.edit(known)
        if edit.id is not None and edit.id in seen:
            row.wrong(NUMBER, "duplicate", "同じ番号の行が2つあります。", "1行にまとめてください。")
        seen |= set() if edit.id is None else {edit.id}
        issues += row.issues
        edits.append(edit)
    return Read(() if issues else tuple(edits), tuple(in_order(issues)))


@dataclass
class _Row:
    """One row being read; what is wrong with it gathers in `issues`."""

    number: int
    cells: Mapping[str, str]
    places: Mapping[str, int]
    issues: list[Issue] = field(default_factory=list)

    def edit(self, known: Known) -> Edit:
        number = self._whole_number(NUMBER)
        if number is not None and number not in known.decisions:
            self.wrong(
                NUMBER, "unknown", "この番号の決定事項はありません。", "新しく加える行は番号を空欄にしてください。"
            )
        action, period, kpi = self._about(known)
        text = self._limited(TEXT, LONGEST_TEXT)
        if not text:
            self.wrong(TEXT, "required", "内容がありません。", "内容を入力してください。")
        content = Content(
            kind=cast("Kind", self._choice(KIND, KINDS, "")),
            text=text,
            meeting_on=self._day(MEETING, required=True) or date.min,
            action_id=action,
            period=period,
            kpi_id=kpi,
            department=self._limited(DEPARTMENT, LONGEST_NAME),
            due=self._day(DUE),
            state=cast("State", self._choice(STATE, STATES, STATES[0])),
        )
        return Edit(content, number, self._whole_number(VERSION) or 0)

    def _about(self, known: Known) -> tuple[str, int | None, str]:
        action, kpi = read_code(self._text(ACTION)), read_code(self._text(KPI))
        period = self._read(
            PERIOD,
            read_period(self._text(PERIOD), known.periods),
            "期の書き方が違います。",
            f"{'・'.join(known.periods)} のどれかを入力してください。",
        )
        if action and kpi:
            self.wrong(KPI, "two_subjects", "取組番号と指標番号の両方があります。", "どちらか一つにしてください。")
        if period is not None and not action:
            self.wrong(PERIOD, "period_alone", "期だけがあります。", "取組番号も入力してください。")
        numbers = {number for number, _ in known.actions}
        if action and (action not in numbers or (period is not None and (action, period) not in known.actions)):
            self.wrong(
                ACTION, "unknown", "この取組は見つかりません。", "取組番号と期を「取組一覧」で確かめてください。"
            )
        if kpi and kpi not in known.kpis:
            self.wrong(KPI, "unknown", "この指標は見つかりません。", "指標番号を「KPI」で確かめてください。")
        return action, period, kpi

    def wrong(self, column: str, code: str, message: str, fix: str) -> None:
        place = self.places.get(column)
        cell = None if place is None else f"{excel_column(place)}{self.number}"
        value = self.cells.get(column, "")[:200]
        self.issues.append(Issue(None, self.number, column, cell, value, code, message, "error", fix))

    def _text(self, column: str) -> str:
        """The cell without the ' that the way out puts before what Excel would take for a formula."""
        text = read_text(self.cells.get(column, ""))
        return text[1:] if text.startswith("'") and csv_safe(text[1:]) == text else text

    def _limited(self, column: str, longest: int) -> str:
        text = self._text(column)
        if len(text) > longest:
            self.wrong(column, "too_long", f"{longest:,}文字を超えています。", "短くしてください。")
        return text

    def _choice(self, column: str, words: Collection[str], default: str) -> str:
        word = narrow(self._text(column)) or default
        if word not in words:
            listed = "・".join(words)
            self.wrong(column, "unknown_choice", f"{column}は{listed}のどれかです。", f"{listed}から選んでください。")
        return word

    def _day(self, column: str, *, required: bool = False) -> date | None:
        cell = read_date(self._text(column))
        if required and cell.missing is not None:
            self.wrong(column, "required", f"{column}がありません。", "2026-11-23 のように入力してください。")
        return self._read(column, cell, f"日付として読めません。{cell.why}", cell.mend)

    def _whole_number(self, column: str) -> int | None:
        text = narrow(self._text(column))
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004  # fits the database
            self.wrong(column, "not_a_number", "番号として読めません。", "書き出したときの数字のままにしてください。")
            return None
        return int(text)

    def _read(self, column: str, cell: CellReading[Value], message: str, fix: str) -> Value | None:
        if cell.problem:
            self.wrong(column, cell.problem, message, fix)
        return cell.value


def _whole(code: str, message: str, fix: str) -> Issue:
    return Issue(None, None, None, None, None, code, message, "error", fix)
