"""The papers' names, types and shared content."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pytest

from kdx_metrics.meeting.briefing import material, revision_of
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.papers import FORMATS, Format
from kdx_metrics.plan.formats import NO_VALUE
from kdx_metrics.wording.dates import ESTIMATE
from kdx_metrics.wording.meeting import board
from tests.factories import action, kpi, milestone, snapshot, summary
from tests.papers.papers import TODAY, bare, content, paper
from tests.shipped import NOW
from tests.shipped import summary as shipped

DAY = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("form", "name", "mime"),
    [
        (
            "pptx",
            "会議資料_2026-10-31.pptx",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("xlsx", "数値表_2026-10-31.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("html", "配布資料_2026-10-31.html", "text/html; charset=utf-8"),
        ("text", "議事録用要約_2026-10-31.txt", "text/plain; charset=utf-8"),
    ],
)
def test_each_format_has_its_name_and_type(form: Format, name: str, mime: str) -> None:
    made = paper(form)
    assert (made.file_name, made.mime) == (name, mime)
    assert form in FORMATS


def test_kpis_that_need_attention_come_first() -> None:
    order = [each.kpi_id for each in content().kpis]
    listed = [item.id for item in shipped(NOW).attention if item.kind.startswith("kpi")]
    assert order[: len(listed)] == listed
    assert sorted(order) == sorted(each.kpi_id for each in shipped(NOW).kpis)


def test_a_paper_is_for_the_next_meeting_that_is_known() -> None:
    events = [milestone(date(2026, 12, 1), "次の会議"), milestone(date(2026, 1, 7), "前の会議")]
    of = material(summary([], [], [], events), None, revision="", today=TODAY)
    assert of.meeting.title == "次の会議"
    assert of.revision == NO_VALUE


def test_only_a_meetings_date_is_called_a_meeting() -> None:
    before = summary([action()], [], [], [milestone(date(2026, 1, 7), "会議")], as_of=date(2026, 1, 7))
    after = summary([action()], [], [], [milestone(date(2026, 1, 7), "会議")], as_of=DAY)
    assert material(after, before, revision="", today=TODAY).since == "前回会議(令和8年1月7日)"
    other = summary([action()], as_of=date(2026, 3, 1))
    assert material(after, other, revision="", today=TODAY).since == "令和8年3月1日"


def test_the_revision_is_the_newest_of_the_tables() -> None:
    known = snapshot([action()], [kpi()])
    assert revision_of(known) == NO_VALUE
    origins = dict(known.origins)
    origins["kpis"] = replace(origins["kpis"], revision=7)
    origins["action_plan"] = replace(origins["action_plan"], revision=12)
    assert revision_of(replace(known, origins=origins)) == "12"


def test_a_departments_paper_says_so() -> None:
    of = snapshot([action(department="市民課"), action("A-2", department="総務課")]).of_department("市民課")
    made = bare("text", summarise(of), None).data.decode("utf-8-sig")
    assert "対象: 市民課" in made
    assert "取組 A-2" not in made


def text_of(form: Format, of: Summary) -> str:
    """All that a paper says; of a file of Office its XML."""
    data = bare(form, of, None).data
    if data[:2] != b"PK":
        return data.decode("utf-8-sig")
    with ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("form", FORMATS)
def test_a_paper_of_a_day_to_come_says_that_it_is_an_estimate_and_asks_nothing(form: Format) -> None:
    reported, to_come = (text_of(form, of) for of in (shipped(NOW), replace(shipped(NOW), is_estimate=True)))
    assert (ESTIMATE in reported, board.DECIDE in reported) == (False, True)
    assert (ESTIMATE in to_come, board.DECIDE in to_come, board.WATCH in to_come) == (True, False, True)
