"""監査ログ: sign-ins, refusals, publications, roll-backs and account changes, for administrators."""

from __future__ import annotations

from kdx_metrics.database import audit
from kdx_metrics.database.actors import ADMINISTRATORS
from kdx_metrics.views.listing import Column, Columns, Listing
from pages.frame.people import acting
from pages.frame.words import local_time
from pages.html import finding, show
from pages.revisions.audit_words import ACTIONS, detail_words, object_words
from pages.tables.show_table import show_table
from pages.view.view import View

SHOWN_AT_MOST = 2_000


def audit_log(view: View) -> None:
    """Draw the newest entries; the role is asked again where they are read."""
    store = view.source.store
    audit.require(store, acting(), ADMINISTRATORS, "read_audit", "audit log")
    columns: Columns[audit.Entry] = (
        Column("at", "日時", lambda entry: local_time(view, entry.at)),
        Column("actor", "だれが", lambda entry: entry.actor),
        Column("account", "アカウント", lambda entry: entry.account),
        Column("action", "操作", lambda entry: ACTIONS.get(entry.action, entry.action)),
        Column("object", "対象", lambda entry: object_words(entry.object)),
        Column("detail", "詳細", lambda entry: detail_words(entry.detail)),
        Column("address", "接続元", lambda entry: entry.address),
    )
    listing = Listing("監査ログ", columns, audit.entries(store, at_most=SHOWN_AT_MOST))
    show(finding(f"新しい順に{len(listing):,}件を表示しています(最大{SHOWN_AT_MOST:,}件)。"))
    show_table(listing, download="audit.csv")
