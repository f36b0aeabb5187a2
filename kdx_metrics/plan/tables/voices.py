"""意見 voices.csv: one row per opinion of a citizen, the council or an outside reviewer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kdx_metrics.plan.personal_data import PersonalData, personal_data
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import Code, error, warning
from kdx_metrics.plan.tables.columns import Column, Reference
from kdx_metrics.plan.tables.common import SOURCE, UNKNOWN_ACTION, pillar, words
from kdx_metrics.plan.tables.rules import Context, Frame, Mask, Rule, Words, after_as_at
from kdx_metrics.plan.tables.table import Table

PUBLIC, PRIVATE = "可", "否"
ANSWERED = ("反映", "既に記載", "今後の参考", "対象外")
UNDECIDED = "検討中"
RESPONSES = (*ANSWERED, UNDECIDED)
UNANSWERED = "未回答"  # shown where 対応 is blank

UNKNOWN_CALL = error(
    "unknown_milestone",
    "年表にない件名",
    "{header}「{value}」が年表({file})の名称にありません。",
    "年表の名称と同じに直すか、年表に加えてください。",
)
RECEIVED_LATER = error(
    "received_later",
    "受付日がデータの時点より後",
    "受付日「{value}」がデータの時点({as_at})より後です。",
    "受付日か、公開するときの時点を直してください。",
)
_PERSONAL = "{header}に{kind}と思われる記載({hint})があります。"
PERSONAL_DATA = error(
    "personal_data", "意見に個人情報と思われる記載", _PERSONAL, "その部分を消し、意見の要旨だけを書いてください。"
)
PERSONAL_DATA_IN_ANSWER = warning(
    "personal_data_in_answer",
    "市の考え方に個人情報と思われる記載",
    _PERSONAL,
    "担当課の連絡先ならこのままで構いません。個人のものなら消してください。",
)
ANSWER_MISSING = warning(
    "answer_missing",
    "対応があるのに市の考え方が空欄",
    "対応が「{response}」ですが、市の考え方が空欄です。",
    "公開するときに読む人がわかるよう、市の考え方を書いてください。",
)


def define(strategy: Strategy) -> Table:
    """Definition of 意見."""
    kinds = strategy.voices.kinds
    return Table(
        "voices",
        "意見",
        ("voice_id",),
        (
            Column("voice_id", "番号", "code", required=True, rule="意見ごとの番号(例: V001)"),
            Column("kind", "種類", "choice", required=True, rule="・".join(kinds), choices=words(*kinds)),
            Column("date", "受付日", "date", required=True),
            Column(
                "opinion",
                "意見",
                "text",
                required=True,
                rule="要旨。氏名・住所・電話番号・メールアドレスは書きません",
                prose=True,
            ),
            Column(
                "public", "公開", "choice", required=True, rule=f"{PUBLIC}・{PRIVATE}", choices=words(PUBLIC, PRIVATE)
            ),
            Column(
                "milestone",
                "件名",
                "text",
                rule="年表の名称。どの意見募集や外部評価で寄せられたか",
                refers_to=(Reference("milestones", "title", UNKNOWN_CALL),),
                wide=True,
            ),
            Column("answer", "市の考え方", "text", prose=True),
            Column(
                "response",
                "対応",
                "choice",
                rule="・".join(RESPONSES) + f"。空欄は{UNANSWERED}",
                choices=words(*RESPONSES),
            ),
            replace(pillar(strategy), required=False),
            Column(
                "action_ids",
                "取組番号",
                "codes",
                rule="意見が関わる取組。いくつかあるときは「、」で区切ります",
                refers_to=(Reference("action_plan", "action_id", UNKNOWN_ACTION),),
            ),
            Column(
                "kpi_ids",
                "指標番号",
                "codes",
                rule="意見が関わる指標。いくつかあるときは「、」で区切ります",
                refers_to=(Reference("kpis", "kpi_id"),),
            ),
            SOURCE,
        ),
        "1行が1つの意見です。",
        (
            after_as_at(RECEIVED_LATER, "date"),
            _personal(PERSONAL_DATA, "opinion"),
            _personal(PERSONAL_DATA_IN_ANSWER, "answer"),
            Rule(ANSWER_MISSING, "answer", _unexplained, _response_words),
        ),
    )


def _personal(code: Code, column: str) -> Rule:
    """Rule against personal data in a column, told by kind and first characters only."""

    def matches(frame: Frame) -> list[PersonalData | None]:
        return [personal_data(text) for text in frame[column]]

    def broken(frame: Frame, _context: Context) -> Mask:
        return np.array([match is not None for match in matches(frame)], dtype=bool)

    def words_of(frame: Frame, _context: Context) -> Words:
        by_row = matches(frame)

        def fields(position: int) -> dict[str, str]:
            match = by_row[position]
            return {} if match is None else {"kind": match.kind, "hint": match.hint}

        return fields

    return Rule(code, column, broken, words_of)


def _unexplained(frame: Frame, context: Context) -> Mask:
    mask: Mask = (frame["response"].isin(ANSWERED) & (frame["answer"] == "")).to_numpy(dtype=bool)
    return mask & ~context.is_unread("answer")


def _response_words(frame: Frame, _context: Context) -> Words:
    responses = frame["response"].array
    return lambda position: {"response": str(responses[position])}
