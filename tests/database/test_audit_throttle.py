from __future__ import annotations

from kdx_metrics.database.audit_throttle import ENTRIES_AT_MOST, PAUSE, AuditThrottle


def test_a_flood_from_many_addresses_is_not_written_down_line_by_line() -> None:
    now = 0.0
    throttle = AuditThrottle(lambda: now)
    due = [throttle.due("cookie_refused", f"198.51.100.{number}") for number in range(ENTRIES_AT_MOST + 500)]
    assert sum(left_out is not None for left_out in due) == ENTRIES_AT_MOST
    now += PAUSE
    assert throttle.due("cookie_refused", "203.0.113.1") == 0


def test_what_was_left_out_is_told_with_the_next_line() -> None:
    now = 0.0
    throttle = AuditThrottle(lambda: now)
    assert [throttle.due("cookie_refused", "198.51.100.1") for _ in range(5)] == [0, None, None, None, None]
    now += PAUSE
    assert throttle.due("cookie_refused", "198.51.100.1") == 4


def test_a_flood_of_one_kind_of_refusal_does_not_hide_another() -> None:
    throttle = AuditThrottle(lambda: 1000.0)
    for number in range(ENTRIES_AT_MOST + 1):
        throttle.due("address_refused", f"198.51.100.{number}")
    assert throttle.due("upload_refused", "198.51.100.1") == 0
    assert throttle.due("address_refused", "203.0.113.1") is None
