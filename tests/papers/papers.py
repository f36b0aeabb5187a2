"""The shipped data's papers, made once for all tests."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from kdx_metrics.meeting.briefing import Material, material
from kdx_metrics.meeting.decisions import Content
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.papers import Format, Paper, build
from tests.factories import Row, action, actual, kpi, milestone, summary
from tests.shipped import MEETINGS, NOW
from tests.shipped import summary as shipped

TODAY = date(2026, 11, 23)
REVISION = "12"
HOSTILE = '=HYPERLINK("http://x","<b>窓口</b>") & <script>alert(1)</script>\x0b'
BEFORE = MEETINGS[-1]
DECISIONS = (
    Content("決定", "第1期の残りは第2期へ引き継ぐ。", BEFORE, action_id="P1-08", period=1, state="完了"),
    Content("宿題", "離席時の運用を決める。", BEFORE, department="総務課"),
    Content(
        "宿題",
        "窓口の待ち時間を4月から月ごとに測り、次の会議で報告する。",
        BEFORE,
        kpi_id="K05",
        department="市民課",
        due=date(2027, 1, 31),
        state="対応中",
    ),
    Content(
        "宿題",
        "未報告の理由を確かめる。",
        BEFORE,
        action_id="P1-08",
        period=2,
        department="都市建設課",
        due=date(2026, 3, 31),
    ),
    Content("決定", "案のとおり進める。", TODAY, action_id="P3-06", department="総務課", state="完了"),
)  # the first is done; of the others one is late, one has no date, and the last is this meeting's
ROUGH = (
    Content("宿題", HOSTILE, BEFORE, action_id="=1+1", period=99, department="@SUM(A1)", due=date(2026, 1, 1)),
    Content("決定", "-" + "議" * 1999, BEFORE, action_id="A-1", department="課" * 200),
    Content("宿題", "W" * 2000, BEFORE, kpi_id="K" * 40, department="", due=date(2036, 12, 31)),
    Content("宿題", "一行目\n<b>二行目</b>\t" * 40, BEFORE, kpi_id="K-1", state="対応中"),
)


@lru_cache
def paper(form: Format) -> Paper:
    """One paper of the shipped data, compared with the last meeting, with what was decided."""
    return build(form, shipped(NOW), shipped(MEETINGS[-1]), revision=REVISION, today=TODAY, decisions=DECISIONS)


def content() -> Material:
    """The material of that paper."""
    return material(shipped(NOW), shipped(MEETINGS[-1]), revision=REVISION, today=TODAY, decisions=DECISIONS)


def bare(form: Format, of: Summary, decisions: Sequence[Content] | None = ROUGH, unread: str = "") -> Paper:
    """A paper of any summary, compared with nothing, with decisions that are hard to set."""
    return build(form, of, None, revision="", today=TODAY, decisions=decisions, unread=unread)


@lru_cache
def rough(form: Format) -> Paper:
    """The paper in which everything is hard to set."""
    return bare(form, hostile())


@lru_cache
def small() -> Summary:
    """One action: for what does not depend on how much a paper holds."""
    return summary([action()])


def words_of(form: Format, of: Summary) -> str:
    """All words of a paper, without its markup."""
    data = build(form, of, None, revision="1", today=TODAY).data
    if not zipfile.is_zipfile(io.BytesIO(data)):
        written = data.decode("utf-8-sig")
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            written = "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    return html.unescape(re.sub(r"<[^>]*>", "", written))


def many() -> list[Content]:
    """More open homework than a slide or a printed page holds, and none of it alike."""
    return [Content("宿題", f"宿題その{number}を{'確かめて' * (number % 9)}報告する。", BEFORE) for number in range(60)]


def empty() -> Summary:
    """A summary without a single row."""
    return summary([])


def hostile() -> Summary:
    """Names that look like formulas and markup, a text far too long, a title without a break, a blank KPI."""
    rows: list[Row] = [
        action("A-1", title=HOSTILE, department="=1+1", issue="課" * 3000, next_step="A" * 3000, progress=10.0),
        action("A-2", title="長" * 400, progress=None),
    ]
    kpis = [kpi("K-1", name="+指標" * 60, unit="<i>人</i>"), kpi("K-2", name="@空")]
    events = [milestone(date(2026, 1, 7), "-会議" * 40, detail="詳" * 2000)]
    return summary(
        rows, kpis, [actual("K-1", date(2025, 3, 31), 300.0), actual("K-1", date(2026, 3, 31), None)], events
    )
