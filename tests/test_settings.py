from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kdx_metrics.settings import PREFIX, ROOT, Settings, SettingsError, get_settings, unknown_settings


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def test_without_any_setting_the_shipped_data_is_served() -> None:
    assert get_settings().data_dir == ROOT / "data"


def test_the_environment_names_another_folder_and_level(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KDX_DATA_DIR", str(tmp_path / ".." / tmp_path.name))
    monkeypatch.setenv("KDX_LOG_LEVEL", "warning")
    settings = get_settings()
    assert settings.data_dir == tmp_path
    assert settings.log_level == "WARNING"


def test_an_empty_variable_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDX_DATA_DIR", "")
    assert get_settings().data_dir == ROOT / "data"


def test_a_value_that_cannot_be_used_is_named_in_one_japanese_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDX_LOG_LEVEL", "loud")
    with pytest.raises(SettingsError, match="設定 KDX_LOG_LEVEL の値「LOUD」は使えません") as caught:
        get_settings()
    assert "\n" not in str(caught.value)


def test_a_misspelt_setting_is_found() -> None:
    assert unknown_settings({"KDX_DATADIR": "x", "KDX_DATA_DIR": "y", "PATH": "z"}) == ["KDX_DATADIR"]


EXAMPLE = (ROOT / "deploy" / "kdx.env.example").read_text(encoding="utf-8")
PLACEHOLDERS = re.findall(r"^(\w+)=(.*CHANGE-ME.*)$", EXAMPLE, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "value"),
    [*PLACEHOLDERS, ("KDX_OIDC_CLIENT_SECRET", "changeme"), ("KDX_SECRET_KEY", "Change_Me-Change_Me-Change_Me-32")],
)
def test_a_secret_that_is_still_the_one_of_an_example_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"設定 {name} が見本のままです") as caught:
        get_settings()
    assert value not in str(caught.value)


def test_every_secret_of_the_example_must_be_changed() -> None:
    secrets = {"KDX_DATABASE_URL", "KDX_SECRET_KEY", "STREAMLIT_SERVER_COOKIE_SECRET"}
    assert {name for name, _ in PLACEHOLDERS} == secrets


def test_every_setting_says_what_it_is_for_in_japanese_and_english() -> None:
    for name, field in Settings.model_fields.items():
        japanese, _, english = str(field.description).partition(" / ")
        assert re.search("[ぁ-ん]", japanese), name
        assert re.fullmatch("[ -~]+", english), name
