"""The site as other programs read it: a data package after Frictionless, pages after the HTML standard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import Package
from justhtml import JustHTML, StrictModeError

from kdx_metrics.site.content import edition_of
from kdx_metrics.site.edition import write_edition
from kdx_metrics.site.rendering import files_of
from tests.cities.cities import CITIES, summary_of
from tests.shipped import MEETINGS, NOW, summary


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the shipped data's edition."""
    files = files_of(edition_of(summary(NOW), [summary(day) for day in MEETINGS], summary(MEETINGS[-1])))
    return write_edition(tmp_path_factory.mktemp("site"), NOW, files)


def test_the_open_data_are_as_their_package_says(edition: Path) -> None:
    report = Package(str(edition / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert len(report.tasks) == len(json.loads((edition / "datapackage.json").read_bytes())["resources"]) > 3


def test_a_value_of_another_type_would_be_told(edition: Path, tmp_path: Path) -> None:
    for path in edition.rglob("*"):
        if path.suffix in {".csv", ".json"}:
            copy = tmp_path / path.relative_to(edition)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
    actuals = tmp_path / "data" / "kpi_actuals.csv"
    actuals.write_bytes(actuals.read_bytes().replace(b",8350,", b",many,"))
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["type", "fieldName"]) == [["type-error", "実績値"]]


@pytest.mark.parametrize("city", CITIES)
def test_the_open_data_of_other_cities_are_valid_too(city: str, tmp_path: Path) -> None:
    folder = write_edition(tmp_path, NOW, files_of(edition_of(summary_of(city), [], None)))
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []


def test_every_page_is_valid_html(edition: Path) -> None:
    pages = sorted(edition.rglob("*.html")) + sorted(edition.parent.glob("*.html"))
    for page in pages:
        JustHTML(page.read_text(encoding="utf-8"), strict=True)
    assert len(pages) > 50
    with pytest.raises(StrictModeError):
        JustHTML("<!doctype html><title>x</title><p></b>", strict=True)
