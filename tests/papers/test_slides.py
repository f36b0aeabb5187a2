"""The deck as python-pptx reads it back: its numbers, its fonts, and that nothing lies over or beside anything."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Pptx
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame

from kdx_metrics.charts.drawing.theme import PALETTES
from kdx_metrics.meeting.agenda import agenda, screens
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.papers.slides_bullets import TICK
from kdx_metrics.papers.slides_deck import HEIGHT, WIDTH
from kdx_metrics.papers.slides_fonts import FONT
from kdx_metrics.plan.formats import format_number, format_percent
from kdx_metrics.wording.groups import spans
from kdx_metrics.wording.words import RATING_WORDS
from tests.factories import actual, kpi, summary
from tests.papers.papers import TODAY, bare, content, empty, paper, rough, small
from tests.shipped import NOW, reasons, strategy
from tests.shipped import summary as shipped

INCH = 914_400
BULLETS = "進捗率(棒は実績、縦線と右の数は計画)"


@lru_cache
def deck() -> Pptx:
    return Presentation(io.BytesIO(paper("pptx").data))


@lru_cache
def rough_deck() -> Pptx:
    return Presentation(io.BytesIO(rough("pptx").data))


@lru_cache
def empty_deck() -> Pptx:
    return Presentation(io.BytesIO(bare("pptx", empty()).data))


def charts(file: Pptx) -> dict[str, Chart]:
    """The first chart of each name."""
    by_name: dict[str, Chart] = {}
    for slide in file.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                by_name.setdefault(shape.name, shape.chart)
    return by_name


def texts(slide: Slide) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text  # type: ignore[attr-defined]
        if shape.has_table:
            for row in shape.table.rows:  # type: ignore[attr-defined]
                yield from (cell.text for cell in row.cells)


def everything(file: Pptx) -> str:
    return "\n".join(text for slide in file.slides for text in texts(slide))


def notes() -> str:
    frames = [slide.notes_slide.notes_text_frame for slide in deck().slides if slide.has_notes_slide]
    return "\n".join(frame.text for frame in frames if frame is not None)


def worst_first() -> list[Group]:
    """The 期 in force, then its pillars by their gap."""
    of = shipped(NOW)
    return [of.current, *sorted((of.cells[pillar, of.period] for pillar in of.pillars), key=lambda each: each.gap or 0)]


def series(chart: Chart) -> dict[str, list[float | None]]:
    return {each.name: list(each.values) for each in chart.plots[0].series}


def labels_of(chart: Chart) -> list[TextFrame]:
    """Labels of single points."""
    numbered = [
        (each, int(label.find(qn("c:idx")).get("val")))
        for each in chart.plots[0].series
        for label in each._element.iter(qn("c:dLbl"))
    ]
    return [each.points[index].data_label.text_frame for each, index in numbered]


def test_the_deck_follows_the_order_of_the_meeting() -> None:
    topics = [list(texts(slide))[1] for slide in deck().slides]
    titles = [slide.shapes.title.text_frame.text for slide in deck().slides if slide.shapes.title]
    assert len(titles) == len(topics)
    assert titles[0] == "鹿島市 かしまデジタル変革(DX)戦略"
    meeting = [screen for screen in screens(content(), 0) if not screen.appendix]
    spoken = [screen.title for screen in meeting if screen.topic not in {"cover", "decide"}]
    assert [topic.partition("(")[0] for topic in topics if topic.partition("(")[0] in spoken] == spoken
    asked = [f"ご判断 {number}/3" for number in (1, 2, 3)]
    assert [topic for topic in topics if topic in asked] == asked
    assert len(topics) <= 21


def test_the_charts_of_the_whole_hold_the_summarys_unrounded_numbers() -> None:
    drawn = charts(deck())[BULLETS]
    groups = worst_first()
    assert list(drawn.plots[0].categories) == [
        "第2期\n差 −10.5 ~ −8.3", "市民の利便性向上\n差 −20.7 ~ −16.6", "業務の効率化\n差 −4.2", "人財育成\n差 +1.9",
    ]  # fmt: skip
    assert series(drawn)["計画"] == pytest.approx([group.planned for group in groups])
    assert series(drawn)["実績"] == pytest.approx([group.actual for group in groups])


def test_the_gap_to_the_plan_is_an_empty_box_in_the_colour_of_its_state_and_the_plan_a_tick() -> None:
    actual, plan, gap, covered = charts(deck())[BULLETS].plots[0].series
    groups = [group for group in worst_first() if (group.gap or 0) < 0]
    assert groups
    boxes = [gap.points[index].format for index in range(len(groups))]
    assert {f"#{box.fill.fore_color.rgb}" for box in boxes} == {PALETTES["light"].page}
    edges = [f"#{box.line.color.rgb}" for box in boxes]
    looks = PALETTES["light"].ratings
    assert edges == [looks[spans.states(group, strategy().rating)[0]].fill for group in groups]
    assert f"#{plan.format.fill.fore_color.rgb}" == PALETTES["light"].ink
    for reached, planned, before, inside in zip(actual.values, plan.values, gap.values, covered.values, strict=True):
        assert before == pytest.approx(planned - TICK), "of the plan's bar its end is seen"
        assert inside == min(reached, before), "by a bar above its plan, too"


def test_a_kpi_s_targets_are_a_step_and_its_judged_value_says_its_rating() -> None:
    kpi = next(kpi for kpi in shipped(NOW).kpis if kpi.kpi_id == "K05")
    chart = charts(deck())[kpi.name]
    targets = [value for value in series(chart)["目標"] if value is not None]
    assert set(targets) == {60.0, 140.0}
    assert targets == sorted(targets)
    assert [frame.text for frame in labels_of(chart)] == ["\n92手続き\n遅れ"]  # a line apart from what rises to it


@pytest.mark.parametrize("value", [0.0, 48.25, 99.94, 99.95, 99.96, 99.9999, 100.0])
def test_powerpoint_labels_a_bar_as_the_pages_do(value: float) -> None:
    """The label's code is `[<limit]format;[<limit]format;format`; the first that holds is taken."""
    code = charts(deck())[BULLETS].plots[0].data_labels.number_format
    *limited, last = code.split(";")
    sections = [(float(limit.removeprefix("[<")), shown) for limit, shown in (each.split("]") for each in limited)]
    shown = next((shown for limit, shown in sections if value < limit), last)
    assert shown.replace("0.0", format_number(value, 1)).replace('"', "") == format_percent(value)


def test_stacked_counts_add_up_to_every_row() -> None:
    drawn = charts(deck())["評価ごとの取組の数"]
    of = shipped(NOW)
    for rating in RATINGS:
        counts = [group.ratings[rating] for group in worst_first()[1:]]
        assert series(drawn).get(RATING_WORDS[rating].word, [0] * len(counts)) == counts
    assert sum(sum(v or 0 for v in values) for values in series(drawn).values()) == of.current.actions


def test_the_changes_chart_holds_both_sides() -> None:
    moved = content().changes
    assert moved is not None
    drawn = series(charts(deck())["計画との差(ポイント)。0が計画どおり"])
    both: list[tuple[Group, Group]] = [(moved.overall.before, moved.overall.after)]
    both += [(each.before, each.after) for each in moved.pillars.values()]
    assert drawn["前回"] == pytest.approx([before.gap_low for before, _ in both])
    assert drawn["今回"] == pytest.approx([after.gap_low for _, after in both])


def test_a_kpis_line_holds_its_actuals_and_gaps() -> None:
    kpi = next(kpi for kpi in shipped(NOW).kpis if kpi.kpi_id == "K05")
    drawn = series(charts(deck())[kpi.name])
    assert [value for value in drawn["実績(手続き)"] if value is not None] == [each.value for each in kpi.actuals]
    path = drawn["目標への道すじ"]
    assert (path[0], path[-1]) == (kpi.baseline, kpi.target)


def test_a_stepped_path_without_a_baseline_or_a_unit_is_drawn_steep_beside_single_values() -> None:
    row = kpi(path="段階", unit="", baseline=None, baseline_on=None, target_1=100.0, target_2=200.0)
    late = summary([], [row], [actual("K-01", date(2024, 3, 31), 10.0), actual("K-01", date(2026, 3, 31), 20.0)])
    chart = charts(Presentation(io.BytesIO(bare("pptx", late).data)))["指標 K-01"]
    days = [date(2024, 3, 31), date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2027, 3, 31)]
    assert [date(1899, 12, 30) + timedelta(days=float(str(day))) for day in chart.plots[0].categories] == days
    assert series(chart) == {
        "目標への道すじ": [100.0, 100.0, 200.0, 200.0, 200.0],
        "実績": [10.0, None, None, 20.0, None],
    }


def test_a_step_on_the_first_day_drawn_is_steep_too() -> None:
    row = kpi(path="段階", unit="", baseline=None, baseline_on=None, target_1=100.0, target_2=200.0)
    late = summary([], [row], [actual("K-01", date(2025, 3, 31), 10.0), actual("K-01", date(2026, 3, 31), 20.0)])
    chart = charts(Presentation(io.BytesIO(bare("pptx", late).data)))["指標 K-01"]
    assert series(chart)["目標への道すじ"] == [100.0, 200.0, 200.0, 200.0]  # the second is of the day after


def test_every_late_action_and_every_kpi_is_named() -> None:
    said = everything(deck())
    late = shipped(NOW).running.query("rating in ['behind', 'slightly_behind']")
    assert [title for title in late["title"] if title not in said] == []
    names = [kpi.name[:18] for kpi in shipped(NOW).kpis]
    assert [name for name in names if name not in said] == []


def test_no_name_and_no_target_of_a_kpi_is_cut() -> None:
    (listed,) = [slide for slide in deck().slides if any(text.startswith("指標の一覧") for text in texts(slide))]
    said = "\n".join(texts(listed))
    assert "後退 3,260千枚 目標 2,500千枚" in said
    assert "…" not in said


def test_no_kpi_that_needs_attention_is_alone_on_a_slide() -> None:
    alone = [slide for slide in deck().slides if "付録: 注意が必要な指標" in texts(slide)]
    assert [sum(shape.has_chart for shape in slide.shapes) for slide in alone] == [2, 3]


def test_every_line_of_the_attention_list_is_there_with_its_reason() -> None:
    said = everything(deck()) + notes()
    assert [reason for reason in reasons(shipped(NOW)) if reason not in said] == []


def test_a_question_is_large_and_has_its_options() -> None:
    slide = next(slide for slide in deck().slides if "ご判断 2/3" in texts(slide))
    assert slide.shapes.title is not None
    (run,) = slide.shapes.title.text_frame.paragraphs[0].runs
    assert run.text == "予約型交通の予約システムを、近隣市町との共同利用で調達する協議に入ってよいか。"
    assert run.font.size is not None
    assert run.font.size.pt == 40
    assert "案1: 共同利用で協議する(市の負担は年300万円、稼働は令和9年10月)" in list(texts(slide))


@pytest.mark.parametrize("file", [deck, rough_deck, empty_deck])
def test_no_letter_is_smaller_than_the_back_of_the_room_can_read(file: Callable[[], Pptx]) -> None:
    sizes = set()
    for slide in file().slides:
        roots = [slide._element, *(shape.chart._chartSpace for shape in slide.shapes if shape.has_chart)]
        for root in roots:
            sizes |= {int(each.get("sz")) for each in root.iter(qn("a:rPr"), qn("a:defRPr")) if each.get("sz")}
    assert min(sizes) >= 1600


@pytest.mark.parametrize("file", [deck, rough_deck, empty_deck])
def test_no_table_has_more_than_ten_rows(file: Callable[[], Pptx]) -> None:
    tables = [shape.table for slide in file().slides for shape in slide.shapes if shape.has_table]
    assert tables
    assert max(len(table.rows) for table in tables) <= 11


def test_no_slide_shows_an_address() -> None:
    assert "http" not in everything(deck())


def test_every_slide_carries_date_revision_and_token() -> None:
    for slide in deck().slides:
        assert content().stamp in list(texts(slide))
    assert "令和8年10月31日" in content().stamp
    assert "版 12" in content().stamp
    assert shipped(NOW).token in content().stamp


def test_the_notes_give_the_reasons() -> None:
    said = notes()
    assert "計画 = 経過日数 ÷ 予定日数 × 100" in said
    assert "SPI(t) = ES" in said


@pytest.mark.parametrize("file", [deck, rough_deck])
def test_every_run_and_every_chart_text_names_the_japanese_font(file: Callable[[], Pptx]) -> None:
    target = io.BytesIO()
    file().save(target)
    runs = 0
    with zipfile.ZipFile(target) as archive:
        for name in archive.namelist():
            if not name.startswith(("ppt/slides/slide", "ppt/notesSlides/notesSlide", "ppt/charts/chart")):
                continue
            root = parse_xml(archive.read(name))
            for run in root.iter(qn("a:r")):
                assert run.find(qn("a:rPr")) is not None
            for properties in root.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
                faces = [properties.find(qn(tag)).get("typeface") for tag in ("a:latin", "a:ea")]
                assert faces == [FONT, FONT]
                runs += 1
    assert runs > 50


def test_no_slide_links_anywhere() -> None:
    with zipfile.ZipFile(io.BytesIO(paper("pptx").data)) as archive:
        relations = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
    assert not any('TargetMode="External"' in text for text in relations)


@pytest.mark.parametrize("file", [deck, rough_deck, empty_deck])
def test_no_shape_lies_over_another_or_over_the_edge(file: Callable[[], Pptx]) -> None:
    for number, slide in enumerate(file().slides, start=1):
        boxes = [(shape, _rectangle(shape)) for shape in slide.shapes if shape.shape_type != MSO_SHAPE_TYPE.LINE]
        for shape, (left, top, right, bottom) in boxes:
            assert left >= 0, (number, shape.name)
            assert top >= 0, (number, shape.name)
            assert right <= WIDTH + 0.01, (number, shape.name)
            assert bottom <= HEIGHT + 0.01, (number, shape.name)
        for (shape, first), (other, second) in combinations(boxes, 2):
            assert not _overlap(first, second), (number, shape.name, other.name, first, second)


def _rectangle(shape: BaseShape) -> tuple[float, float, float, float]:
    left, top = shape.left / INCH, shape.top / INCH
    return left, top, left + shape.width / INCH, top + shape.height / INCH


def _overlap(box: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    slack = 0.01
    return (
        box[0] < other[2] - slack
        and other[0] < box[2] - slack
        and box[1] < other[3] - slack
        and other[1] < box[3] - slack
    )


def test_an_empty_plan_still_makes_a_deck() -> None:
    said = everything(empty_deck())
    assert "取組がありません" in said
    assert "要注意の項目はありません。" in said


def test_no_chart_is_without_a_series() -> None:
    for file in (deck(), rough_deck(), empty_deck()):
        drawn = [shape.chart for slide in file.slides for shape in slide.shapes if shape.has_chart]
        assert all(len(list(chart.plots[0].series)) for chart in drawn)


def test_the_file_names_the_city_and_not_the_library() -> None:
    about = deck().core_properties
    assert (about.author, about.last_modified_by) == ("鹿島市", "鹿島市")
    assert about.title == "鹿島市 かしまデジタル変革(DX)戦略 本部会議資料"
    assert about.created is not None
    assert about.created.date() == TODAY


def test_hostile_names_stand_as_typed_and_in_no_chart_formula() -> None:
    said = everything(rough_deck())
    assert '=HYPERLINK("http://x","<b>窓口</b>") & <script>alert(1)</script>' in said
    assert "長" * 60 in said
    assert "…" in said


def test_without_an_earlier_date_there_are_no_slides_of_changes() -> None:
    assert "計画との差の変化" not in everything(Presentation(io.BytesIO(bare("pptx", small()).data)))
    assert "計画との差の変化" in everything(deck())


def test_the_cover_names_every_topic_and_what_the_meeting_reads_first_is_not_cut() -> None:
    cover, _homework, conclusion, pillars = list(deck().slides)[:4]
    topics = agenda(screens(content(), 0))
    said = "\n".join(texts(cover))
    assert [each.title for each in topics if each.title not in said] == []
    assert "…" not in "".join([*texts(conclusion), *texts(pillars)])
    open_gaps = [spans.gap_span(group) for group in content().summary.cells.values() if spans.gap_ends(group)[1:]]
    assert open_gaps
    assert any(gap in texts(pillars) for gap in open_gaps)
