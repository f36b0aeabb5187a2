"""Plans of other shapes on screen: every page opens, and nothing speaks of a table that a city does without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from kdx_metrics.meeting.agenda import screens
from kdx_metrics.meeting.briefing import material
from pages.titles import PAGES
from tests.cities.cities import CITIES, absent_words, city_folder, read, summary_of
from tests.pages.screen import Screen
from tests.pages.test_names_of_periods import shown
from tests.renamed import ORDINAL

LISTED = {
    city: [page.name for page in PAGES if page.has_header and (not page.about or page.about in read(city).frames)]
    for city in CITIES
}
# What is about files and terms names every table that there could be.
ABOUT_FILES = {"guide", "update", "history"}
TODAY = date(2026, 11, 23)
Look = Callable[[Path], Screen]


@pytest.mark.parametrize(("city", "page"), [(city, page) for city in CITIES for page in LISTED[city]])
def test_a_page_opens_and_speaks_of_what_there_is(screen_of: Look, city: str, page: str) -> None:
    screen = screen_of(city_folder(city)).open(page)
    text = shown(screen)
    assert screen.alarms == []
    assert ORDINAL.findall(text) == []
    absent = [] if page in ABOUT_FILES else [word for word in absent_words(city) if word in text]
    assert absent == []


@pytest.mark.parametrize("city", CITIES)
def test_every_screen_of_the_deck_speaks_of_what_there_is(screen_of: Look, city: str) -> None:
    screen = screen_of(city_folder(city)).open("meeting")
    summary = summary_of(city)
    for key in [each.key for each in screens(material(summary, None, revision="1", today=TODAY), homework=0)]:
        text = shown(screen.open("meeting", screen=key))
        assert (key, ORDINAL.findall(text)) == (key, [])
        assert (key, [word for word in absent_words(city) if word in text]) == (key, [])


def test_a_city_of_kpis_alone_begins_with_its_kpis_and_its_years(screen_of: Look) -> None:
    screen = screen_of(city_folder("only_kpis")).open()
    assert screen.titles == ["指標(悪い順)", "要注意", "年表"]
    assert screen.figures == ["milestones"]


@pytest.mark.parametrize(
    ("city", "findings"),
    [
        (
            "all_fine",
            [
                (
                    "順調: 前期は計画を7.0ポイント上回っています(6件中、遅れ0件・やや遅れ0件)。"
                    "前回(+0.8ポイント)から改善しました。"
                ),
                "すべて計画どおりか、計画を上回っています。",
                "次の本部会議は令和9年1月20日です。",
                "4指標に遅れはありません。",
                "要注意の項目はありません。本部への依頼はありません。",
            ],
        ),
        (
            "all_late",
            [
                (
                    "遅れ: 前期は計画を51.1ポイント下回っています(6件中、遅れ6件・やや遅れ0件)。"
                    "前回(−1.1ポイント)から悪化しました。"
                ),
                "最も遅れているのは人財育成です。",
                "次の本部会議は令和9年1月20日です。",
                "4指標中、要注意は4件です(遅れ2件、後退1件、逸脱1件)。",
                "ご判断は2件、ご報告は8件です。",
            ],
        ),
        (
            "nothing_reported",
            [
                "未報告: 前期は6件中6件が報告されておらず、進捗を評価できません。",
                "評価できる取組がありません。",
                "次の本部会議は令和9年1月20日です。",
                "4指標のどれもまだ評価できません。",
                "要注意は6件です。本部への依頼はありません。",
            ],
        ),
        (
            "five_years",
            [
                (
                    "遅れ: 計画期間は計画を28.5~39.3ポイント下回っています(4件中、遅れ2件・やや遅れ1件・未報告1件)。"
                    "前回の報告がなく、よくなったか悪くなったかは言えません。"
                ),
                "最も遅れているのは市役所のデジタル化です。",
                "次の推進会議は令和8年12月10日です。",
                "5指標中、要注意は1件です(逸脱1件)。",
                "要注意は4件です。本部への依頼はありません。",
            ],
        ),
    ],
)
def test_the_first_screen_says_how_it_stands_which_way_it_goes_what_is_worst_and_what_is_asked(
    screen_of: Look, city: str, findings: list[str]
) -> None:
    assert screen_of(city_folder(city)).open().findings == findings


def test_where_nothing_is_reported_no_count_is_zero_and_nothing_is_on_plan(screen_of: Look) -> None:
    screen = screen_of(city_folder("nothing_reported"))
    for page in LISTED["nothing_reported"]:
        if page in ABOUT_FILES:
            continue
        text = shown(screen.open(page))
        assert not [
            word
            for word in ("計画どおりです", "計画どおりか", "上回って", "遅れている取組はありません(全6件)。")
            if word in text
        ], page
    overview = screen_of(city_folder("nothing_reported")).open()
    assert "報告はまだありません" in overview.text
    assert "日前" not in overview.text
    assert "<p class='kdx-finding kdx-not-reported'>未報告: 前期は6件中6件が" in overview.html
    numbers = overview.html.split("<section>")[1:4]
    assert [part.partition("kdx-big'>")[2].partition("<")[0] for part in numbers] == ["評価不能", "不明", "不明"]


def test_a_city_that_rates_in_words_has_those_as_reports_and_no_mark_of_a_plan(screen_of: Look) -> None:
    screen = screen_of(city_folder("mihon"))
    assert "の17件・今日は" in screen.open().text
    assert "期ごとの進捗と年表" in screen.titles
    assert "前回 1件から増加" in screen.html
    assert "柱×期の順調率" in screen.open("progress").titles


def test_where_people_rate_and_call_nothing_late_the_number_of_the_late_is_zero(
    screen_of: Look, tmp_path: Path
) -> None:
    folder = copytree(city_folder("mihon"), tmp_path / "mihon", ignore=ignore_patterns("archive"))
    for name, late, fine in (("action_years", "×", "○"), ("action_plan", "2026-09-30", "2027-09-30")):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text().replace(late, fine))
    assert "<p class='kdx-big'>0<small>/14件</small></p>" in screen_of(folder).open().html


@pytest.mark.parametrize("city", CITIES)
def test_one_department_sees_its_own(screen_of: Look, city: str) -> None:
    department = summary_of(city).snapshot.departments[0]
    screen = screen_of(city_folder(city)).open("overview", dept=department)
    assert screen.alarms == []
    assert department in screen.text
