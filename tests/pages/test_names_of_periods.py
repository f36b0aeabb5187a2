"""A city names its 期 as it likes: every page says that name and no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages.screen import Screen
from tests.renamed import NAMES, ORDINAL, renamed_data

PAGES = ("overview", "progress", "actions", "kpis", "changes", "timeline", "guide")
SCREENS = ("cover", "overall", "pillar-P1", "changes", "slips", "outlook", "kpis", "decide-1", "timeline")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data with the 期 renamed."""
    return renamed_data(tmp_path_factory.mktemp("renamed") / "data")


def shown(screen: Screen) -> str:
    """All that a page says: texts, tables, figures and their alternatives, links and choices."""
    figures = [json.dumps(screen.figure(key), ensure_ascii=False) + screen.alt(key) for key in screen.figures]
    choices = [option for widget in screen.at.button_group for option in widget.options]
    return "\n".join([screen.text, *figures, *screen.small_figures.values(), *screen.links, *choices])


def test_every_page_says_the_names_of_the_periods(screen_of: Callable[[Path], Screen], data: Path) -> None:
    screen = screen_of(data)
    texts = {page: shown(screen.open(page)) for page in PAGES}
    assert [page for page in PAGES if NAMES["第2期"] not in texts[page]] == []
    assert {page: ordinals for page, text in texts.items() if (ordinals := ORDINAL.findall(text))} == {}
    gantt = screen.open("actions", view="工程表").html
    assert f"title='{NAMES['第2期']} " in gantt
    assert ORDINAL.findall(gantt) == []


def test_every_screen_of_the_deck_says_the_names_of_the_periods(
    screen_of: Callable[[Path], Screen], data: Path
) -> None:
    screen = screen_of(data)
    texts = {key: shown(screen.open("meeting", screen=key)) for key in SCREENS}
    assert NAMES["第2期"] in texts["outlook"]
    assert {key: ordinals for key, text in texts.items() if (ordinals := ORDINAL.findall(text))} == {}
