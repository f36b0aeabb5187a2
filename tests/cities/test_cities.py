"""Plans of other shapes: read without an error, put on paper, and spoken of in their own words alone."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import get_args

import pytest

from kdx_metrics.cli.summary import as_json
from kdx_metrics.meeting.agenda import screens
from kdx_metrics.meeting.briefing import material
from kdx_metrics.papers import Format, build
from kdx_metrics.wording.glossary import glossary
from tests.cities.cities import CITIES, absent_words, read, summary_of
from tests.renamed import ORDINAL

OF_ALL, OF_KPIS = {"cover", "report", "closing"}, {"kpis", "kpi"}
OF_ACTIONS = {"overall", "pillars", "outlook", "pillar", "course"}
TODAY = date(2026, 11, 23)


def written(data: bytes) -> str:
    """All text of a paper: that of its parts where it is an archive of Office."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def said(text: str, city: str) -> list[str]:
    """Words in a text that the city's plan has no use for."""
    return [*ORDINAL.findall(text), *(word for word in absent_words(city) if word in text)]


@pytest.mark.parametrize("city", CITIES)
def test_a_plan_is_read_as_it_stands(city: str) -> None:
    folder = read(city)
    assert (folder.broken, folder.issues) == ((), [])


@pytest.mark.parametrize("form", get_args(Format))
@pytest.mark.parametrize("city", CITIES)
def test_a_paper_is_made_and_speaks_of_what_there_is(city: str, form: Format) -> None:
    summary = summary_of(city)
    text = written(build(form, summary, None, revision="1", today=TODAY).data)
    assert said(text, city) == []
    assert summary.snapshot.strategy.about.organization in text


@pytest.mark.parametrize("form", get_args(Format))
@pytest.mark.parametrize("city", CITIES)
def test_a_comparison_on_paper_speaks_of_what_there_is(city: str, form: Format) -> None:
    summary = summary_of(city)
    text = written(build(form, summary, summary, revision="1", today=TODAY).data)
    assert said(text, city) == []


@pytest.mark.parametrize("city", CITIES)
def test_numbers_and_terms_speak_of_what_there_is(city: str) -> None:
    summary = summary_of(city)
    terms = glossary(summary.snapshot.strategy, summary.snapshot.uses)
    assert ORDINAL.findall(json.dumps(as_json(summary), ensure_ascii=False)) == []
    headings = [*terms, *(term for group in terms.values() for term in group)]
    assert [word for word in headings if word in absent_words(city)] == []


@pytest.mark.parametrize(
    ("city", "topics"),
    [
        ("five_years", OF_ALL | OF_ACTIONS | OF_KPIS | {"timeline"}),
        ("named_years", OF_ALL | OF_ACTIONS),
        ("only_kpis", OF_ALL | OF_KPIS | {"timeline"}),
        ("mihon", OF_ALL | OF_ACTIONS - {"outlook"} | OF_KPIS | {"decide", "check", "timeline", "value"}),
    ],
)
def test_the_deck_has_a_screen_for_what_there_is(city: str, topics: set[str]) -> None:
    deck = screens(material(summary_of(city), None, revision="1", today=TODAY), homework=0)
    assert {screen.topic for screen in deck} == topics


def test_one_plan_of_five_years_is_judged_by_its_yearly_targets() -> None:
    summary = summary_of("five_years")
    judged = {kpi.kpi_id: (kpi.actual, kpi.target, kpi.rating) for kpi in summary.kpis}
    assert judged == {
        "E-01": (36.25, 40, "slightly_behind"),
        "E-02": (12.5, 8, "deviated"),
        "E-03": (99.9985, 99.5, "maintained"),
        "E-04": (26700, 26500, "on_track"),
        "E-05": (104, 120, "slightly_behind"),
    }
    assert summary.snapshot.departments == ("市民窓口課", "デジタル課")
    assert summary.snapshot.of_department("デジタル課").actions["action_id"].tolist() == ["1-1-1", "2-1-1", "2-1-2"]


def test_a_plan_of_kpis_alone_has_no_groups_of_actions() -> None:
    summary = summary_of("only_kpis")
    assert (summary.overall.actions, summary.overall.actual) == (0, None)
    assert {kpi.kpi_id: kpi.rating for kpi in summary.kpis} == {
        "K1": "achieved",
        "K2": "behind",
        "K3": "behind",
        "K4": "maintained",
        "K5": "not_evaluable",
    }


def test_months_and_years_are_the_first_and_last_days_of_actions() -> None:
    rows = summary_of("named_years").actions
    days = rows[["planned_start", "planned_end"]].to_numpy().astype("datetime64[D]").astype(str).tolist()
    assert days[2] == ["2026-04-01", "2027-03-31"]
    assert rows["department"].tolist()[3] == "子ども・子育て支援課"
