"""Cookies as browsers keep them, over http and https, at the root and below a path."""

from __future__ import annotations

import pytest

from kdx_metrics.web.middleware.edge_cookies import Cookies

AT_ROOT, BELOW, PLAIN, PLAIN_BELOW = (
    Cookies(secure=True, base=""),
    Cookies(secure=True, base="/dx"),
    Cookies(secure=False, base=""),
    Cookies(secure=False, base="/dx"),
)
SESSION = "kdx_session=value; HttpOnly; Path=/; SameSite=lax"


def received(cookies: Cookies, header: str) -> str:
    return dict(cookies.received([(b"cookie", header.encode())]))[b"cookie"].decode()


def sent(cookies: Cookies, line: str) -> set[str]:
    (header,) = cookies.sent([(b"set-cookie", line.encode())])
    return set(header[1].decode().split("; "))


@pytest.mark.parametrize(
    ("cookies", "kept"),
    [
        (AT_ROOT, {"__Host-kdx_session=value", "Path=/", "Secure"}),
        (BELOW, {"__Secure-kdx_session=value", "Path=/dx", "Secure"}),
        (PLAIN, {"kdx_session=value", "Path=/"}),
        (PLAIN_BELOW, {"kdx_session=value", "Path=/dx"}),
    ],
)
def test_a_cookie_of_ours_is_named_and_bound_as_its_address_allows(cookies: Cookies, kept: set[str]) -> None:
    assert sent(cookies, SESSION) == kept | {"HttpOnly", "SameSite=lax"}
    assert sent(cookies, "kdx_session=value; path=/auth; HttpOnly; SameSite=lax") == kept | {"HttpOnly", "SameSite=lax"}


@pytest.mark.parametrize("cookies", [AT_ROOT, BELOW, PLAIN, PLAIN_BELOW])
def test_what_a_browser_was_given_comes_back_under_its_plain_name(cookies: Cookies) -> None:
    pair = next(part for part in sent(cookies, SESSION) if "kdx_session" in part)
    assert received(cookies, f"other=1; {pair}; last=2") == "other=1; kdx_session=value; last=2"


@pytest.mark.parametrize(
    ("cookies", "planted"),
    [
        (AT_ROOT, "kdx_session=planted"),
        (AT_ROOT, "__Secure-kdx_session=planted"),
        (AT_ROOT, "kdx_form=planted"),
        (BELOW, "kdx_session=planted"),
        (BELOW, "__Host-kdx_session=planted"),
        (PLAIN, "__Host-kdx_session=planted"),
        (PLAIN, "__Secure-kdx_session=planted"),
    ],
)
def test_a_cookie_that_another_page_could_have_planted_is_none(cookies: Cookies, planted: str) -> None:
    assert received(cookies, f"{planted}; _streamlit_xsrf=1") == "_streamlit_xsrf=1"
    assert received(cookies, planted) == ""


def test_cookies_of_streamlit_keep_name_and_path_and_travel_encrypted() -> None:
    line = "_streamlit_xsrf=1; Path=/"
    assert sent(BELOW, line) == {"_streamlit_xsrf=1", "Path=/", "Secure"}
    assert sent(PLAIN, line) == {"_streamlit_xsrf=1", "Path=/"}
    assert sent(AT_ROOT, f"{line}; Secure") == {"_streamlit_xsrf=1", "Path=/", "Secure"}


def test_other_headers_stay_as_they_are() -> None:
    headers = [(b"host", b"kdx_session"), (b"x-cookie", b"kdx_session=1")]
    assert AT_ROOT.received(headers) == AT_ROOT.sent(headers) == headers
