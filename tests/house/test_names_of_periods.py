"""A city names its 期 as it likes: numbers, sentences and papers say that name and no other."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import get_args

import pytest

from kdx_metrics.cli.summary import as_json
from kdx_metrics.exports.data_dictionary import data_dictionary
from kdx_metrics.intake.folder import read_folder, snapshot_of
from kdx_metrics.meeting.decisions import Content
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.papers import Format, build
from kdx_metrics.plan.strategy import load_strategy
from kdx_metrics.wording import alt
from kdx_metrics.wording.glossary import glossary
from tests.renamed import NAMES, ORDINAL, renamed_data
from tests.shipped import MEETINGS, NOW

TODAY = date(2026, 11, 23)
DECISIONS = (
    Content("決定", "次へ引き継ぐ。", MEETINGS[-1], action_id="P1-08", period=1),
    Content("決定", "計画にない期です。", MEETINGS[-1], action_id="P1-08", period=9),
)


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, Summary]:
    """The state of today and that of the last meeting."""
    folder = renamed_data(tmp_path_factory.mktemp("renamed") / "data")
    strategy = load_strategy(folder / "strategy.toml")
    assert [period.name for period in strategy.periods] == list(NAMES.values())
    states = ((folder, NOW), (folder / "archive" / MEETINGS[-1].isoformat(), MEETINGS[-1]))
    now, before = (
        summarise(snapshot_of(read_folder(files, strategy, as_at=as_at), strategy, as_at)) for files, as_at in states
    )
    return now, before


def written(data: bytes) -> str:
    """All text of a paper: that of its parts where it is an archive of Office."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("form", get_args(Format))
def test_a_paper_says_the_names_of_the_periods(form: Format, summaries: tuple[Summary, Summary]) -> None:
    now, before = summaries
    text = written(build(form, now, before, revision="12", today=TODAY, decisions=DECISIONS).data)
    assert NAMES["第2期"] in text
    assert ORDINAL.findall(text) == []


def test_numbers_and_sentences_say_the_names_of_the_periods(summaries: tuple[Summary, Summary]) -> None:
    now, _ = summaries
    strategy = now.snapshot.strategy
    text = "\n".join(
        [
            json.dumps(as_json(now), ensure_ascii=False),
            alt.gantt(now.actions, strategy),
            alt.matrix(now),
            str(glossary(strategy)),
            data_dictionary(strategy),
        ]
    )
    assert all(name in text for name in NAMES.values())
    assert ORDINAL.findall(text) == []
