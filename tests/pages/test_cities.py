"""Plans of other shapes on screen: every page opens, and nothing speaks of a table that a city does without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

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
    assert screen.titles[:2] == ["KPI", "年表"]
    assert screen.figures == ["milestones"]


@pytest.mark.parametrize("city", CITIES)
def test_one_department_sees_its_own(screen_of: Look, city: str) -> None:
    department = summary_of(city).snapshot.departments[0]
    screen = screen_of(city_folder(city)).open("overview", dept=department)
    assert screen.alarms == []
    assert department in screen.text
