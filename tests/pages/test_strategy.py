"""戦略の体系 as it is shown: the vision, the tree of 柱, 取組 and 指標, and the matrix of work and effect."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

from kdx_metrics.numbers.links import matrix
from kdx_metrics.wording import links
from tests.cities.cities import city_folder
from tests.pages.screen import Screen, column
from tests.shipped import NOW, strategy, summary


def pillars(screen: Screen) -> list[str]:
    return re.findall(r"<summary><b>(.*?)</b>", screen.html)


def test_the_vision_stands_over_the_tree_with_its_source(screen: Screen) -> None:
    text = screen.open("strategy").text
    about = strategy().about
    assert all(part and part in text for part in (about.vision, about.policy, about.source))


def test_every_action_and_kpi_is_in_the_tree_the_worst_pillar_first_and_open(
    screen: Screen,
) -> None:
    screen.open("strategy")
    now = summary(NOW)
    worst = sorted(strategy().pillars, key=lambda pillar: now.cells[pillar.id, now.period].gap or 0)
    assert pillars(screen) == [pillar.name for pillar in worst]
    assert re.findall(r"<details([^>]*)>", screen.html) == [" open='open'", "", ""]
    tree = unescape(screen.html)
    assert all(f"actions?action={action_id}" in tree for action_id in now.running["action_id"])
    assert all(f"kpis?kpi={kpi.kpi_id}" in tree for kpi in now.kpis)


def test_a_kpi_stands_below_the_action_that_is_to_move_it(screen: Screen) -> None:
    tree = unescape(screen.open("strategy").html)
    first, second = tree.index("P3-01 "), tree.index("P3-04 ")
    of_first = tree[min(first, second) : max(first, second)]
    assert ("K14 " in of_first) == (first < second)


def test_the_matrix_says_where_work_has_no_effect(screen: Screen) -> None:
    screen.open("strategy")
    assert links.finding(matrix(summary(NOW).links)) in screen.findings
    screen.numbers("effect-matrix")
    shown = screen.table("取組の評価と成果指標の評価の数値")
    assert column(shown, "取組番号") == [
        link.action_id for kpi in summary(NOW).kpis for link in summary(NOW).links.get(kpi.kpi_id, ())
    ]


def test_one_department_sees_its_own_branches_and_the_matrix_of_the_city(screen: Screen) -> None:
    screen.open("strategy", dept="総務課")
    own = summary(NOW).running
    tree = unescape(screen.html)
    others = own[(own["department"] != "総務課") & (own["related_departments"] == "")]
    assert not any(f"action={action_id}" in tree for action_id in others["action_id"])
    assert links.finding(matrix(summary(NOW).links)) in screen.findings


def test_a_city_without_links_or_visions_has_the_tree_alone(screen_of: Callable[[Path], Screen]) -> None:
    screen = screen_of(city_folder("named_years")).open("strategy")
    assert "取組の評価と成果指標の評価" not in screen.titles
    assert pillars(screen)


def test_themes_and_visions_stand_where_a_city_has_them(screen_of: Callable[[Path], Screen], folder: Path) -> None:
    path = folder / "strategy.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('name = "業務の効率化"', 'name = "業務の効率化"\nvision = "職員が考える時間を持っている"')
    path.write_text(text + '\n[[theme]]\nid = "T1"\npillar = "P2"\nname = "内部事務"\n', encoding="utf-8")
    plan = folder / "action_plan.csv"
    header, *rows = plan.read_text(encoding="utf-8-sig").splitlines()
    themed = [f"{row},{'内部事務' if row.startswith('P2-02,') else ''}" for row in rows]
    plan.write_text("\n".join([f"{header},施策", *themed]), encoding="utf-8")
    shown = screen_of(folder).open("strategy").text
    assert "達成すべき状態: 職員が考える時間を持っている" in shown
    assert "内部事務" in shown
