"""The audit log in Japanese: what was done, to what, and the details."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kdx_metrics.database.actors import ROLE_WORDS

ACTIONS: Mapping[str, str] = {
    "seed": "初期データの取り込み",
    "publish": "公開",
    "rollback": "差し戻し",
    "redact": "抹消",
    "refused": "操作の拒否",
    "backup": "バックアップ",
    "restore": "復元",
    "read_audit": "監査ログの閲覧",
    "read_upload": "アップロードされたファイルのダウンロード",
    "decide": "決定・宿題の記録",
    "decision_change": "決定・宿題の変更",
    "read_decision_history": "決定・宿題の以前の内容の閲覧",
    "site_write": "公開サイトの書き出し",
    "site_download": "公開サイトのzipのダウンロード",
    "lead": "会議の画面の先導",
    "lead_end": "会議の画面の先導の終了",
    "sign_in": "サインイン",
    "sign_in_refused": "サインインの失敗",
    "sign_in_locked": "サインインの一時停止(失敗の繰り返し)",
    "sign_out": "サインアウト",
    "cookie_refused": "セッションの拒否",
    "cross_site_refused": "ほかのサイトからの送信・接続の拒否",
    "address_refused": "使えないアドレスの拒否",
    "page_refused": "画面の拒否(権限がない)",
    "upload_refused": "ファイル送信の拒否",
    "password_change": "パスワードの変更",
    "password_refused": "パスワード変更の失敗",
    "password_reset": "仮パスワードの発行",
    "user_add": "利用者の追加",
    "user_role": "権限の変更",
    "user_disable": "利用の停止",
    "user_enable": "利用の再開",
}
KEYS: Mapping[str, str] = {
    "asked": "求めた操作",
    "reason": "理由",
    "role": "権限",
    "message": "内容",
    "note": "メモ",
    "files": "ファイル",
    "revisions": "版",
    "revision": "もとにした最新の版",
    "as_of": "時点",
    "published_by": "先に公開した方",
    "erased": "抹消した版",
    "built_on": "行が残り得る版",
    "equal": "同じ行のある版",
    "from": "変更前",
    "to": "変更後",
    "name": "氏名",
    "administrators": "管理者のアカウント",
    "version": "変更回数",
    "kind": "種類",
    "meeting_on": "会議日",
    "action_id": "取組番号",
    "period": "期",
    "kpi_id": "指標番号",
    "due": "期限",
    "state": "状態",
    "text_sha256": "内容のSHA-256",
    "by": "方法",
    "not_told_before": "まとめた同種の件数",
}
REASONS: Mapping[str, str] = {
    "not_signed_in": "サインインしていない",
    "role": "権限がない",
    "other_page": "ほかの方の画面への送信",
    "cross_site": "ほかのサイトからの送信",
    "too_large": "ファイルが大きすぎる",
    "too_many": "一度に送られたファイルが多すぎる",
    "forged": "偽造または書き換え",
    "unknown": "知らないセッション",
    "revoked": "終了したセッション",
    "expired": "期限切れ",
    "disabled": "停止中の利用者",
    "StaleBase": "先に別の公開があった",
    "Rejected": "誤りがある",
    "OverLimit": "上限を超えている",
    "NotPossible": "できない操作",
    "Forbidden": "権限がない",
    "oidc": "共通アカウント",
    "state": "この画面から始めていない手続き",
    "id_token": "認証サーバーの答えの不備",
    "one_time_password_expired": "仮パスワードの期限切れ",
}
WORDS: Mapping[str, str] = {**REASONS, **{str(role): word for role, word in ROLE_WORDS.items()}, **ACTIONS}
OBJECTS = (
    (re.compile(r"revision (\d+)"), r"第\1版"),
    (re.compile(r"publication (\d+)"), r"公開\1"),
    (re.compile(r"decision (\d+)"), r"決定\1"),
    (re.compile(r"site (\S+)"), r"\1時点の公開サイト"),
    (re.compile(r"audit log"), "監査ログ"),
)


def object_words(about: str) -> str:
    """The object of an action: 「第3版」; names of files and accounts as they are."""
    for pattern, words in OBJECTS:
        if pattern.fullmatch(about):
            return pattern.sub(words, about)
    return about


def detail_words(detail: Mapping[str, Any]) -> str:
    """「求めた操作: 公開、権限: 閲覧者」; a detail that nobody has named stays as it is."""
    return "、".join(
        f"{KEYS.get(key, key)}: {_value(value)}" for key, value in detail.items() if value not in ([], "", None)
    )


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "・".join(_value(each) for each in value.values())
    if isinstance(value, list):
        return "・".join(_value(each) for each in value)
    if isinstance(value, int):
        return str(value)
    return WORDS.get(str(value), str(value))
