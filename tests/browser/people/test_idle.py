"""An abandoned page signs out although its timers go on asking; one that is used does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from kdx_metrics.database.actors import Actor
from kdx_metrics.database.schema.identity import sign_in
from kdx_metrics.identity.service import FRESH
from kdx_metrics.meeting.screen_sharing import lead, show
from tests.browser.people.office import ENV, hire, seat, store_of
from tests.browser.people.test_sign_in import ask
from tests.browser.serving import Server

Start = Callable[..., Server]
Desk = Callable[..., Page]
AS_OF = date(2026, 10, 31)
LEADER = Actor("佐賀 太郎", "editor")


def idle_for(server: Server, idle: timedelta) -> None:
    """Set the last use of every session back, and wait until the server no longer believes its earlier answers."""
    with store_of(server) as store, store.writing() as connection:
        connection.execute(update(sign_in).values(seen_at=datetime.now(UTC) - idle))
    time.sleep(FRESH)


def idle_minutes(server: Server) -> int:
    """Whole minutes since any session was used."""
    with store_of(server) as store, store.reading() as connection:
        newest = max(connection.execute(select(sign_in.c.seen_at)).scalars())
    return int((datetime.now(UTC) - newest) / timedelta(minutes=1))


def test_a_page_left_alone_is_signed_out_and_a_used_one_is_not(fresh_server: Start, desk: Desk) -> None:
    server = fresh_server(**ENV, KDX_REQUIRE_LOGIN="true")
    hire(server)
    page = seat(desk(), "hanako")
    idle_for(server, timedelta(minutes=30))
    page.get_by_role("link", name="取組", exact=True).first.click()
    expect(page.get_by_role("heading", name="取組", level=1, exact=True)).to_be_visible()
    assert idle_minutes(server) == 0
    idle_for(server, timedelta(minutes=59, seconds=55))
    time.sleep(8)  # the page asks for news every five seconds
    cookies = "; ".join(f"{cookie.get('name')}={cookie.get('value')}" for cookie in page.context.cookies())
    assert ask(server, "/", Cookie=cookies)[1]["location"] == "/sign-in?next=/"


def test_a_tablet_that_follows_the_leader_by_itself_is_not_used(fresh_server: Start, desk: Desk) -> None:
    server = fresh_server(**ENV)
    hire(server)
    with store_of(server) as store:
        token = lead(store, LEADER, "cover", AS_OF)
        tablet = seat(desk(), "mina", "/meeting?follow=1")
        expect(tablet.get_by_text("進行 佐賀 太郎さん")).to_be_visible()
        idle_for(server, timedelta(minutes=30))
        assert show(store, LEADER, token, "timeline", AS_OF)
        tablet.wait_for_url("**/meeting?*screen=timeline*")
    assert idle_minutes(server) == 30
