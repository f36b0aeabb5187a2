"""A figure's key in the cache is its function and its arguments, and a function sees nothing else."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from kdx_metrics.charts.drawing.cached_figure import CachedFigure
from kdx_metrics.charts.drawing.theme import Mode
from kdx_metrics.publications.live import get_source
from kdx_metrics.settings import ROOT
from pages.cards.card import cached, figure
from pages.view.view import View
from tests.shipped import DATA, MEETINGS, NOW

Look = Callable[..., View]
PAGES = ROOT / "pages"
CACHING = {"cached", "figure"}


@pytest.fixture
def look(serve: Callable[[Path, str], None], shipped_store: str) -> Look:
    """`look(mode="dark")` is a new view of the shipped data."""
    serve(DATA, shipped_store)

    def take(as_of: date = NOW, day: date = NOW, department: str | None = None, mode: Mode = "light") -> View:
        return View(get_source(), get_source().now(), as_of, day, department, mode)

    return take


def draw(view: View, name: str, *, large: bool = False) -> go.Figure:
    return go.Figure(layout={"title": {"text": f"{view.mode} {view.department} {name} {large}"}})


def draw_other(view: View, name: str) -> go.Figure:
    return go.Figure(layout={"title": {"text": f"other {view.mode} {name}"}})


def title(drawn: go.Figure) -> str:
    return str(drawn.layout.title.text)


def test_a_figure_is_drawn_once_for_all_who_look_at_the_same(look: Look) -> None:
    first = figure(look(), draw, "K01", large=True)
    assert isinstance(first, CachedFigure)
    assert figure(look(), draw, "K01", large=True) is first


def test_another_argument_option_or_function_is_another_figure(look: Look) -> None:
    figures = [
        figure(look(), draw, "K01"),
        figure(look(), draw, "K02"),
        figure(look(), draw, "K01", large=True),
        figure(look(), draw_other, "K01"),
    ]
    assert [title(drawn) for drawn in figures] == [
        "light None K01 False",
        "light None K02 False",
        "light None K01 True",
        "other light K01",
    ]


@pytest.mark.parametrize(
    "other", [{"as_of": MEETINGS[-1]}, {"day": date(2026, 11, 24)}, {"department": "総務課"}, {"mode": "dark"}]
)
def test_another_date_day_department_or_mode_is_another_figure(look: Look, other: dict[str, Any]) -> None:
    assert look(**other) != look()
    assert figure(look(**other), draw, "K01") is not figure(look(), draw, "K01")


def test_a_version_held_by_a_link_is_another_view(look: Look) -> None:
    before = look()
    assert before == look()
    earlier = get_source().now(4)
    assert View(get_source(), earlier, NOW, NOW, None, "light") != before


def test_what_is_not_hashable_cannot_be_an_argument(look: Look) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        cached(look(), draw, ["K01"])  # type: ignore[arg-type]


def calls(path: Path) -> Iterator[tuple[str, ast.expr | None]]:
    """Where a module asks the cache, and for which function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CACHING:
            function = node.args[1] if len(node.args) > 1 else None
            yield f"{path.relative_to(ROOT)}:{node.lineno}", function


def functions_that_see_nothing_else(path: Path) -> set[str]:
    """Names of what a module imports; and of its own functions, unless it is a page, which is run anew each time."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    names = {alias.asname or alias.name for node in body if isinstance(node, ast.ImportFrom) for alias in node.names}
    own = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    return names if path.parent == PAGES else names | own


def test_every_function_that_is_cached_is_one_of_a_module_and_no_closure() -> None:
    asked = {line: (path, function) for path in sorted(PAGES.rglob("*.py")) for line, function in calls(path)}
    assert len(asked) > len(CACHING)
    closures = [
        line
        for line, (path, function) in asked.items()
        if not (isinstance(function, ast.Name) and function.id in functions_that_see_nothing_else(path))
    ]
    assert closures == []
