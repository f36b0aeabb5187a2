"""回収状況 in rows: each 取組 that owes a report once, however many 期 it owes it for."""

from __future__ import annotations

from kdx_metrics.numbers.meeting.reporting_status import Return, Waiting
from kdx_metrics.views.reporting import still_owing


def test_a_number_is_given_once_and_stays_on_one_line() -> None:
    twice = Return(
        "都市建設課", 3, 0, None, (Waiting("P1-08", "公共交通"), Waiting("P1-08", "公共交通"), Waiting("P1-09", "防災"))
    )
    (row,) = still_owing([twice]).texts
    assert row == ("都市建設課", "3", "P1-\N{WORD JOINER}08(2期分)・P1-\N{WORD JOINER}09")
