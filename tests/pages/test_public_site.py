"""公開サイト on 会議資料: an editor sees what becomes public, then writes the folder or takes the zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kdx_metrics.database import audit
from kdx_metrics.database.errors import Forbidden, NotSignedIn
from kdx_metrics.identity import people
from kdx_metrics.publications.live import get_source
from kdx_metrics.settings import get_settings
from tests.pages.screen import Screen
from tests.pages.staff import CHIEF, Browser, press, sign_out

Seat = Callable[[str], Screen]
REHEARSE, WRITE, NEWS = "はじめて公開されるものを確かめる", "公開サイトに書き出す", "はじめて公開されるもの"
ZIP = "public-site-2026-10-31.zip"


@pytest.fixture
def site_folder(seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of the public site, named by the setting once the `seat`'s own are read."""
    del seat
    folder = tmp_path / "site"
    monkeypatch.setenv("KDX_SITE_DIR", str(folder))
    get_settings.cache_clear()
    return folder


def papers(screen: Screen) -> Screen:
    return screen.open("changes", about="会議資料")


def labels(screen: Screen) -> list[str]:
    return [button.label for button in screen.at.button]


@pytest.mark.parametrize("account", ["", "mina"])
def test_nobody_but_an_editor_is_offered_the_site(seat: Seat, account: str) -> None:
    screen = papers(seat(account))
    assert REHEARSE not in labels(screen)
    assert "公開サイト" not in screen.text


def test_the_site_is_written_only_after_its_rehearsal(seat: Seat, site_folder: Path) -> None:
    screen = papers(seat("hanako"))
    assert WRITE not in labels(screen)
    press(screen, REHEARSE)
    assert "すべてがはじめて公開されます" in screen.text
    assert len(screen.table(NEWS)) > 10
    assert not site_folder.exists()
    press(screen, WRITE)
    assert screen.told("success") == ["令和8年10月31日時点の公開サイトを書き出しました。"]
    assert (site_folder / "2026-10-31" / "index.html").is_file()
    newest = audit.entries(get_source().store)[0]
    assert (newest.action, newest.actor, newest.object) == ("site_write", "鹿島 花子", "site 2026-10-31")


def test_what_was_written_is_not_new_any_more(seat: Seat, site_folder: Path) -> None:
    assert site_folder
    screen = press(press(papers(seat("hanako")), REHEARSE), WRITE)
    assert "はじめて公開されるものはありません。" in screen.run().text


def test_another_compared_date_asks_for_another_rehearsal(seat: Seat, site_folder: Path) -> None:
    assert site_folder
    screen = press(papers(seat("hanako")), REHEARSE)
    screen.at.date_input(key="since").set_value(screen.at.date_input(key="since").max)
    assert WRITE not in labels(screen.run())


@pytest.mark.parametrize("gone", ["viewer", "signed out"])
def test_an_open_page_writes_nothing_for_somebody_who_is_no_editor_any_more(
    seat: Seat, site_folder: Path, browser: Browser, gone: str
) -> None:
    screen = press(papers(seat("hanako")), REHEARSE)
    if gone == "viewer":
        people.set_role(get_source().store, CHIEF, people.by_account(get_source().store, "hanako").id, "viewer")
    else:
        sign_out(browser, "hanako")
    press(screen, WRITE)
    assert not site_folder.exists()


def test_without_a_folder_the_zip_is_what_there_is_and_the_next_is_held_against_it(
    seat: Seat, downloads: dict[str, Callable[[], bytes]]
) -> None:
    screen = press(papers(seat("hanako")), REHEARSE)
    assert WRITE not in labels(screen)
    with zipfile.ZipFile(io.BytesIO(downloads[ZIP]())) as package:
        assert {"index.html", "2026-10-31/index.html", "2026-10-31/datapackage.json"} <= set(package.namelist())
    assert "はじめて公開されるものはありません。" in screen.run().text


@pytest.mark.parametrize("gone", ["viewer", "signed out"])
def test_the_zip_is_given_to_nobody_who_is_no_editor_any_more(
    seat: Seat, downloads: dict[str, Callable[[], bytes]], browser: Browser, gone: str
) -> None:
    press(papers(seat("hanako")), REHEARSE)
    if gone == "viewer":
        people.set_role(get_source().store, CHIEF, people.by_account(get_source().store, "hanako").id, "viewer")
    else:
        sign_out(browser, "hanako")
    with pytest.raises((Forbidden, NotSignedIn)):
        downloads[ZIP]()


def test_a_folder_that_cannot_be_written_is_said(seat: Seat, site_folder: Path) -> None:
    screen = press(papers(seat("hanako")), REHEARSE)
    site_folder.write_bytes(b"")
    press(screen, WRITE)
    (said,) = screen.told("error")
    assert "公開サイトのフォルダーに保存できません" in said


def test_a_day_to_come_has_no_site(seat: Seat) -> None:
    screen = seat("hanako").open("changes", about="会議資料", as_of="2027-01-31")
    assert REHEARSE not in labels(screen)
    assert "時点が今日より先です" in screen.text + "".join(screen.told("info"))
