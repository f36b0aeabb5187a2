"""The public site: what citizens see, nothing else, the same every time, and complete or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pandas as pd
import pytest

from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.strategy.public import Public
from kdx_metrics.plan.tables import tables
from kdx_metrics.site.allowed import DEFAULT, EACH_TARGET, NotPublishable, public_tables
from kdx_metrics.site.content import edition_of, file_name
from kdx_metrics.site.edition import editions, write_edition
from kdx_metrics.site.rendering import files_of
from tests.cities.cities import CITIES, summary_of
from tests.shipped import MEETINGS, NOW, earlier_than, strategy, summary

SECRET = "himitsu"


def shipped(now: Summary | None = None, *, before: bool = True) -> Mapping[str, bytes]:
    """Files of the edition of the shipped data, with the editions before it or without."""
    past = [summary(day) for day in MEETINGS] if before else []
    return files_of(edition_of(now or summary(NOW), past, past[-1] if past else None))


def marked(snapshot: Snapshot) -> Snapshot:
    """The snapshot with a secret in every text that the site may not show, and in an opinion that is not public."""
    frames = {}
    for name, frame in snapshot.frames.items():
        table, allowed = tables(snapshot.strategy)[name], public_tables(snapshot.strategy).get(name)
        public = set() if allowed is None else {column.name for column in allowed.columns}
        private = [
            column.name
            for column in table.columns
            if column.name not in public and column.kind in {"text", "department", "departments", "code", "codes"}
        ]
        secrets = {column: f"{SECRET}-{name}-{column}" for column in private if column not in table.key}
        marked_frame = frame.assign(**secrets)
        if name == "voices":
            hidden = marked_frame["public"] == "否"
            assert hidden.any()
            marked_frame["opinion"] = marked_frame["opinion"].mask(hidden, f"{SECRET}-opinion")
        frames[name] = marked_frame
    return replace(snapshot, frames=frames)


def addresses(page: bytes) -> set[str]:
    return set(re.findall(r'(?:href|src)="([^"#]+)"', page.decode()))


def test_nothing_private_is_in_any_byte() -> None:
    secret = marked(summary(NOW).snapshot)
    assert sum(SECRET in "".join(map(str, frame.to_numpy().ravel())) for frame in secret.frames.values()) >= 3
    files = shipped(summarise(secret, earlier_than(NOW)))
    assert [name for name, data in files.items() if SECRET.encode() in data] == []


def test_a_private_number_is_in_no_byte_either() -> None:
    public = {
        "action_plan": [header for header in DEFAULT["action_plan"] if header != "進捗率"],
        "action_years": ["取組番号", "年度", "予算額"],
        "effects": ["取組番号", "年度", "種類", "単位", "見込"],
    }
    narrow = strategy().model_copy(update={"public": Public.model_validate(public)})
    whole = summary(NOW).snapshot
    numbers = {"action_plan": "progress", "action_years": "settled", "effects": "actual"}
    frames = {name: frame.copy() for name, frame in whole.frames.items()}
    for name, column in numbers.items():
        mine = (frames[name]["action_id"] == "P1-01") & frames[name][column].notna()
        frames[name].loc[frames[name].index[mine][-1], column] = 38.4625
    files = shipped(summarise(replace(whole, strategy=narrow, frames=frames)), before=False)
    assert [name for name, data in files.items() if b"38.4625" in data] == []
    assert "決算額" not in files["actions/P1-01.html"].decode()
    shown = summarise(replace(whole, frames=frames))
    assert {"actions/P1-01.html", "data/effects.csv"} <= {
        name for name, data in shipped(shown).items() if b"38.4625" in data
    }


def test_a_column_that_nobody_has_named_is_private() -> None:
    for name, table in tables(strategy()).items():
        named = {header for header in DEFAULT.get(name, ()) if header != EACH_TARGET}
        shown = {column.header for column in public_tables(strategy()).get(name, replace(table, columns=())).columns}
        assert shown - {column.header for column in table.columns if column.name.startswith("target_")} <= named


def test_the_city_says_otherwise_in_strategy_toml() -> None:
    narrow = strategy().model_copy(
        update={"public": Public.model_validate({"action_plan": ["取組番号", "柱", "期", "取組名"], "voices": []})}
    )
    allowed = public_tables(narrow)
    assert [column.header for column in allowed["action_plan"].columns] == ["取組番号", "柱", "期", "取組名"]
    assert "voices" not in allowed
    snapshot = replace(summary(NOW).snapshot, strategy=narrow)
    files = files_of(edition_of(summarise(snapshot, earlier_than(NOW)), [], None))
    assert not any("DX推進室".encode() in data for name, data in files.items() if name.startswith("data/action_plan"))
    assert "voices.html" not in files


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"costs": ["金額"]}, "表「costs」はありません"),
        ({"action_plan": ["取組番号", "担当者の電話"]}, "列「担当者の電話」は取組の表にありません"),
        ({"action_plan": ["取組番号"]}, "「柱」が必要です"),
    ],
)
def test_a_list_that_cannot_be_followed_is_refused(given: dict[str, list[str]], message: str) -> None:
    wrong = strategy().model_copy(update={"public": Public.model_validate(given)})
    with pytest.raises(NotPublishable, match=message):
        public_tables(wrong)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert shipped() == shipped()


def test_every_link_leads_to_a_file_of_the_edition() -> None:
    files = shipped()
    for name, data in files.items():
        if name.endswith(".html"):
            folder = PurePosixPath(name).parent
            wanted = {normpath(str(folder / address)) for address in addresses(data)}
            assert wanted <= files.keys(), name


def test_no_page_asks_another_machine_or_runs_a_script() -> None:
    for name, data in shipped().items():
        if name.endswith((".html", ".css")):
            assert b"<script" not in data
            assert not any("//" in address for address in addresses(data)), name


def test_a_page_that_shows_a_sample_says_so() -> None:
    said = {name for name, data in shipped().items() if name.endswith(".html") and "サンプルデータを" in data.decode()}
    assert {"index.html", "actions/index.html", "kpis/K01.html", "voices.html"} <= said
    assert said.isdisjoint({"timeline.html", "about.html"})


def test_each_action_has_a_page_with_its_history_and_its_opinions() -> None:
    page = shipped()["actions/P1-11.html"].decode()
    assert "P1-11 水道DX(使用開始・中止手続きのオンライン化)" in page
    assert "水道の使用開始・中止のオンライン化が遅れている。" in page
    assert page.count("令和8年10月31日") >= 1


def test_an_action_shows_its_years_money_and_effects() -> None:
    page = shipped()["actions/P1-01.html"].decode()
    for said in (
        "予算額(千円)",
        ">21,000<",
        "デジタル田園都市国家構想交付金",
        ">620時間<",
        ">未集計<",
        "申請書の記入と転記",
    ):
        assert said in page
    assert "年度ごとの結果" not in shipped()["actions/P1-11.html"].decode()


def test_an_action_and_the_indicators_it_is_to_move_lead_to_each_other() -> None:
    assert "../kpis/K04.html" in addresses(shipped()["actions/P1-01.html"])
    assert "../actions/P1-01.html" in addresses(shipped()["kpis/K04.html"])


def test_an_indicator_shows_its_course_with_years_value_and_target() -> None:
    figure = shipped()["kpis/K04.html"].decode().partition("<svg")[2].partition("</svg>")[0]
    assert all(f">{label}</text>" in figure for label in ("令和7", "2025", "目標 13", "13.6分(順調)"))


def test_an_opinion_leads_to_the_action_and_the_indicator_it_names() -> None:
    assert {"actions/P1-01.html", "kpis/K04.html"} <= addresses(shipped()["voices.html"])


def test_the_aim_of_a_pillar_stands_beside_where_it_is() -> None:
    whole = summary(NOW)
    pillars = (whole.snapshot.strategy.pillars[0].model_copy(update={"vision": "待たない窓口"}),)
    aimed = strategy().model_copy(update={"pillars": pillars + strategy().pillars[1:]})
    page = shipped(replace(whole, snapshot=replace(whole.snapshot, strategy=aimed)))["index.html"].decode()
    assert "目指す姿: 待たない窓口" in page
    assert page.count("目指す姿") == 1


def test_what_is_different_is_told_by_the_way_in_which_it_changed() -> None:
    page = shipped()["changes.html"].decode()
    titles = re.findall(r"<h2>(.+?)</h2>", page)
    assert titles == [
        "追加した取組(3件)",
        "完了した取組(6件)",
        "中止した取組・計画からなくなった取組(2件)",
        "計画を変えた取組(6件)",
        "進み方が変わった取組(12件)",
        "値や評価が動いた指標(12件)",
    ]
    stopped = page[page.index("中止した取組") : page.index("計画を変えた取組")]
    assert 'href="actions/P1-13.html"' in stopped
    assert "照会・回答業務の自動化の検討" in stopped
    assert "actions/P2-10.html" not in stopped


def test_a_reason_stands_beside_a_change_only_where_the_city_makes_it_public() -> None:
    telling = {"action_plan": [*DEFAULT["action_plan"], "課題"]}
    open_city = strategy().model_copy(update={"public": Public.model_validate(telling)})
    whole = summary(NOW)
    page = shipped(replace(whole, snapshot=replace(whole.snapshot, strategy=open_city)))["changes.html"].decode()
    issue = str(whole.actions.set_index(["action_id", "period"]).loc[("P1-11", 2), "issue"])
    assert issue
    assert issue in page
    assert issue not in shipped()["changes.html"].decode()


def test_the_open_data_hold_what_the_pages_say() -> None:
    files = shipped()
    rows = list(csv.DictReader(io.StringIO(files["data/action_plan.csv"].decode("utf-8-sig"))))
    assert len(rows) == len(summary(NOW).actions)
    assert "課題" not in rows[0]
    numbers = json.loads(files["data/summary.json"])
    assert numbers["as_of"] == NOW.isoformat()
    assert [row["gap"] for row in numbers["actions"]] == [
        None if pd.isna(gap) else gap for gap in summary(NOW).actions["gap"]
    ]
    voices = json.loads(files["data/voices.json"])
    assert len(voices) == int((summary(NOW).snapshot.table("voices")["public"] == "可").sum())


def test_the_package_names_every_table_with_its_columns() -> None:
    files = shipped()
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        header = next(csv.reader(io.StringIO(files[resource["path"]].decode("utf-8-sig"))))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["contributors"] == [{"title": "鹿島市", "role": "publisher"}]
    assert package["municipalityCode"] == "412074"


@pytest.mark.parametrize("city", CITIES)
def test_a_city_of_another_shape_has_a_site_too(city: str) -> None:
    files = files_of(edition_of(summary_of(city), [], None))
    assert {"index.html", "about.html", "data.html", "datapackage.json"} <= files.keys()
    assert not any("第1期" in data.decode() for name, data in files.items() if name.endswith(".html"))
    assert "municipalityCode" not in json.loads(files["datapackage.json"])


def test_an_edition_is_complete_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "site"
    write_edition(root, date(2026, 1, 7), {"index.html": b"first", "data/a.csv": b"1"})

    def full(_path: Path, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            write_edition(root, date(2026, 10, 31), {"index.html": b"second"})
    assert editions(root) == [date(2026, 1, 7)]
    assert [path.name for path in root.iterdir() if path.name.startswith(".")] == []
    assert (root / "2026-01-07" / "index.html").read_bytes() == b"first"


def test_the_root_leads_to_the_newest_edition_and_the_earlier_ones_stay(tmp_path: Path) -> None:
    for day, text in ((date(2026, 10, 31), b"new"), (date(2026, 1, 7), b"old"), (date(2026, 10, 31), b"newer")):
        write_edition(tmp_path, day, {"index.html": text, "actions/A-01.html": text})
    assert editions(tmp_path) == [date(2026, 1, 7), date(2026, 10, 31)]
    assert (tmp_path / "2026-10-31" / "index.html").read_bytes() == b"newer"
    assert (tmp_path / "2026-01-07" / "index.html").read_bytes() == b"old"
    assert 'url=2026-10-31/index.html"' in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'url=../2026-10-31/actions/A-01.html"' in (tmp_path / "actions" / "A-01.html").read_text(encoding="utf-8")


def test_a_web_server_may_read_all_of_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_edition(tmp_path / "site", date(2026, 10, 31), {"index.html": b"new", "actions/A-01.html": b"new"})
    finally:
        os.umask(before)
    paths = [tmp_path / "site", *(tmp_path / "site").rglob("*")]
    assert {path.name: path.stat().st_mode & 0o777 for path in paths if path.is_dir()} == {
        "site": 0o755,
        "2026-10-31": 0o755,
        "actions": 0o755,
    }
    assert {path.stat().st_mode & 0o777 for path in paths if path.is_file()} == {0o644}


@pytest.mark.parametrize(
    ("number", "name"), [("P1-08", "P1-08"), ("../X", "=2E=2E=2FX"), ("取1", "=E5=8F=961"), ("A.B", "A=2EB")]
)
def test_a_number_makes_a_file_name_that_leaves_no_folder(number: str, name: str) -> None:
    assert file_name(number) == name


def test_the_strategy_keeps_its_list_when_it_is_read_again() -> None:
    public = Public.model_validate({"licence": "CC0 1.0", "kpis": ["指標番号"]})
    assert Public.model_validate(public.model_dump()) == public
    assert Strategy.model_validate(strategy().model_dump(by_alias=True)) == strategy()


def test_where_people_rate_no_page_shows_a_percentage_that_nobody_reports() -> None:
    page = files_of(edition_of(summary_of("mihon"), [], None))["actions/1-1.html"].decode()
    assert "<th" in page
    assert "実績</th>" not in page[: page.index("年度ごとの結果")]
    assert ">◎<" in page
