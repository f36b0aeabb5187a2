from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kdx_metrics.identity.keys import secret_key, signed, unsigned
from kdx_metrics.settings import Settings, SettingsError


def test_the_key_of_the_settings_is_used_and_no_file_made(tmp_path: Path) -> None:
    settings = Settings.model_validate({"secret_key": "k" * 32})
    assert secret_key(settings, tmp_path / "var") == b"k" * 32
    assert not (tmp_path / "var").exists()


def test_a_short_key_is_refused_without_being_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="KDX_SECRET_KEY は32文字以上") as refused:
        secret_key(Settings.model_validate({"secret_key": "himitsu"}), tmp_path)
    assert "himitsu" not in str(refused.value)


def test_without_a_setting_one_key_is_made_kept_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(Settings(), folder), range(8)))
    assert len(keys) == 1
    assert len(next(iter(keys))) >= 32
    assert secret_key(Settings(), folder) in keys
    assert [file.name for file in folder.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600


def test_where_nothing_can_be_written_the_key_is_this_processes_own(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be", encoding="utf-8")
    first = secret_key(Settings(), tmp_path / "var")
    assert len(first) == 32
    assert secret_key(Settings(), tmp_path / "var") != first


def test_a_signed_token_comes_back_and_any_other_value_does_not() -> None:
    value = signed("token", b"k" * 32)
    assert unsigned(value, b"k" * 32) == "token"
    assert unsigned(value, b"l" * 32) is None
    assert unsigned(value + "x", b"k" * 32) is None
    assert unsigned("", b"k" * 32) is None
