"""The strategy file, its values, and the one-line message if it cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kdx_metrics.plan.strategy import Strategy, StrategyError, load_strategy
from kdx_metrics.plan.tables import tables

SHIPPED = Path(__file__).parents[2] / "data" / "strategy.toml"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "strategy.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_plan_runs_from_the_first_periods_first_day_to_the_last_ones_last(strategy: Strategy) -> None:
    assert (strategy.first_day, strategy.last_day) == (date(2023, 4, 1), date(2031, 3, 31))


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2022, 10, 21), 1),  # before the plan: clamped
        (date(2025, 3, 31), 1),
        (date(2025, 4, 1), 2),
        (date(2026, 11, 23), 2),
        (date(2031, 4, 1), 4),  # after it: clamped
    ],
)
def test_a_day_belongs_to_one_period(strategy: Strategy, day: date, number: int) -> None:
    assert strategy.period_at(day).number == number


def test_128_days_are_left_of_the_second_period_on_23_november_2026(strategy: Strategy) -> None:
    assert (strategy.period_at(date(2026, 11, 23)).last_day - date(2026, 11, 23)).days == 128


def test_an_unknown_pillar_or_period_is_a_key_error(strategy: Strategy) -> None:
    with pytest.raises(KeyError):
        strategy.pillar("P9")
    for number in (0, -1, 5):
        with pytest.raises(KeyError):
            strategy.period(number)


def test_aliases_and_spellings_lead_to_one_pillar_and_status(strategy: Strategy) -> None:
    words = tables(strategy)["action_plan"].by_name
    assert words["pillar"].words["人材育成"] == words["pillar"].words["P3"] == "P3"
    assert words["status"].words["着手"] == "実施中"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("number = 2", "number = 3", "number は1から順に"),
        ("first_fiscal_year = 2025", "first_fiscal_year = 2026", "第2期 の年度が前の期と続いていません"),
        ("last_fiscal_year = 2024", "last_fiscal_year = 2022", "第1期 の年度が前の期と続いていません"),
        ('id = "P2"', 'id = "P1"', "同じ id の柱が二つあります"),
        ('aliases = ["業務効率化"', 'aliases = ["利便性向上"', "「利便性向上」が二つの柱に使われています"),
        ('"見直し" = [', '"見直し" = ["着手", ', "「着手」が二つの状況に使われています"),
        ('"中止" = [', '"廃案" = [', "「廃案」は状況の語ではありません"),
        ("behind = 25", "behind = 5", "behind は slightly_behind 以上に"),
        ("on_track = 0.95", "on_track = 0.5", "slightly_behind は on_track 以下に"),
        ('"Asia/Tokyo"', '"Asia/Kashima"', "時間帯「Asia/Kashima」は存在しません"),
        ('title = "かしま', 'headline = "かしま', "書かれていません"),
        ("[rating]", "[ratings]", "という項目はありません"),
        ("number = 1", 'number = "一"', "使えません"),
        ("[rating]", '[[assessment]]\nword = "A"\nmeans = "good"\n[rating]', "の値 'good' は使えません"),
        (
            "[rating]",
            '[[assessment]]\nword = "○"\nmeans = "on_track"\n[[assessment]]\nword = "◯"\nmeans = "behind"\n[rating]',
            "「◯」が二つの評価に使われています",
        ),
        ('review = ["改善"', 'review = ["改良"', "review の「改良」が words にありません"),
        ('close = ["統合"', 'close = ["縮小"', "「縮小」が review と close の両方にあります"),
        ("[strategy]", "[strategy", "書き方に誤りがあります"),
    ],
)
def test_a_wrong_strategy_is_told_in_one_japanese_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(StrategyError) as refusal:
        load_strategy(changed(tmp_path, old, new))
    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_missing_or_misencoded_strategy_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StrategyError, match="読めません"):
        load_strategy(tmp_path / "strategy.toml")
    (tmp_path / "strategy.toml").write_bytes("title = 鹿島".encode("cp932"))
    with pytest.raises(StrategyError, match="UTF-8"):
        load_strategy(tmp_path / "strategy.toml")


def test_a_title_that_names_its_city_stands_alone() -> None:
    shipped = load_strategy(SHIPPED).about
    assert shipped.full_title == f"{shipped.organization} {shipped.title}"
    named = shipped.model_copy(update={"title": f"{shipped.organization}DX推進計画"})
    assert named.full_title == named.title


def test_another_city_may_have_one_pillar_and_one_period_of_five_years(tmp_path: Path) -> None:
    (tmp_path / "strategy.toml").write_text(
        '[strategy]\ntitle = "X"\norganization = "Y"\n[[pillar]]\nid = "A"\nname = "a"\n'
        '[[period]]\nnumber = 1\nname = "前期"\nfirst_fiscal_year = 2024\nlast_fiscal_year = 2028\n',
        encoding="utf-8",
    )
    strategy = load_strategy(tmp_path / "strategy.toml")
    assert (strategy.first_day, strategy.last_day) == (date(2024, 4, 1), date(2029, 3, 31))


@pytest.mark.parametrize(
    ("gap", "rating"),
    [
        (3.0, "on_track"),
        (-10.0, "on_track"),
        (-10.04, "slightly_behind"),
        (-25.0, "slightly_behind"),
        (-25.01, "behind"),
    ],
)
def test_a_gap_is_rated_as_it_is_shown(strategy: Strategy, gap: float, rating: str) -> None:
    assert strategy.rating.rating_of(gap) == rating


def test_an_hour_has_a_price_and_a_grant_is_named_only_if_the_file_says_so(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8").split("[effects]")[0]
    path = tmp_path / "strategy.toml"
    path.write_text(text, encoding="utf-8")
    plain = load_strategy(path)
    assert (plain.effects.hourly_yen, plain.grants) == (None, ())
    more = """
[effects]
hourly_yen = 2800
source = "給与の統計"
[[grant]]
name = "交付金"
published_on = 2024-04-16
total = 219541
subsidy = 118948
works = ["窓口"]
source = "https://example.jp/"
"""
    path.write_text(text + more, encoding="utf-8")
    strategy = load_strategy(path)
    assert (strategy.effects.hourly_yen, strategy.effects.source) == (2800, "給与の統計")
    assert [(grant.published_on, grant.total, grant.works) for grant in strategy.grants] == [
        (date(2024, 4, 16), 219541, ("窓口",))
    ]


def test_an_hour_that_costs_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "strategy.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").split("[effects]")[0] + "\n[effects]\nhourly_yen = 0\n")
    with pytest.raises(StrategyError, match=r"effects\.hourly_yen"):
        load_strategy(path)
