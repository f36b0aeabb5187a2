"""The list of pages is the only one: files, both READMEs and the navigation agree with it."""

from __future__ import annotations

import re

import pytest

from kdx_metrics.settings import ROOT
from pages.titles import ADDRESSES, PAGES
from tests.pages.screen import Screen

MODULES_BESIDE = {"html", "shell", "titles"}  # what else lies in pages/


def test_every_file_of_a_page_is_listed_and_every_page_has_its_file() -> None:
    files = {file.stem for file in (ROOT / "pages").glob("*.py")} - MODULES_BESIDE
    assert {page.name for page in PAGES} == files


def test_the_first_page_is_at_the_root_and_each_other_at_its_name() -> None:
    assert ADDRESSES[:2] == ("/", "/progress")
    assert len(set(ADDRESSES)) == len(PAGES)


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_a_readme_names_every_page_with_its_address_in_their_order(name: str) -> None:
    rows = re.findall(r"^\| ([^|]+) \| `(/\w*)` \|", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(page.title, page.address) for page in PAGES]


def test_a_page_shows_its_title_where_it_has_the_common_header(screen: Screen) -> None:
    assert screen.open("timeline").heading == "年表"
    assert "表示する時点" not in [date.label for date in screen.open("meeting").at.date_input]
