"""Every page shows given numbers as given, and no computed one as having reached what it has not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages.screen import Screen
from tests.pages.test_names_of_periods import PAGES, SCREENS, shown

# On 2026-10-31 half of P1-01's days are over and 39.96 % of it are done: 10.04 points behind, so やや遅れ.
ACTIONS = """取組番号,柱,期,取組名,所管課,開始予定,完了予定,状況,進捗率,重み,出典
P1-01,P1,2,窓口の改善,市民課,2026-07-24,2027-02-08,実施中,39.96,0.0125,サンプル
P2-01,P2,2,文書の電子化,総務課,2026-07-24,2026-11-30,実施中,99.96,1,サンプル
P3-01,P3,2,研修の実施,総務課,2025-04-01,2027-03-31,実施中,,1,サンプル
"""
KPIS = """指標番号,柱,指標名,単位,方向性,集計,基準日,基準値,第2期目標,所管課,出典
K01,P1,誤りの件数,件,減少,時点,2023-03-31,0.0125,0.0041,市民課,サンプル
K02,P2,稼働率,%,増加,時点,2023-03-31,0,99.9985,総務課,サンプル
"""
ACTUALS = """指標番号,時点,実績値,出典
K01,2026-09-30,0.0042,サンプル
K02,2026-09-30,99.97,サンプル
"""
REACHED = [f"{word}{number}" for word in ("実績", "実績 ", "達成率", "目標比") for number in ("100%", "100.0%")]
CARRIED_TOO_FAR = ("−10.0", "100.0% 計画", "100%(", " 0件(", *REACHED)


@pytest.fixture
def close_calls(folder: Path) -> Path:
    """A plan whose numbers lie just short of an edge."""
    for name, text in (("action_plan", ACTIONS), ("kpis", KPIS), ("kpi_actuals", ACTUALS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return folder


def test_no_page_shows_as_reached_what_is_not(screen_of: Callable[[Path], Screen], close_calls: Path) -> None:
    screen = screen_of(close_calls)
    texts = {page: shown(screen.open(page)) for page in PAGES}
    texts |= {key: shown(screen.open("meeting", screen=key)) for key in SCREENS}
    texts |= {f"kpi-{kpi}": shown(screen.open("kpis", kpi=kpi)) for kpi in ("K01", "K02")}
    texts["gantt"] = screen.open("actions", view="工程表").html
    texts["action"] = "".join(shown(screen.open("actions", action=number)) for number in ("P1-01", "P2-01"))
    assert {(page, wrong) for page, text in texts.items() for wrong in CARRIED_TOO_FAR if wrong in text} == set()
    for page in ("overview", "progress", "actions", "action", "gantt", "overall"):
        assert "−10.1" in texts[page], page
        assert "99.96" in texts[page] or "99.9%" in texts[page], page


def test_a_grid_shows_given_values_whole(screen_of: Callable[[Path], Screen], close_calls: Path) -> None:
    looks = json.loads(screen_of(close_calls).open("actions").at.dataframe[0].proto.columns)
    assert looks["重み"]["type_config"]["format"] == "plain"  # `localized` would cut 0.0125 after three decimals
    assert looks["重み"]["width"] > len("0.0125") * 8
    assert looks["計画(%)"]["type_config"]["format"] == "%.1f"


def test_a_grid_has_short_headers_where_they_leave_room_for_texts_and_percentages_keep_their_unit(
    screen_of: Callable[[Path], Screen], close_calls: Path
) -> None:
    looks = json.loads(screen_of(close_calls).open("actions").at.dataframe[0].proto.columns)
    assert {header: look["label"] for header, look in looks.items() if look.get("label")} == {
        "取組番号": "番号",
        "差(ポイント)": "差",
    }


def test_given_values_stand_on_pages_as_they_were_given(screen_of: Callable[[Path], Screen], close_calls: Path) -> None:
    screen = screen_of(close_calls)
    falling, rising = (shown(screen.open("kpis", kpi=kpi)) for kpi in ("K01", "K02"))
    assert all(value in falling for value in ("0.0125件", "0.0041件", "0.0042件"))
    assert all(value in rising for value in ("99.9985%", "99.97%"))
    assert "達成率99.9%" in rising
