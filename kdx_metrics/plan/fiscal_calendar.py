"""Fiscal years and 和暦, and every way in which a date is written (formulas.md, "Calendar")."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Era(NamedTuple):
    """One 元号: its letter as written in forms, and the days on which it began and ended."""

    name: str
    letter: str
    first_day: date
    last_day: date


ERAS = (
    Era("明治", "M", date(1868, 10, 23), date(1912, 7, 29)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), date.max),
)
WEEKDAYS = "月火水木金土日"
FIGURE_SPACE = "\N{FIGURE SPACE}"  # as wide as a digit
APRIL = 4  # the month in which a 年度 begins


def today(timezone: str) -> date:
    """The civil date now in `timezone` (an IANA name), whatever the server's own clock zone."""
    return datetime.now(ZoneInfo(timezone)).date()


def era_of(day: date) -> Era:
    """The 元号 in force on `day`; days before 明治 count as 明治."""
    return next((era for era in reversed(ERAS) if day >= era.first_day), ERAS[0])


def era_year(day: date) -> str:
    """`令和7年`, with 元年 for the first year of an era."""
    era = era_of(day)
    year = day.year - era.first_day.year + 1
    return f"{era.name}{'元' if year == 1 else year}年"


def wareki(day: date) -> str:
    """`令和7年12月26日`."""
    return f"{era_year(day)}{day.month}月{day.day}日"


def wareki_lined_up(day: date) -> str:
    """`令和 8年 1月 7日`: each number as wide as two digits, so that texts sort by date from an 元号's 2年 on."""
    written = wareki_and_time(day) if isinstance(day, datetime) else wareki(day)
    return re.sub(r"(?<!\d)(?=\d(?!\d))", FIGURE_SPACE, written)


def wareki_and_time(moment: datetime) -> str:
    """`令和8年11月23日 16:05`, of a moment in the zone that it carries."""
    return f"{wareki(moment.date())} {moment:%H:%M}"


def wareki_month(day: date) -> str:
    """`令和7年12月`."""
    return f"{era_year(day)}{day.month}月"


def wareki_and_iso(day: date) -> str:
    """`令和7年12月26日(2025-12-26)`."""
    return f"{wareki(day)}({day.isoformat()})"


def wareki_month_and_iso(day: date) -> str:
    """`令和7年12月(2025-12)`."""
    return f"{wareki_month(day)}({day:%Y-%m})"


def month_and_day(day: date) -> str:
    """`12月26日`, where the year is plain."""
    return f"{day.month}月{day.day}日"


def month_end(day: date) -> date:
    """The last day of the month that holds `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def fiscal_year(day: date) -> int:
    """The 年度 of `day`: year y runs 1 April y to 31 March y+1."""
    return day.year if day.month >= APRIL else day.year - 1


def fiscal_year_start(year: int) -> date:
    """1 April of 年度 `year`."""
    return date(year, APRIL, 1)


def fiscal_year_end(year: int) -> date:
    """31 March that ends 年度 `year`."""
    return date(year + 1, 3, 31)


def era_fiscal_year(year: int) -> str:
    """`令和7年度`: the era in force in the summer of the 年度, as Japanese offices write it."""
    return f"{era_year(date(year, 7, 1))}度"
