"""Reading of one cell as a date: ISO, 年月日, 和暦 in its usual writings, or the end of a 年度."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from kdx_metrics.intake.japanese import LONGEST_VALUE, CellReading, has_odd_numerals, missing_reason, narrow
from kdx_metrics.plan.fiscal_calendar import (
    ERAS,
    WEEKDAYS,
    Era,
    fiscal_year_end,
    fiscal_year_start,
    wareki,
    wareki_and_iso,
    wareki_month,
)
from kdx_metrics.plan.fiscal_calendar import era_year as era_year_of
from kdx_metrics.plan.fiscal_calendar import fiscal_year as fiscal_year_of
from kdx_metrics.plan.text import listed

Spans = Literal["none", "year", "first", "last"]  # a 年度 as its last day; 年度 and months as their first or last day

FIRST_YEAR, LAST_YEAR = 1868, 2199  # outside these a year is a slip of the finger

_ERA = "|".join(f"{era.name}|{era.letter}" for era in ERAS)
_DAY = r"(?:年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日|(?P<mark>[-/.])(?P<m>[0-9]{1,2})(?P=mark)(?P<d>[0-9]{1,2}))"
_YEAR = rf"(?:(?P<era>{_ERA})(?P<nth>元|[0-9]{{1,2}})|(?P<year>[0-9]{{4}}))"
_DATE = re.compile(_YEAR + _DAY)
_FISCAL_YEAR = re.compile(_YEAR + "年度")
_FISCAL_YEAR_WITH_WORD = re.compile(_YEAR + "年度(?P<word>.*)")
_MONTH = re.compile(_YEAR + r"(?:年(?P<month>[0-9]{1,2})月|[-/.](?P<m>[0-9]{1,2}))(?P<word>[^0-9]*)")
_WORDS_OF_SPANS: Mapping[Spans, tuple[frozenset[str], frozenset[str]]] = {  # words after a 年度, after a month
    "year": (frozenset(("",)), frozenset()),
    "first": (frozenset(("", "当初", "初め", "はじめ", "から")), frozenset(("", "から"))),
    "last": (frozenset(("", "末", "中", "内", "まで", "末まで")), frozenset(("", "末", "中", "まで", "末まで"))),
}
_ENGLISH_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_ENGLISH = "|".join(_ENGLISH_MONTHS)
_MONTH_NUMBER, _DAY_NUMBER = "0?[1-9]|1[0-2]", "0?[1-9]|[12][0-9]|3[01]"
_DAY_OF_CODE = re.compile(
    rf"(?P<month>{_MONTH_NUMBER})月(?P<day>{_DAY_NUMBER})日|(?P<m>{_MONTH_NUMBER})/(?P<d>{_DAY_NUMBER})"
    rf"|(?P<first>{_DAY_NUMBER})-(?P<english>{_ENGLISH})|(?P<after>{_ENGLISH})-(?P<second>{_DAY_NUMBER})"
)
_JUST_YEAR = re.compile(_YEAR + "(?:年度?)?")
_ERA_YEAR = re.compile(rf"(?P<year>)(?P<era>{_ERA})(?P<nth>元|[0-9]{{1,2}})(?:年(?:[0-9]{{1,2}}月)?)?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MIDNIGHT = re.compile(r"(?:\s|T|(?<=[日)]))0?0:00(?::00(?:\.0+)?)?$")
_WEEKDAY = re.compile(rf"\(([{WEEKDAYS}])(?:曜日?)?\)$|\s*([{WEEKDAYS}])曜日?$")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_BEGINNINGS = {name: era for era in ERAS for name in (era.name, era.letter)}

_HYPHENS_IN_ERA = re.compile(r"[A-Z][0-9]+-")  # S2-1-1 is more of a code; Excel would write the day as S2.1.1
_BEGINNINGS_OF_DATES = frozenset((*"0123456789", *(name[0] for name in _BEGINNINGS)))
_MEND = "2025-12-26、2025年12月26日、令和7年12月26日、R7.12.26 のいずれかの形で入力してください。"
_MEND_YEAR = "令和7年度、R7、2025 のいずれかの形で入力してください。"
# What is most likely missing from a text that is no date, tried in this order.
_DIAGNOSES = (
    (re.compile("通年"), "どの年度か分かりません。"),
    (re.compile(r"[0-9]{1,2}[-/.月][0-9]{1,2}日?"), "年がありません。"),
    (re.compile(rf"(?:{_ERA})?(?:元|[0-9]{{1,4}})(?:[-/.][0-9]{{1,2}}|年[0-9]{{1,2}}月)"), "日がありません。"),
    (re.compile(r"[0-9]{1,2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"), "年が2けたで、西暦か和暦か分かりません。"),
    (re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"), "年・月・日の順ではありません。"),
    (re.compile(r".*[0-9]:[0-9]{2}.*"), "時刻が付いています。"),
    (re.compile(rf"(?:(?:{_ERA})(?:元|[0-9]{{1,2}})|[0-9]{{4}})年?"), "月と日がありません。"),
)


def read_date(text: str, *, spans: Spans = "none") -> CellReading[date]:
    """Date of a cell, and where `spans` says so also a 年度 or a month, read as one of its days.

    Never raises. Problems: not_a_date, excel_serial, era_out_of_range; warning: weekday_mismatch.
    """
    if _ISO.fullmatch(text):
        return _day(int(text[:4]), int(text[5:7]), int(text[8:]), plain=True)
    reason = missing_reason(text)
    if reason is not None:
        return CellReading(missing=reason, plain=text == reason)
    if len(text) > LONGEST_VALUE or has_odd_numerals(text):
        return _not_a_date("")
    return _read_typed(narrow(text).upper(), spans)


def read_fiscal_year(text: str) -> CellReading[int]:
    """年度 of a cell: `令和7年度`, `R7`, `2025`."""
    reason = missing_reason(text)
    if reason is not None:
        return CellReading(missing=reason, plain=text == reason)
    typed = "" if len(text) > LONGEST_VALUE or has_odd_numerals(text) else "".join(narrow(text).upper().split())
    match = _JUST_YEAR.fullmatch(typed)
    if match is None:
        return CellReading(problem="not_a_fiscal_year", mend=_MEND_YEAR)
    cell = _fiscal_year(match)
    if cell.value is None:
        return CellReading(problem="not_a_fiscal_year", why=cell.why, mend=_MEND_YEAR)
    return CellReading(fiscal_year_of(cell.value), plain=text == str(fiscal_year_of(cell.value)))


def _read_typed(text: str, spans: Spans) -> CellReading[date]:
    typed, weekday = _without_time_and_weekday(text)
    if (span := _span(typed, spans)) is not None:
        return span
    if _FISCAL_YEAR.fullmatch(typed):
        return _not_a_date("年度ではなく日付が必要な列です。")
    if match := _DATE.fullmatch(typed):
        reading = _dated(match)
        return reading if not weekday or reading.value is None else _with_weekday(reading.value, weekday)
    if match := _SERIAL.fullmatch(typed):
        return _serial(int(match[1]))
    if (match := _ERA_YEAR.fullmatch(typed)) and (beyond := _beyond_era(match)):
        return beyond
    return _not_a_date(next((why for pattern, why in _DIAGNOSES if pattern.fullmatch(typed)), ""))


def _span(typed: str, spans: Spans) -> CellReading[date] | None:
    """Day of a 年度 or month where the column takes one; None for any other text."""
    if spans == "none":
        return None
    year_words, month_words = _WORDS_OF_SPANS[spans]
    if (match := _FISCAL_YEAR_WITH_WORD.fullmatch(typed)) and match["word"] in year_words:
        year = _fiscal_year(match)
        if spans == "first" and year.value is not None:
            return CellReading(fiscal_year_start(fiscal_year_of(year.value)))
        return year
    if (match := _MONTH.fullmatch(typed)) and match["word"] in month_words:
        return _month(match, spans)
    return None


def _month(match: re.Match[str], spans: Spans) -> CellReading[date]:
    """First or last day of a month."""
    year, _ = _western_year(match)
    month = int(match["month"] or match["m"])
    first = _day(year, month, 1)
    if first.value is None:
        return first
    last = date(year, month, monthrange(year, month)[1])
    beyond = _outside_era(match, first.value, last)
    return beyond or CellReading(first.value if spans == "first" else last)


def _outside_era(match: re.Match[str], first: date, last: date) -> CellReading[date] | None:
    """Problem of a span that lies wholly outside of the era it is given in."""
    _, era = _western_year(match)
    if era is None or (first <= era.last_day and last >= era.first_day):
        return None
    return CellReading(
        problem="era_out_of_range",
        why=f"{era.name}にこの月はありません。",
        mend=f"{wareki_month(last)}({last:%Y-%m})なら、そのように入力してください。",
    )


def date_in_codes(text: str) -> str:
    """Month and day, as `1-1`, of the first date in a cell of codes; "" where none reads as one.

    Excel has then taken a code such as 1-1 or 4/1 for a day. `1-1` and `2-03` as typed are codes.
    """
    for code in listed(text):
        if match := _DAY_OF_CODE.fullmatch(code):
            month = match["month"] or match["m"] or 1 + _ENGLISH_MONTHS.index(match["english"] or match["after"])
            return f"{int(month)}-{int(match['day'] or match['d'] or match['first'] or match['second'])}"
        may_be = code[:1] in _BEGINNINGS_OF_DATES and not _HYPHENS_IN_ERA.match(code)
        if may_be and (day := read_date(code).value):
            return f"{day.month}-{day.day}"
    return ""


def _without_time_and_weekday(typed: str) -> tuple[str, str]:
    weekday = ""
    for _ in range(2):  # 0:00 may stand before or after the weekday
        typed = _MIDNIGHT.sub("", typed)
        if match := _WEEKDAY.search(typed):
            weekday = match[1] or match[2]
            typed = typed[: match.start()]
    return "".join(typed.split()), weekday


def _not_a_date(why: str) -> CellReading[date]:
    return CellReading(problem="not_a_date", why=why, mend=_MEND)


def _day(year: int, month: int, day: int, *, plain: bool = False) -> CellReading[date]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _not_a_date(f"{year}年は扱える年({FIRST_YEAR}~{LAST_YEAR})の外です。")
    try:
        return CellReading(date(year, month, day), plain=plain)
    except ValueError:
        return _not_a_date(f"{year}年{month}月{day}日という日はありません。")


def _western_year(match: re.Match[str]) -> tuple[int, Era | None]:
    if match["year"]:
        return int(match["year"]), None
    era = _BEGINNINGS[match["era"]]
    nth = 1 if match["nth"] == "元" else int(match["nth"])
    return era.first_day.year + nth - 1, era


def _dated(match: re.Match[str]) -> CellReading[date]:
    year, era = _western_year(match)
    reading = _day(year, int(match["month"] or match["m"]), int(match["day"] or match["d"]))
    if era is None or reading.value is None:
        return reading
    if era.first_day <= reading.value <= era.last_day:
        return reading
    return CellReading(
        problem="era_out_of_range",
        why=f"{era.name}にこの日はありません。",
        mend=f"{wareki_and_iso(reading.value)}なら、そのように入力してください。",
    )


def _fiscal_year(match: re.Match[str]) -> CellReading[date]:
    year, era = _western_year(match)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _not_a_date(f"{year}年度は扱える年度の外です。")
    last_day = fiscal_year_end(year)
    # A 年度 in which the era changes may be called by either era (平成31年度 and 令和元年度).
    if era and not (fiscal_year_start(year) <= era.last_day and last_day >= era.first_day):
        right = f"{era_year_of(last_day - timedelta(days=90))}度"
        return CellReading(
            problem="era_out_of_range",
            why=f"{era.name}にこの年度はありません。",
            mend=f"{right}({year}年度)なら、そのように入力してください。",
        )
    return CellReading(last_day)


def _beyond_era(match: re.Match[str]) -> CellReading[date] | None:
    year, era = _western_year(match)
    if era is None or era.first_day.year <= year <= era.last_day.year:
        return None
    right = era_year_of(date(year, 12, 31))
    return CellReading(
        problem="era_out_of_range",
        why=f"{era.name}にこの年はありません。",
        mend=f"{right}({year}年)なら、{right}4月1日 のように月と日まで入力してください。",
    )


def _with_weekday(value: date, weekday: str) -> CellReading[date]:
    right = WEEKDAYS[value.weekday()]
    if weekday == right:
        return CellReading(value)
    return CellReading(value, warning="weekday_mismatch", why=f"{value}は{right}曜日です。")


def _serial(days: int) -> CellReading[date]:
    meant = _EXCEL_DAY_ZERO + timedelta(days=days)
    return CellReading(
        problem="excel_serial",
        why=f"Excelの内部の通し番号で、{meant}({wareki(meant)})に当たります。",
        mend=f"セルの表示形式を「日付」にして保存し直すか、{meant} と入力してください。",
    )
