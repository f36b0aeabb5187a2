"""What pages do with data that is broken, missing, hostile or large."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kdx_metrics.publications.live import get_source
from pages.frame.words import plain
from pages.titles import PAGES
from tests.pages.conftest import CSV_FILES
from tests.pages.screen import Screen, column
from tests.pages.staff import press

NOTHING = (
    "取組・指標のデータがありません。サーバーのdataフォルダー(設定KDX_DATA_DIR)に、"
    "action_plan.csvかkpis.csvがありません。ファイルを置くか、"
    "「データ更新」からaction_plan.csvかkpis.csvを公開してください。"
)
FOR_STAFF = {"update", "history"}
FOR_READERS = [page.name for page in PAGES if page.has_header and page.name not in FOR_STAFF]
Look = Callable[[Path], Screen]
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "$x^2$ と $y$",
    "**太字** _斜体_ `code`",
    "[押す](javascript:alert(1))",
    ":red[赤] :+1:",
)


@contextmanager
def edited(path: Path) -> Iterator[list[dict[str, str]]]:
    """The rows of a CSV file, written back afterwards."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    headers = list(rows[0])
    yield rows
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, headers)
        writer.writeheader()
        writer.writerows(rows)


def test_a_broken_cell_is_named_with_its_mend_and_the_rest_is_shown(folder: Path, screen_of: Look) -> None:
    with edited(folder / "action_plan.csv") as rows:
        rows[3]["進捗率"] = "八割くらい"
    screen = screen_of(folder).open()
    (alarm,) = screen.alarms
    assert "action_plan.csv" in alarm
    assert "J5" in alarm
    assert "八割くらい" in alarm
    assert screen.findings[0] == "第2期: 取組がありません。"
    assert ">前回 令和8年1月</span>" in screen.html
    kpis = screen_of(folder).open("kpis")
    assert kpis.alarms == [alarm]
    assert kpis.findings[0].startswith("15指標のうち、")


def test_the_sample_banner_goes_when_no_row_is_a_sample(folder: Path, screen_of: Look) -> None:
    for name in ("action_plan.csv", "kpis.csv", "kpi_actuals.csv"):
        with edited(folder / name) as rows:
            for row in rows:
                row["出典"] = "鹿島市DX推進室"
    screen = screen_of(folder).open()
    assert "サンプル" not in screen.text
    assert screen.findings[0].startswith("注意~順調: 第2期は計画を8.3~")


def test_one_sample_row_is_enough_for_the_banner(folder: Path, screen_of: Look) -> None:
    for name in ("action_plan.csv", "kpis.csv", "kpi_actuals.csv"):
        with edited(folder / name) as rows:
            for number, row in enumerate(rows):
                row["出典"] = "サンプル" if name == "kpis.csv" and number == 0 else ""
    assert "サンプルデータ" in screen_of(folder).open().text


@pytest.mark.parametrize("page", FOR_READERS)
def test_a_folder_without_any_csv_shows_every_page_without_a_number(folder: Path, screen_of: Look, page: str) -> None:
    for name in CSV_FILES:
        (folder / name).unlink()
    screen = screen_of(folder).open(page)
    assert screen.alarms == [NOTHING]
    assert screen.told("warning") == []
    assert "この時点のデータはまだありません" in screen.text
    assert not any("実績" in finding and "%" in finding for finding in screen.findings)


def test_a_folder_without_any_csv_leaves_history_and_meeting_without_an_error(folder: Path, screen_of: Look) -> None:
    for name in CSV_FILES:
        (folder / name).unlink()
    history = screen_of(folder).open("history")
    assert (history.alarms, history.told("warning")) == ([NOTHING], [])
    assert screen_of(folder).open("meeting").alarms == []


def test_a_folder_that_is_gone_is_named(folder: Path, screen_of: Look) -> None:
    screen = screen_of(folder)
    get_source()
    shutil.rmtree(folder)
    (alarm,) = screen.open().alarms
    assert "サーバーのdataフォルダー(設定KDX_DATA_DIR)がありません。フォルダーを元に戻すか、" in alarm
    assert str(folder) not in alarm


def test_files_put_into_the_folder_end_the_alarm(folder: Path, screen_of: Look) -> None:
    kept = shutil.copytree(folder, folder.with_name("kept"))
    for name in CSV_FILES:
        (folder / name).unlink()
    screen = screen_of(folder).open()
    for name in CSV_FILES:
        shutil.copy(kept / name, folder / name)
    get_source()._next_attempt = 0.0
    screen.run()
    assert (screen.alarms, screen.told("warning")) == ([], [])
    assert screen.findings[0].startswith("注意~順調: 第2期は計画を8.3~")


def test_nothing_is_said_of_a_table_that_is_absent(folder: Path, screen_of: Look) -> None:
    (folder / "action_plan.csv").unlink()
    screen = screen_of(folder).open()
    assert (screen.alarms, screen.told("warning")) == ([], [])
    assert screen.titles[0].startswith("指標")
    assert not any("取組" in title for title in screen.titles)


def test_four_empty_files_are_each_told_once(folder: Path, screen_of: Look) -> None:
    for name in CSV_FILES:
        (folder / name).write_bytes(b"")
    screen = screen_of(folder).open()
    assert len(screen.alarms) == 4
    assert screen.alarms[-1] == "ほかにも1件の誤りがあります。"
    assert len({alarm.split(":")[0] for alarm in screen.alarms[:3]} & set(CSV_FILES)) == 3
    assert screen.told("warning") == []


def test_a_link_to_a_version_before_the_first_shows_no_data_and_the_way_to_the_newest(screen: Screen) -> None:
    screen.open(rev="0")
    assert "この時点のデータはまだありません" in screen.text
    assert screen.alarms == []
    press(screen, "最新の版を表示")
    assert screen.findings[0].startswith("注意~順調: 第2期は計画を8.3~")


@pytest.mark.parametrize("asked", ["9" * 5000, "9" * 10, "-1", "１", "٣", "1.0", "first"])
def test_a_link_to_a_version_that_no_store_can_hold_shows_the_newest(screen: Screen, asked: str) -> None:
    assert screen.open(rev=asked).findings[0].startswith("注意~順調: 第2期は計画を8.3~")
    assert screen.alarms == []


def test_names_that_look_like_code_are_shown_as_typed(folder: Path, screen_of: Look) -> None:
    with edited(folder / "action_plan.csv") as rows:
        for number, name in enumerate(HOSTILE):
            rows[number] |= {
                "取組番号": f"X-{number}",
                "期": "2",
                "開始予定": "2025-04-01",
                "完了予定": "2026-06-30",
                "状況": "実施中",
                "取組名": name,
                "所管課": name,
                "課題": name,
                "今後の対応": name,
                "備考": name,
                "進捗率": "1",
                "重み": "9",
            }
    screen = screen_of(folder).open()
    _assert_no_markup(screen)
    for number, name in enumerate(HOSTILE):
        screen = screen_of(folder).open("actions", action=f"X-{number}")
        assert screen.titles == [f"X-{number} {name}"]
        assert screen.text.count(name) >= 5
        _assert_no_markup(screen)
    for page in ("progress", "kpis", "timeline"):
        _assert_no_markup(screen_of(folder).open(page, dept=HOSTILE[0]))
    _assert_no_markup(screen_of(folder).open("actions", view="工程表"))


def test_hostile_kpis_and_events_are_shown_as_typed(folder: Path, screen_of: Look) -> None:
    with edited(folder / "kpis.csv") as rows:
        for row, name in zip(rows, HOSTILE, strict=False):
            row |= {"指標名": name, "単位": name[:12], "所管課": name}
    with edited(folder / "milestones.csv") as rows:
        for row, name in zip(rows, HOSTILE, strict=False):
            row |= {"名称": name, "内容": name, "出典": "javascript:alert(1)"}
    kpis = screen_of(folder).open("kpis")
    for name in HOSTILE[: len(kpis.titles)]:
        assert any(title.startswith(name) for title in kpis.titles)
    _assert_no_markup(kpis)
    events = screen_of(folder).open("timeline")
    assert set(HOSTILE) <= set(column(events.table("年表の一覧"), "名称"))
    _assert_no_markup(events)
    assert "<img" not in str(events.figure("timeline"))


def test_a_hundred_and_twenty_actions_with_long_names_fill_every_page(folder: Path, screen_of: Look) -> None:
    with edited(folder / "action_plan.csv") as rows:
        model = rows[1]
        for number in range(120 - len(rows)):
            name = f"とても長い名前の取組{number:03d}・" + "関係するすべての課と地域の皆さまが一緒に進める" * 3
            rows.append(
                model
                | {"取組番号": f"L-{number:03d}", "取組名": name, "所管課": f"とても長い名前の課{number % 30:02d}"}
            )
    screen = screen_of(folder).open()
    assert "/104件" in screen.html  # 77 rows more in the 期 in force
    actions = screen_of(folder).open("actions", view="工程表")
    assert actions.titles == ["取組の工程と進捗(40取組・42件を表示 / 該当120件)"]
    assert len(screen_of(folder).open("actions").table("取組の一覧")) == 120
    assert screen_of(folder).open("progress").figures


def test_a_mark_of_markdown_in_a_name_loses_its_power() -> None:
    assert plain("**b** $x$ [a](javascript:1)") == r"\*\*b\*\* \$x\$ \[a\]\(javascript\:1\)"


def _assert_no_markup(screen: Screen) -> None:
    """Nothing of a name has become HTML."""
    assert "<img" not in screen.html.replace('<img class="kdx-course"', "").replace('<img class="" alt', "")
    ours = ("/", "actions?", "kpis?", "progress?")
    assert [address for address in re.findall(r"href='([^']*)", screen.html) if not address.startswith(ours)] == []
