from __future__ import annotations

import ssl
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Role
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.identity import people
from kdx_metrics.identity.keys import COOKIE, signed
from kdx_metrics.identity.oidc import Groups
from kdx_metrics.identity.oidc import sign_in as oidc_sign_in
from kdx_metrics.identity.people import Person, everyone
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.signing_in import SignInRefused, sign_in
from kdx_metrics.settings import Settings
from kdx_metrics.web.addresses import publish_under
from tests.identity.idp import running_provider
from tests.identity.support import CHIEF, HOME, add, signed_in, site, told

TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nobody: the provider of the tests speaks plain HTTP
CLIENT = {
    "oidc_client_id": "kdx",
    "oidc_client_secret": "the client's secret",
    "oidc_editor_groups": "dx-editors",
    "oidc_admin_groups": "dx-admins, dx-owners",
}


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    with running_provider() as running:
        yield running


@pytest.fixture
def browser(identity: Identity, issuer: str) -> TestClient:
    """A browser before a dashboard that knows the provider."""
    return site(identity, settings=CLIENT | {"oidc_issuer": issuer})


def leave(browser: TestClient, wanted: str = "/update") -> str:
    """Where the dashboard sends the browser."""
    answer = browser.get("/auth/oidc", params={"next": wanted})
    assert answer.status_code == 302
    return str(answer.headers["location"])


def at_provider(address: str, account: str) -> str:
    """What the provider answers when `account` presses the button: the way back."""
    answer = httpx2.post(address, data={"account": account}, verify=TRUST)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["location"])
    assert parts.netloc == "testserver"
    return f"{parts.path}?{parts.query}"


def person_of(identity: Identity, browser: TestClient) -> Person:
    user = identity.check({COOKIE: browser.cookies[COOKIE]}).person
    assert user is not None
    return user


def test_the_browser_leaves_with_state_nonce_and_a_challenge(browser: TestClient, issuer: str) -> None:
    parts = urlsplit(leave(browser))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{issuer}/authorize"
    assert query["response_type"] == "code"
    assert query["redirect_uri"] == "http://testserver/auth/callback"
    assert query["scope"] == "openid profile email"
    assert query["code_challenge_method"] == "S256"
    assert {"state", "nonce", "code_challenge"} <= set(query)


@pytest.mark.parametrize("host", ["https://10.1.2.3", "http://dxserver:8501", "https://evil.example"])
def test_where_a_public_address_is_configured_the_provider_sends_everybody_there(
    identity: Identity, issuer: str, host: str
) -> None:
    browser = site(
        identity, settings=CLIENT | {"oidc_issuer": issuer, "public_url": "https://dx.example.jp"}, host=host
    )
    (redirect_uri,) = parse_qs(urlsplit(leave(browser)).query)["redirect_uri"]
    assert redirect_uri == "https://dx.example.jp/auth/callback"


def test_below_a_path_the_provider_sends_everybody_back_there(identity: Identity, issuer: str) -> None:
    publish_under("/dx")
    try:
        below = {"oidc_issuer": issuer, "public_url": "https://www.city.example.jp/dx"}
        browser = site(identity, settings=CLIENT | below, host="https://www.city.example.jp")
        answer = browser.get("/dx/auth/oidc", params={"next": "/update"})
    finally:
        publish_under("")
    (redirect_uri,) = parse_qs(urlsplit(str(answer.headers["location"])).query)["redirect_uri"]
    assert redirect_uri == "https://www.city.example.jp/dx/auth/callback"
    assert "Path=/dx; Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("account", "name", "role"),
    [("hanako", "鹿島 花子", "editor"), ("jiro", "管理 次郎", "admin"), ("taro", "見学 太郎", "viewer")],
)
def test_whoever_comes_back_is_signed_in_with_the_role_of_the_groups(
    identity: Identity, browser: TestClient, account: str, name: str, role: Role
) -> None:
    answer = browser.get(at_provider(leave(browser), account))
    assert (answer.status_code, answer.headers["location"]) == (303, "/update")
    assert "kdx_oidc" not in browser.cookies
    user = person_of(identity, browser)
    assert (user.name, user.role, user.local, user.must_change) == (name, role, False, False)
    assert told(identity.store()) == [("sign_in", user.account)]


def test_the_second_time_it_is_the_same_account_and_the_earlier_session_of_the_browser_ends(
    identity: Identity, browser: TestClient
) -> None:
    browser.get(at_provider(leave(browser), "hanako"))
    first, cookie = person_of(identity, browser), browser.cookies[COOKIE]
    browser.get(at_provider(leave(browser), "hanako"))
    assert person_of(identity, browser).id == first.id
    assert browser.cookies[COOKIE] != cookie
    assert identity.check({COOKIE: cookie}).trouble == "revoked"


def test_an_answer_that_this_browser_did_not_ask_for_signs_nobody_in(
    identity: Identity, browser: TestClient, issuer: str
) -> None:
    another = site(identity, settings=CLIENT | {"oidc_issuer": issuer})
    stolen = at_provider(leave(another), "jiro")
    assert browser.get(stolen).status_code == 400
    leave(browser)
    assert browser.get(stolen).status_code == 400
    assert COOKIE not in browser.cookies
    assert ("sign_in_refused", "oidc") in told(identity.store())


def test_an_answer_is_good_once(browser: TestClient) -> None:
    back = at_provider(leave(browser), "jiro")
    kept = browser.cookies["kdx_oidc"]
    assert browser.get(back).status_code == 303
    browser.cookies.clear()
    browser.cookies.set("kdx_oidc", kept)
    assert browser.get(back).status_code == 400
    assert COOKIE not in browser.cookies


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        ("replayed", "InvalidClaimError"),
        ("misdirected", "InvalidClaimError"),
        ("foreign", "InvalidClaimError"),
        ("outdated", "ExpiredTokenError"),
    ],
)
def test_an_id_token_with_which_something_is_wrong_signs_nobody_in(
    identity: Identity, browser: TestClient, account: str, reason: str
) -> None:
    answer = browser.get(at_provider(leave(browser), account))
    assert answer.status_code == 400
    assert "サインインを完了できませんでした" in answer.text
    assert COOKIE not in browser.cookies
    assert [user.account for user in everyone(identity.store())] == ["admin"]
    assert audit.entries(identity.store())[0].detail == {"reason": reason}


@pytest.mark.parametrize(
    "account",
    [
        "unsigned",
        "signed with the secret",
        "signed with the public key",
        "signed with a foreign key",
        "signed with an embedded key",
        "tampered",
        "for another party",
        "not yet valid",
        "of tomorrow",
        "without a subject",
        "without an end",
        "absent",
    ],
)
def test_a_forged_id_token_signs_nobody_in(identity: Identity, browser: TestClient, account: str) -> None:
    answer = browser.get(at_provider(leave(browser), account))
    assert answer.status_code in {400, 403}
    assert COOKIE not in browser.cookies
    assert [user.account for user in everyone(identity.store())] == ["admin"]


def test_whoever_says_no_at_the_provider_is_not_signed_in(browser: TestClient) -> None:
    answer = browser.get(at_provider(leave(browser), ""))
    assert (answer.status_code, COOKIE in browser.cookies) == (400, False)


def test_an_account_disabled_here_does_not_come_in_from_there(identity: Identity, browser: TestClient) -> None:
    browser.get(at_provider(leave(browser), "hanako"))
    user = person_of(identity, browser)
    people.set_disabled(identity.store(), CHIEF, user.id, disabled=True)
    browser.cookies.clear()
    answer = browser.get(at_provider(leave(browser), "hanako"))
    assert (answer.status_code, "利用を停止しています" in answer.text) == (403, True)
    assert COOKIE not in browser.cookies
    assert told(identity.store())[-1] == ("sign_in_refused", user.account)


def test_an_account_of_the_provider_has_no_password_here(identity: Identity, browser: TestClient) -> None:
    browser.get(at_provider(leave(browser), "hanako"))
    user = person_of(identity, browser)
    with pytest.raises(SignInRefused):
        sign_in(identity, user.account, "", HOME)
    with pytest.raises(NotPossible, match="認証サーバー"):
        people.reset_password(identity.store(), CHIEF, user.id)
    with pytest.raises(NotPossible, match="認証サーバー"):
        people.set_role(identity.store(), CHIEF, user.id, "admin")


def test_the_way_back_never_leads_out_of_the_site(browser: TestClient) -> None:
    answer = browser.get(at_provider(leave(browser, "https://evil.example/"), "taro"))
    assert answer.headers["location"] == "/"


def test_a_provider_that_does_not_answer_is_told_in_words(identity: Identity) -> None:
    browser = site(identity, settings=CLIENT | {"oidc_issuer": "http://127.0.0.1:9"})
    answer = browser.get("/auth/oidc")
    assert (answer.status_code, "認証サーバーに接続できませんでした" in answer.text) == (502, True)


def test_local_accounts_go_on_working_beside_the_provider(identity: Identity, browser: TestClient) -> None:
    page = browser.get("/sign-in", params={"next": "/actions?pillar=P1"}).text
    assert 'href="/auth/oidc?next=/actions%3Fpillar%3DP1"' in page
    assert 'name="password"' in page
    assert signed_in(identity)
    assert "/auth/oidc" not in site(identity).get("/sign-in").text
    assert site(identity).get("/auth/oidc").status_code == 404


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({}, "viewer"),
        ({"roles": []}, "viewer"),
        ({"roles": ["x", "e"]}, "editor"),
        ({"roles": ["e", "a"]}, "admin"),
        ({"roles": "a"}, "admin"),
        ({"groups": ["a"]}, "viewer"),
        ({"roles": 7}, "viewer"),
        ({"roles": True}, "viewer"),
        ({"roles": {"a": 1}}, "viewer"),
        ({"roles": {"a"}}, "viewer"),
        ({"roles": [["a"], 7, None, {"a": 1}]}, "viewer"),
        ({"roles": [7, "e"]}, "editor"),
        ({"roles": None}, "viewer"),
    ],
)
def test_the_highest_group_counts_and_without_one_a_person_looks(claims: dict[str, object], role: Role) -> None:
    assert Groups("roles", ("e",), ("a",)).role(claims) == role


def come(identity: Identity, subject: object = "1", **claims: object) -> Person:
    """Somebody whom the provider describes so."""
    groups = Groups("groups", ("dx-editors",), ("dx-admins",))
    token = oidc_sign_in(identity, "https://idp.example", {"sub": subject, **claims}, groups, HOME, None)
    user = identity.check({COOKIE: signed(token, identity.key)}).person
    assert user is not None
    return user


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": "管理\u202e 一郎\r\n"}, "管理 一郎"),
        ({"name": "\u200b\u202e", "preferred_username": "ichiro"}, "ichiro"),
        ({"name": 7, "preferred_username": ["x"], "email": "ichiro@city.example"}, "ichiro@city.example"),
        ({"name": {"first": "x"}}, "1"),
        ({"name": "あ" * 500}, "あ" * 200),
    ],
)
def test_a_name_from_the_provider_is_kept_short_and_visible(
    identity: Identity, claims: dict[str, object], name: str
) -> None:
    assert come(identity, **claims).name == name


@pytest.mark.parametrize("subject", ["", None, 7, ["1"]])
def test_a_token_without_a_subject_signs_nobody_in(identity: Identity, subject: object) -> None:
    with pytest.raises(SignInRefused, match="利用者の情報を受け取れませんでした"):
        come(identity, subject)


def test_nobody_takes_the_name_of_somebody_else_at_the_provider(identity: Identity) -> None:
    add(identity.store(), "ichiro", "admin", name="管理 一郎")
    impostor = come(identity, "1", name="管理　一郎\u200b", groups=["dx-editors"])
    assert impostor.name == f"管理　一郎({impostor.account})"
    assert come(identity, "1", name="管理 一郎").name == f"管理 一郎({impostor.account})"
    assert come(identity, "2", name="編集 次郎").name == "編集 次郎"
    assert come(identity, "2", name="編集 次郎").name == "編集 次郎"


def test_history_tells_two_people_of_one_name_apart(identity: Identity) -> None:
    first, second = come(identity, "1", name="編集 次郎"), come(identity, "2", name="編集 次郎")
    entries = audit.entries(identity.store())
    assert [(entry.person_id, entry.account) for entry in entries] == [
        (second.id, second.account),
        (first.id, first.account),
    ]
    assert len({entry.actor for entry in entries}) == 2


@pytest.mark.parametrize(
    "settings",
    [
        {"oidc_issuer": "http://idp.example", "oidc_client_id": "kdx"},
        {"oidc_issuer": "https://idp.example"},
    ],
)
def test_a_provider_without_encryption_or_client_id_is_no_setting(settings: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="oidc_"):
        Settings.model_validate(settings)
