from __future__ import annotations

import re
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import event

from kdx_metrics.database import audit
from kdx_metrics.database.engine import Store
from kdx_metrics.identity import oidc, passwords, people
from kdx_metrics.identity.keys import COOKIE, signed
from kdx_metrics.identity.people import by_account, everyone
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.signing_in import SignInRefused, sign_in
from kdx_metrics.web.addresses import safe_next
from tests.identity.support import (
    CHIEF,
    HOME,
    PASSWORD,
    Clock,
    add,
    code_in,
    made_identity,
    signed_in,
    site,
    submit,
    told,
)


def cookie_of(answer: Response, name: str = COOKIE) -> str:
    """The Set-Cookie line of this name."""
    lines = [line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}=")]
    assert len(lines) == 1, lines
    return lines[0]


def test_the_form_is_one_that_password_managers_and_screen_readers_understand(identity: Identity) -> None:
    answer = site(identity).get("/sign-in")
    assert answer.status_code == 200
    for part in (
        '<html lang="ja">',
        '<label for="account">アカウント名</label>',
        'autocomplete="username"',
        'type="password" autocomplete="current-password"',
        'method="post" action="/sign-in"',
    ):
        assert part in answer.text
    assert "<script" not in answer.text
    assert "http" not in answer.text.replace("http-equiv", "")


def test_the_pages_of_accounts_allow_nothing_but_their_own_style(identity: Identity) -> None:
    headers = site(identity).get("/sign-in").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"


def test_signing_in_leads_to_the_page_one_wanted_with_a_cookie_scripts_cannot_read(identity: Identity) -> None:
    browser = site(identity)
    answer = submit(browser, "/sign-in", account="Admin", password=PASSWORD, next="/update?step=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/update?step=2")
    line = cookie_of(answer)
    assert "HttpOnly" in line
    assert "SameSite=lax" in line
    assert "Path=/" in line
    assert "Secure" not in line
    assert "Max-Age" not in line
    assert "管理者" in browser.get("/account").text
    assert told(identity.store()) == [("sign_in", "admin")]


def test_behind_tls_the_cookies_travel_encrypted_only(identity: Identity) -> None:
    browser = site(identity, host="https://testserver")
    page = browser.get("/sign-in")
    assert "Secure" in cookie_of(page, "__Host-kdx_form")
    answer = browser.post("/sign-in", data={"code": code_in(page.text), "account": "admin", "password": PASSWORD})
    assert "Secure" in cookie_of(answer, "__Host-kdx_session")
    assert "管理者" in browser.get("/account").text


@pytest.mark.parametrize(("trusted", "secure"), [(HOME, True), ("192.0.2.0/24", True), ("203.0.113.1", False)])
def test_a_proxys_word_on_encryption_and_address_counts_only_if_it_is_trusted(
    identity: Identity, trusted: str, *, secure: bool
) -> None:
    browser = site(identity, settings={"trusted_proxies": trusted})
    browser.headers.update({"x-forwarded-proto": "https", "x-forwarded-for": "198.51.100.7"})
    cookie = "__Host-" if secure else ""
    assert ("Secure" in cookie_of(browser.get("/sign-in"), f"{cookie}kdx_form")) is secure
    browser.cookies.set(f"{cookie}{COOKIE}", "forged")
    browser.get("/")
    assert audit.entries(identity.store())[0].address == ("198.51.100.7" if secure else HOME)


def test_a_wrong_password_is_told_beside_the_field_and_the_name_kept(identity: Identity) -> None:
    answer = submit(site(identity), "/sign-in", account="<b>hanako", password="a wrong password")
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert "アカウント名またはパスワードが違います。" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "&lt;b&gt;hanako" in answer.text
    assert "<b>hanako" not in answer.text
    assert "a wrong password" not in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")


@pytest.fixture
def four_accounts(identity: Identity) -> tuple[str, ...]:
    """One account in use, one that is disabled, one of a provider, and one that nobody has."""
    store = identity.store()
    people.set_disabled(store, CHIEF, add(store, "disabled", "editor").id, disabled=True)
    claims = {"sub": "1", "name": "共通 花子"}
    oidc.sign_in(identity, "https://idp.example", claims, oidc.Groups("groups", (), ()), HOME, None)
    (provided,) = (user.account for user in everyone(store) if not user.local)
    return "admin", "disabled", provided, "nobody"


def test_a_refusal_tells_nothing_about_the_account(identity: Identity, four_accounts: tuple[str, ...]) -> None:
    answers = set()
    for account in four_accounts:
        browser = site(identity)
        answer = submit(browser, "/sign-in", account=account, password="a wrong password")
        body = re.sub(r'value="[0-9a-f]{64}"', "", answer.text.replace(account, ""))
        headers = {name for name, _ in answer.headers.multi_items()}
        answers.add((answer.status_code, body, frozenset(headers), frozenset(browser.cookies)))
    assert len(answers) == 1


def test_a_refusal_costs_the_same_work_for_every_account(
    identity: Identity, four_accounts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[str] = []
    event.listen(identity.store().engine, "before_cursor_execute", lambda *args: work.append(str(args[2])))
    monkeypatch.setattr(passwords, "matches", lambda *_: work.append("hash"))
    done = {}
    for account in four_accounts:
        work.clear()
        with pytest.raises(SignInRefused):
            sign_in(identity, account, "a wrong password", HOME)
        done[account] = list(work)
    assert done["admin"].count("hash") == 1
    assert len(done["admin"]) > 5
    assert [done[account] for account in four_accounts] == [done["admin"]] * 4


def test_too_many_attempts_are_answered_as_such(identity: Identity) -> None:
    browser = site(identity)
    answers = [submit(browser, "/sign-in", account="admin", password="a wrong password") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]


@pytest.mark.parametrize(
    "wanted",
    ["/", "/update", "/actions?pillar=P1&status=%E9%81%85%E3%82%8C", "/progress?x=[1]"],
)
def test_a_page_of_this_site_is_gone_on_to(wanted: str) -> None:
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "update",
        "",
        "/あ",
        "/sign-out",
        "/sign-in?next=/",
        "/auth/oidc",
    ],
)
def test_any_other_place_is_replaced_by_the_first_page(identity: Identity, wanted: str) -> None:
    assert safe_next(wanted) == "/"
    answer = submit(site(identity), "/sign-in", account="admin", password=PASSWORD, next=wanted)
    assert answer.headers["location"] == "/"


def test_a_form_without_its_code_or_with_that_of_another_browser_is_refused(identity: Identity) -> None:
    fields = {"account": "admin", "password": PASSWORD}
    other = code_in(site(identity).get("/sign-in").text)
    browser = site(identity)
    browser.get("/sign-in")
    for code in ("", "0" * 64, other, "コード"):
        answer = browser.post("/sign-in", data={**fields, "code": code})
        assert answer.status_code == 403
        assert "もう一度入力してください" in answer.text
        assert COOKIE not in browser.cookies


def test_a_form_that_was_open_before_signing_in_is_worth_nothing_after(identity: Identity) -> None:
    browser = site(identity)
    old = code_in(browser.get("/sign-in").text)
    submit(browser, "/sign-in", account="admin", password=PASSWORD)
    assert browser.post("/sign-out", data={"code": old}).status_code == 403
    assert submit(browser, "/sign-out", page="/account").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver:81"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver@evil.example"},
        {"origin": "http://eviltestserver"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://other.testserver"},
    ],
)
def test_another_sites_form_is_refused_and_written_down_even_with_the_right_code(
    identity: Identity, headers: dict[str, str]
) -> None:
    browser = site(identity)
    code = code_in(browser.get("/sign-in").text)
    fields = {"code": code, "account": "admin", "password": PASSWORD}
    answer = browser.post("/sign-in", data=fields, headers=headers)
    assert answer.status_code == 403
    assert "ほかのサイト" in answer.text
    assert told(identity.store()) == [("cross_site_refused", "/sign-in")]
    same = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert browser.post("/sign-in", data=fields, headers=same).status_code == 303


def test_a_form_may_be_neither_huge_nor_of_another_kind(identity: Identity) -> None:
    browser = site(identity)
    code = code_in(browser.get("/sign-in").text)
    assert browser.post("/sign-in", data={"code": code, "account": "x" * 20_000}).status_code == 413
    assert browser.post("/sign-in", json={"code": code}).status_code == 415
    assert browser.post("/sign-in", data={f"field{n}": "x" for n in range(30)}).status_code == 400
    binary = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.post("/sign-in", content=b"a=%ff", headers=binary).status_code == 400


def test_a_session_that_somebody_planted_before_the_sign_in_is_not_taken_over(identity: Identity) -> None:
    planted = signed_in(identity)
    browser = site(identity)
    add(identity.store(), "hanako", "editor")
    code = code_in(browser.get("/sign-in").text)
    browser.cookies.update(planted)
    assert browser.post("/sign-in", data={"code": code, "account": "hanako"}).status_code == 403
    browser = site(identity)
    answer = submit(browser, "/sign-in", account="hanako", password=PASSWORD)
    assert browser.cookies[COOKIE] != planted[COOKIE]
    assert answer.status_code == 303


def test_signing_out_takes_the_cookie_and_its_worth(identity: Identity) -> None:
    browser = site(identity)
    submit(browser, "/sign-in", account="admin", password=PASSWORD)
    kept = browser.cookies[COOKIE]
    answer = submit(browser, "/sign-out", page="/account")
    assert "サインアウトしました" in answer.text
    assert COOKIE not in browser.cookies
    browser.cookies.set(COOKIE, kept)
    assert browser.get("/account").headers["location"] == "/sign-in?next=/account"
    assert ("sign_out", "admin") in told(identity.store())


def test_an_address_alone_does_not_sign_out(identity: Identity) -> None:
    browser = site(identity)
    submit(browser, "/sign-in", account="admin", password=PASSWORD)
    assert browser.get("/sign-out").headers["location"] == "/account"
    assert browser.get("/account").status_code == 200


def test_a_form_sent_with_a_one_time_password_changes_nothing(identity: Identity) -> None:
    add(identity.store(), "chief", "admin", must_change=True)
    browser = site(identity)
    submit(browser, "/sign-in", account="chief", password=PASSWORD)
    code = code_in(browser.get("/account/password").text)
    fields = {"code": code, "action": "add", "account": "mine", "name": "わたし", "role": "admin"}
    answer = browser.post("/admin/users", data=fields)
    assert answer.headers["location"].startswith("/account/password")
    assert "mine" not in [user.account for user in everyone(identity.store())]


def test_whoever_has_a_one_time_password_comes_no_further_than_to_a_new_one(identity: Identity) -> None:
    add(identity.store(), "hanako", "editor", must_change=True)
    browser = site(identity)
    submit(browser, "/sign-in", account="hanako", password=PASSWORD)
    for page in ("/", "/update", "/account", "/admin/users"):
        assert browser.get(page).headers["location"] == f"/account/password?next={page}", page
    form = browser.get("/account/password")
    assert 'autocomplete="new-password"' in form.text
    assert 'value="hanako"' in form.text
    new = {"old": PASSWORD, "new": "an altogether new one"}
    answer = submit(browser, "/account/password", **new, again="something else")
    assert (answer.status_code, "一致していません" in answer.text) == (400, True)
    answer = submit(browser, "/account/password", **new, again="an altogether new one", next="/update")
    assert (answer.status_code, answer.headers["location"]) == (303, "/update")
    assert browser.get("/update").text == "page"
    assert not by_account(identity.store(), "hanako").must_change


@pytest.mark.parametrize("require_login", [False, True])
def test_the_page_one_asked_for_is_reached_through_sign_in_and_a_new_password(
    identity: Identity, *, require_login: bool
) -> None:
    add(identity.store(), "hanako", "editor", must_change=True)
    browser = site(identity, require_login=require_login)
    wanted = "/update?step=2&x=%E3%81%82"
    answer = submit(browser, "/sign-in", account="hanako", password=PASSWORD, next=wanted)
    answer = browser.get(answer.headers["location"])
    assert answer.headers["location"] == "/account/password?next=/update?step=2%26x=%25E3%2581%2582"
    form = browser.get(answer.headers["location"]).text
    assert f'name="next" value="{wanted.replace("&", "&amp;")}"' in form
    fields = {"old": PASSWORD, "new": "an altogether new one", "next": wanted}
    answer = submit(browser, "/account/password", **fields, again="something else")
    assert f'name="next" value="{wanted.replace("&", "&amp;")}"' in answer.text
    answer = submit(browser, "/account/password", **fields, again="an altogether new one")
    assert answer.headers["location"] == wanted
    assert browser.get(wanted).text == "page"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "/sign-out"])
def test_a_new_password_leads_to_no_other_place_than_a_page_of_this_site(identity: Identity, wanted: str) -> None:
    add(identity.store(), "hanako", "editor", must_change=True)
    browser = site(identity)
    submit(browser, "/sign-in", account="hanako", password=PASSWORD)
    form = browser.get("/account/password", params={"next": wanted}).text
    assert 'name="next" value="/"' in form
    new = {"old": PASSWORD, "new": "an altogether new one", "again": "an altogether new one", "next": wanted}
    assert submit(browser, "/account/password", **new).headers["location"] == "/"


def test_a_double_slash_is_no_place_to_go_on_to_after_a_new_password(identity: Identity) -> None:
    add(identity.store(), "hanako", "editor", must_change=True)
    browser = site(identity)
    submit(browser, "/sign-in", account="hanako", password=PASSWORD)
    assert browser.get("http://testserver//evil.example").headers["location"] == "/account/password?next=/"


def test_with_the_database_gone_one_looks_as_a_visitor_and_signing_in_says_why_not(
    sqlite_store: Store, clock: Clock
) -> None:
    identity = made_identity(sqlite_store, clock)
    browser = site(identity)
    code = code_in(browser.get("/sign-in").text)
    Path(sqlite_store.location).rename(Path(sqlite_store.location).with_name("away"))
    assert browser.get("/").text == "page"
    answer = browser.post("/sign-in", data={"code": code, "account": "admin", "password": PASSWORD})
    assert answer.status_code == 503
    assert "データベースに接続できません" in answer.text
    browser.cookies.set(COOKIE, signed_cookie_of_nobody(identity))
    assert browser.get("/").text == "page"
    assert browser.get("/account").status_code == 503


def signed_cookie_of_nobody(identity: Identity) -> str:
    """A cookie as if somebody had signed in before, at another server."""
    return signed("elsewhere", identity.key)
