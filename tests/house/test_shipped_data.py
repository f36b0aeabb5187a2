"""The shipped data: free of errors, honest about what is a sample, and rich enough to show every case."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

import pandas as pd
import pytest

from kdx_metrics.intake.checking import check
from kdx_metrics.numbers.kpi.spc import analyse
from kdx_metrics.numbers.ratings import BY_PEOPLE_ALONE, KPI_RATINGS, RATINGS
from kdx_metrics.plan.snapshot import SAMPLE_MARK
from kdx_metrics.plan.strategy import STATUSES
from kdx_metrics.plan.tables import AGGREGATIONS, DIRECTIONS, TableName, tables
from tests.shipped import DATA, MEETINGS, NOW, SETS, folder, place, strategy, summary

ROWS = {date(2023, 11, 15): (28, 32), date(2024, 4, 16): (28, 45), date(2026, 1, 7): (35, 45), NOW: (35, 45)}
LATE = ("behind", "slightly_behind")

SITE = "https://www.city.saga-kashima.lg.jp/main/"
# The figures that the city has published, with the page of each.
PUBLISHED = {
    ("K01", "2025-12-26"): (12000.0, f"{SITE}37491.html"),
    ("K02", "2026-01-07"): (96.0, f"{SITE}37491.html"),
    ("K07", "2023-11-15"): (153.0, f"{SITE}30936.html"),
    ("K12", "2023-11-15"): (50.0, f"{SITE}30936.html"),
}
# SHA-256 of the 年表 as collected from the city's pages (UTF-8, LF, no BOM).
REAL_MILESTONES = "5b40b7c89eee23abe4eec5c9055b065af02563e6efe0ca61a61c848ef8abb174"

every_set = pytest.mark.parametrize("as_at", SETS, ids=str)


def text(as_at: date, name: TableName) -> str:
    return (place(as_at) / f"{name}.csv").read_bytes().decode("utf-8-sig")


def ratings(as_at: date, **where: object) -> Counter[str]:
    rows = summary(as_at).actions
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return Counter(rows["rating"].tolist())


# Every file of every set

# Columns and directions that the shipped plan has no need of.
NOT_USED = {
    "theme",
    "related_departments",
    "owner",
    "predecessor",
    "path",
    "related",
    "以上",
    "以下",
    "減少抑制",
    "増加抑制",
}


# Columns that came after the earlier meetings: their files stay as they were published.
CAME_LATER: dict[TableName, set[str]] = {
    "action_plan": {"ask", "ask_text"},
    "kpi_actuals": {"cause", "next_step", "ask", "ask_text"},
}


@every_set
@pytest.mark.parametrize("name", ["action_plan", "kpis", "kpi_actuals", "milestones"])
def test_every_file_is_read_without_an_error_a_warning_or_a_repair(as_at: date, name: TableName) -> None:
    path = place(as_at) / f"{name}.csv"
    checked = check(path.read_bytes(), strategy(), file_name=path.name, as_at=as_at)
    assert (checked.table, checked.encoding, checked.ok) == (name, "utf-8-sig", True)
    assert checked.issues == []
    assert checked.repairs == []


@every_set
def test_the_four_files_of_a_set_fit_together(as_at: date) -> None:
    told = [(issue.cell, issue.code) for issue in folder(as_at).issues]
    # A value of a year that has ended meanwhile, dated by the meeting that it was published in.
    assert told == ([("B15", "year_not_complete")] if as_at == NOW else [])
    assert folder(as_at).broken == ()


@every_set
@pytest.mark.parametrize("name", ["action_plan", "kpis", "kpi_actuals", "milestones"])
def test_every_file_has_the_headers_in_template_order_and_the_line_ends_of_excel(as_at: date, name: TableName) -> None:
    lines = text(as_at, name).split("\r\n")
    headers = tables(strategy())[name].headers
    absent = NOT_USED | (set() if as_at == NOW else CAME_LATER.get(name, set()))
    assert lines[0].split(",") == [header for column, header in headers.items() if column not in absent]
    assert lines[-1] == ""
    assert not any("\n" in line for line in lines)


def test_the_sets_are_those_of_three_meetings_in_the_timeline_and_the_date_in_the_strategy() -> None:
    assert sorted(path.name for path in (DATA / "archive").iterdir()) == [day.isoformat() for day in MEETINGS]
    assert strategy().data.as_at == NOW
    events = folder(NOW).frames["milestones"]
    meetings = set(events.loc[events["category"] == "本部会議", "date"].dt.date)
    assert meetings.issuperset(MEETINGS)


@every_set
def test_a_set_holds_nothing_from_its_future(as_at: date) -> None:
    frames, day = folder(as_at).frames, pd.Timestamp(as_at)
    actions, actuals, events = frames["action_plan"], frames["kpi_actuals"], frames["milestones"]
    for dates in (actions["updated_on"], actuals["as_of"], events["date"], frames["kpis"]["baseline_on"]):
        assert dates.notna().all()
        assert dates.max() <= day


# What is real and what is a sample


def test_the_timeline_is_the_real_one_to_the_last_character() -> None:
    content = text(NOW, "milestones").replace("\r\n", "\n").encode()
    assert hashlib.sha256(content).hexdigest() == REAL_MILESTONES


@every_set
def test_an_earlier_timeline_is_the_beginning_of_the_real_one(as_at: date) -> None:
    real = folder(NOW).frames["milestones"]
    known = real[real["date"] <= pd.Timestamp(as_at)]
    pd.testing.assert_frame_equal(folder(as_at).frames["milestones"], known)


@every_set
def test_every_invented_row_says_that_it_is_a_sample(as_at: date) -> None:
    frames = folder(as_at).frames
    assert frames["action_plan"]["source"].str.startswith(SAMPLE_MARK).all()
    assert frames["kpis"]["source"].str.startswith(SAMPLE_MARK).all()
    actuals = frames["kpi_actuals"]
    keys = zip(actuals["kpi_id"], actuals["as_of"].dt.strftime("%Y-%m-%d"), strict=True)
    invented = [key not in PUBLISHED for key in keys]
    assert actuals["source"].str.startswith(SAMPLE_MARK).tolist() == invented


@every_set
def test_a_published_figure_keeps_its_value_and_its_page_in_every_set_that_knew_it(as_at: date) -> None:
    rows = folder(as_at).frames["kpi_actuals"]
    rows = rows[~rows["source"].str.startswith(SAMPLE_MARK)]
    published = {
        (kpi_id, day.date().isoformat()): (value, source)
        for kpi_id, day, value, source in zip(rows["kpi_id"], rows["as_of"], rows["value"], rows["source"], strict=True)
    }
    assert published == {key: figure for key, figure in PUBLISHED.items() if key[1] <= as_at.isoformat()}
    assert rows["remarks"].str.contains("公表値").all()


# Today's set


@every_set
def test_a_set_has_as_many_actions_as_a_small_citys_plan(as_at: date) -> None:
    fewest, most = ROWS[as_at]
    assert fewest <= summary(as_at).overall.actions <= most


def test_today_covers_every_pillar_period_and_status_over_about_ten_departments() -> None:
    actions = folder(NOW).frames["action_plan"]
    assert set(actions["status"]) == set(STATUSES)
    assert {pillar for pillar, group in summary(NOW).pillars.items() if group.actions} == {"P1", "P2", "P3"}
    assert all(group.actions for group in summary(NOW).periods.values())
    assert 9 <= actions["department"].nunique() <= 12
    assert actions["action_id"].duplicated().sum() >= 8  # carried over into a later 期
    assert actions["title"].str.len().max() >= 40
    assert actions["title"].str.len().min() <= 10
    assert set(actions["weight"]) == {1.0, 2.0, 3.0}


def test_every_rating_of_the_rules_occurs_in_the_running_period() -> None:
    assert summary(NOW).period == 2
    assert set(ratings(NOW, period=2)) == set(RATINGS) - set(BY_PEOPLE_ALONE)


def test_past_due_rows_occur_with_and_without_a_report() -> None:
    rows = summary(NOW).actions
    past_due = rows[(rows["planned_end"] < pd.Timestamp(NOW)) & ~rows["status"].isin(["完了", "中止"])]
    assert set(past_due["rating"]) == {"behind"}
    assert set(past_due["progress"].isna()) == {True, False}


def test_the_first_period_is_complete_but_for_one_action_carried_over() -> None:
    assert ratings(NOW, period=1) == {"completed": 9, "behind": 1}
    rows = summary(NOW).actions
    late = rows[(rows["period"] == 1) & (rows["rating"] == "behind")]["action_id"].item()
    assert rows[rows["action_id"] == late]["period"].tolist() == [1, 2]


def test_later_periods_have_hardly_begun() -> None:
    assert ratings(NOW, period=3)["not_started"] >= 2
    assert set(ratings(NOW, period=4)) == {"not_started"}


def test_the_city_is_near_its_plan_with_one_pillar_clearly_behind() -> None:
    gaps = {pillar: group.gap for pillar, group in summary(NOW).pillars.items()}
    overall = summary(NOW).overall.gap
    assert overall is not None
    assert -8 < overall < -2
    assert {pillar: None if gap is None else round(gap, 1) for pillar, gap in gaps.items()} == {
        "P1": -10.5,
        "P2": -2.3,
        "P3": 1.1,
    }


@every_set
def test_every_late_action_says_why_and_what_comes_next(as_at: date) -> None:
    rows = summary(as_at).actions
    late = rows[rows["rating"].isin(LATE)]
    assert late["issue"].ne("").all()
    assert late["next_step"].ne("").all()


def test_the_attention_list_has_every_kind_but_the_end_of_a_period() -> None:
    kinds = {item.kind for item in summary(NOW).attention}
    # 見直し is listed in its first class, 遅れ; the 期 ends more than 90 days from now.
    assert kinds == {
        "past_due",
        "behind",
        "kpi_worsened",
        "kpi_deviated",
        "kpi_forecast_short",
        "kpi_behind",
        "not_reported",
        "ratings_differ",
    }


# KPIs


def test_the_kpis_cover_every_direction_aggregation_and_rating() -> None:
    kpis = summary(NOW).kpis
    assert 12 <= len(kpis) <= 15
    assert {kpi.direction for kpi in kpis} == set(DIRECTIONS) - NOT_USED
    assert {kpi.aggregation for kpi in kpis} == set(AGGREGATIONS)
    assert {kpi.rating for kpi in kpis} == set(KPI_RATINGS)


def test_some_kpis_have_no_data_and_one_says_why() -> None:
    empty = [kpi for kpi in summary(NOW).kpis if kpi.rating == "not_evaluable"]
    assert {tuple(reason for _, reason in kpi.pending) for kpi in empty} == {(), ("調査中", "未集計")}


def test_the_latest_value_of_a_kpi_may_still_be_counted() -> None:
    overtime = next(kpi for kpi in summary(NOW).kpis if kpi.kpi_id == "K09")
    assert overtime.pending == ((NOW, "未集計"),)
    assert overtime.as_of == date(2026, 9, 30)


def test_the_forecasts_say_likely_unlikely_and_uncertain() -> None:
    verdicts = Counter(forecast.verdict for forecast in summary(NOW).forecasts.values())
    assert min(verdicts[word] for word in ("likely", "unlikely", "uncertain")) >= 1
    assert verdicts[None] >= 4  # too little data


def test_two_monthly_kpis_have_limits_and_one_of_them_a_single_signal() -> None:
    charts = {kpi.kpi_id: analyse(kpi) for kpi in summary(NOW).kpis}
    limits = {kpi_id: xmr for kpi_id, xmr in charts.items() if xmr is not None}
    assert len(limits) >= 2
    assert [(signal.index, signal.kind) for signal in limits["K11"].signals] == [(8, "outside")]
    assert limits["K09"].signals == ()


@every_set
def test_a_cumulative_kpi_never_falls(as_at: date) -> None:
    for kpi in summary(as_at).kpis:
        values = [actual.value for actual in kpi.actuals]
        assert kpi.aggregation != "累計" or values == sorted(values), kpi.kpi_id
