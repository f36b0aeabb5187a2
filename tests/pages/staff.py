"""A member of staff at the screen: an account in the real store, a real session, and the files that they send."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kdx_metrics.database.actors import Actor, Role
from kdx_metrics.identity import people, signing_in
from kdx_metrics.identity.keys import COOKIE, signed, unsigned
from kdx_metrics.identity.request_identity import get_identity
from tests.pages.screen import Screen
from tests.shipped import DATA

CHIEF = Actor("管理 次郎", "admin", "192.0.2.9")
HOME = "192.0.2.10"
PUBLISH = "時点として公開する"
PASSWORD = "correct horse battery"
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = list[dict[str, str]]


@dataclass
class Browser:
    """What Streamlit knows of the connection that a page was opened with."""

    cookies: dict[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    remote_ip: str = HOME


ACCOUNTS: tuple[tuple[str, str, Role], ...] = (
    ("hanako", "鹿島 花子", "editor"),
    ("taro", "佐賀 太郎", "editor"),
    ("mina", "見学 美奈", "viewer"),
    ("jiro", "管理 次郎", "admin"),
)


def hire(*wanted: str) -> dict[str, str]:
    """Make the wanted accounts of ACCOUNTS, or all, and sign them in; account → cookie."""
    identity, cookies = get_identity(), {}
    for account, name, role in (entry for entry in ACCOUNTS if not wanted or entry[0] in wanted):
        once = people.add(identity.store(), CHIEF, account, name, role)
        person = people.by_account(identity.store(), account)
        cookies[account] = signed(signing_in.change_password(identity, person, once, PASSWORD, HOME), identity.key)
    return cookies


def chair(browser: Browser, cookies: Mapping[str, str]) -> Callable[[str], Screen]:
    """A function that sits somebody with one of the cookies down at a new screen; "" is a visitor."""

    def sit(account: str) -> Screen:
        browser.cookies.clear()
        if account:
            browser.cookies[COOKIE] = cookies[account]
        return Screen()

    return sit


def sign_out(browser: Browser, account: str) -> None:
    """End the session as the sign-out form does; the page that is open keeps its cookie."""
    identity = get_identity()
    token = unsigned(browser.cookies[COOKIE], identity.key)
    assert token is not None
    signing_in.sign_out(identity, token, people.by_account(identity.store(), account), HOME)


def send(screen: Screen, *files: tuple[str, bytes]) -> Screen:
    """Drop files into the box at once."""
    screen.at.file_uploader[0].set_value([(name, data, XLSX if data[:2] == b"PK" else CSV) for name, data in files])
    return screen.run()


def publish(screen: Screen, note: str = "定例の報告") -> Screen:
    """Give a reason and press the button that names the 時点."""
    screen.at.text_input[0].set_value(note)
    (label,) = (each.label for each in screen.at.button if each.label.endswith(PUBLISH))
    return press(screen, label)


def press(screen: Screen, label: str) -> Screen:
    """Press the button so labelled."""
    (button,) = (each for each in screen.at.button if each.label == label)
    button.click()
    return screen.run()


def shipped_rows(name: str) -> Rows:
    """The rows of one shipped file."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def saved(rows: Sequence[Mapping[str, str]], encoding: str = "cp932") -> bytes:
    """A CSV as Excel saves it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def of_department(rows: Rows, department: str) -> Rows:
    """The rows that one 所管課 sends."""
    return [row for row in rows if row["所管課"] == department]
