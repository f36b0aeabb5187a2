"""Fixtures of the page tests: the dashboard over the shipped data, or over a folder of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.media_file_manager import MediaFileManager

from kdx_metrics.identity.request_identity import get_identity
from kdx_metrics.publications.live import get_source
from kdx_metrics.settings import get_settings
from tests.pages.screen import Screen
from tests.pages.staff import Browser, chair, hire
from tests.shipped import DATA, core_folder

HERE = Path(__file__).parent
TODAY = "2026-11-23"
KEY = "a key of the page tests, long enough"
CSV_FILES = ("action_plan.csv", "kpis.csv", "kpi_actuals.csv", "milestones.csv")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder, so that `-m "not page"` leaves it out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.page)


@pytest.fixture(scope="session", autouse=True)
def _packages_are_searched_once() -> Iterator[None]:
    """AppTest looks for components in all installed packages at each screen, a quarter of these tests' time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that takes in the shipped data once for all tests that only look."""
    return f"sqlite:///{tmp_path_factory.mktemp('store') / 'shipped.sqlite3'}"


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path, str], None]]:
    """`serve(folder, database_url)` makes pages draw from a data folder and a store, on 2026-11-23."""

    def forget() -> None:
        if get_source.cache_info().currsize and (opened := get_source().store_source) is not None:
            opened.store.close()
        get_settings.cache_clear()
        get_source.cache_clear()
        get_identity.cache_clear()

    def start(folder: Path, database_url: str) -> None:
        forget()
        monkeypatch.setenv("KDX_TODAY", TODAY)
        monkeypatch.setenv("KDX_DATA_DIR", str(folder))
        monkeypatch.setenv("KDX_DATABASE_URL", database_url)
        monkeypatch.setenv("KDX_SECRET_KEY", KEY)

    yield start
    forget()


@pytest.fixture
def screen(serve: Callable[[Path, str], None], shipped_store: str) -> Screen:
    """A visitor of the shipped data."""
    serve(DATA, shipped_store)
    return Screen()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped newest state, without its archive, for the test to change."""
    data = tmp_path / "data"
    data.mkdir()
    for name in (*CSV_FILES, "strategy.toml"):
        shutil.copy(DATA / name, data / name)
    return data


@pytest.fixture
def screen_of(serve: Callable[[Path, str], None], tmp_path: Path) -> Callable[[Path], Screen]:
    """`screen_of(folder)`: a visitor of a data folder, with a new store."""

    def look(folder: Path) -> Screen:
        serve(folder, f"sqlite:///{tmp_path / 'store.sqlite3'}")
        return Screen()

    return look


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A store with the core of the shipped data and everybody of ACCOUNTS signed in, to be copied; account → cookie."""
    home = tmp_path_factory.mktemp("office")
    store, data = home / "office.sqlite3", core_folder(home / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KDX_TODAY", TODAY)
        patch.setenv("KDX_DATA_DIR", str(data))
        patch.setenv("KDX_DATABASE_URL", f"sqlite:///{store}")
        patch.setenv("KDX_SECRET_KEY", KEY)
        for known in (get_settings, get_source, get_identity):
            known.cache_clear()
        get_source().store.close()
        cookies = hire()
        get_identity().store().close()
        for known in (get_settings, get_source, get_identity):
            known.cache_clear()
    return store, cookies


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Streamlit's AppTest has no connection, and so no cookies: this stands for it."""
    opened = Browser()
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: opened)
    return opened


@pytest.fixture
def seat(
    serve: Callable[[Path, str], None], office: tuple[Path, dict[str, str]], browser: Browser, tmp_path: Path
) -> Callable[[str], Screen]:
    """`seat("hanako")` sits somebody down at a screen of the office; "" is a visitor. The store is the test's own."""
    store, cookies = office
    shutil.copy(store, tmp_path / "office.sqlite3")
    serve(store.parent / "data", f"sqlite:///{tmp_path / 'office.sqlite3'}")

    return chair(browser, cookies)


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch, browser: Browser) -> dict[str, Callable[[], bytes]]:
    """What the download buttons of the newest run give, by file name; each asks who is at its page once pressed."""
    offered: dict[str, Callable[[], bytes]] = {}

    def offer(_manager: object, data: Callable[[], bytes], *_: object, file_name: str, **__: object) -> str:
        offered[file_name] = data
        return file_name

    monkeypatch.setattr(MediaFileManager, "add_deferred", offer)
    monkeypatch.setattr("pages.frame.people.cookies_of_page", {"test session id": browser.cookies}.get)
    return offered
