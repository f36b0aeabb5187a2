"""The public address, from the two places where operators may say it."""

from __future__ import annotations

import pytest

from kdx_metrics.settings import Settings, SettingsError
from kdx_metrics.web.public_address import PublicAddress


@pytest.mark.parametrize(
    ("public_url", "base_path", "origin", "base"),
    [
        ("", "", "", ""),
        ("", "dx", "", "/dx"),
        ("", "/city/dx/", "", "/city/dx"),
        ("https://dx.example.jp", "", "https://dx.example.jp", ""),
        ("https://DX.example.jp:8443/dx/", "", "https://dx.example.jp:8443", "/dx"),
        ("https://dx.example.jp/dx", "dx", "https://dx.example.jp", "/dx"),
        ("http://localhost:8501/", "/", "http://localhost:8501", ""),
    ],
)
def test_either_setting_says_the_path(public_url: str, base_path: str, origin: str, base: str) -> None:
    value = Settings.model_validate({"public_url": public_url}).public_url
    public = PublicAddress.of(value, base_path)
    assert (public.origin, public.base) == (origin, base)
    assert public.host == origin.partition("://")[2]
    assert public.is_secure == origin.startswith("https")


@pytest.mark.parametrize("public_url", ["https://dx.example.jp", "https://dx.example.jp/other"])
def test_two_different_paths_are_refused(public_url: str) -> None:
    with pytest.raises(SettingsError, match=r"server\.baseUrlPath「/dx」が違います"):
        PublicAddress.of(public_url, "dx")


@pytest.mark.parametrize(
    "value",
    [
        "dx.example.jp",
        "ftp://dx.example.jp",
        "https://",
        "https://dx.example.jp/?x=1",
        "https://dx.example.jp/#x",
        "https://user@dx.example.jp",
        "https://dx.example.jp/../x",
        "https://dx.example.jp//x",
        "https://dx.example.jp/a b",
        "https://dx.example.jp/\r\nx",
        "https://dx.example.jp:port",
    ],
)
def test_what_is_no_address_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        Settings.model_validate({"public_url": value})
