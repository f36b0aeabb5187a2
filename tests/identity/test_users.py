from __future__ import annotations

import pytest

from kdx_metrics.identity.people import by_account
from kdx_metrics.identity.service import Identity
from tests.identity.support import PASSWORD, add, signed_in, site, submit, told


def test_accounts_cannot_be_managed_without_the_role(identity: Identity) -> None:
    add(identity.store(), "hanako", "editor")
    browser = site(identity)
    assert browser.get("/admin/users").headers["location"] == "/sign-in?next=/admin/users"
    submit(browser, "/sign-in", account="hanako", password=PASSWORD)
    assert browser.get("/admin/users").status_code == 403
    fields = {"action": "add", "account": "mine", "name": "わたし", "role": "admin"}
    assert submit(browser, "/admin/users", page="/account", **fields).status_code == 403
    assert ("refused", "mine") in told(identity.store())


def test_an_administrator_adds_changes_and_shuts_out_people(identity: Identity) -> None:
    browser = site(identity)
    submit(browser, "/sign-in", account="admin", password=PASSWORD)
    fields = {"action": "add", "account": "hanako", "name": "鹿島 <花子>", "role": "viewer"}
    answer = submit(browser, "/admin/users", **fields)
    assert "「鹿島 &lt;花子&gt;」の仮パスワードです。" in answer.text
    assert "72時間有効" in answer.text
    first = answer.text.split('class="secret">')[1].split("<")[0]
    someone = by_account(identity.store(), "hanako")
    user = identity.check(signed_in(identity, "hanako", first)).person
    assert user is not None
    assert (user.id, user.name, user.role) == (someone.id, "鹿島 <花子>", "viewer")
    submit(browser, "/admin/users", action="role", id=str(someone.id), role="editor")
    assert by_account(identity.store(), "hanako").role == "editor"
    answer = submit(browser, "/admin/users", action="reset", id=str(someone.id))
    assert "仮パスワードです" in answer.text
    assert first not in answer.text
    submit(browser, "/admin/users", action="disable", id=str(someone.id))
    assert by_account(identity.store(), "hanako").disabled_at is not None
    assert "(停止中)" in browser.get("/admin/users").text
    submit(browser, "/admin/users", action="enable", id=str(someone.id))
    assert by_account(identity.store(), "hanako").disabled_at is None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"action": "add", "account": "admin", "name": "だれか", "role": "viewer"}, 400),
        ({"action": "add", "account": "new", "name": "だれか", "role": "god"}, 400),
        ({"action": "disable", "id": "1 OR 1=1"}, 400),
        ({"action": "disable", "id": "99999999999"}, 400),
        ({"action": "disable", "id": "4711"}, 400),
        ({"action": "explode", "id": "1"}, 400),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_in_words(
    identity: Identity, fields: dict[str, str], status: int
) -> None:
    browser = site(identity)
    submit(browser, "/sign-in", account="admin", password=PASSWORD)
    answer = submit(browser, "/admin/users", **fields)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
