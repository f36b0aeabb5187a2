"""取組 action_plan.csv: one row per 取組 and 期."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kdx_metrics.plan.strategy import STATUSES, Strategy
from kdx_metrics.plan.tables.codes import error, warning
from kdx_metrics.plan.tables.columns import Choice, Column
from kdx_metrics.plan.tables.common import (
    ASK,
    ASK_RULE,
    ASK_TEXT,
    DEPARTMENT,
    NEXT_STEP,
    RELATED_DEPARTMENTS,
    REMARKS,
    SOURCE,
    period,
    pillar,
    theme,
)
from kdx_metrics.plan.tables.predecessor import PREDECESSOR, PREDECESSOR_RULE
from kdx_metrics.plan.tables.rules import (
    Broken,
    Context,
    Frame,
    Mask,
    Rule,
    Words,
    WordsOf,
    after_as_at,
    end_before_start,
    same_words,
    stamp,
    text_at,
)
from kdx_metrics.plan.tables.table import Table

Days = np.datetime64 | NDArray[np.datetime64]

_COMPLETE, _NOT_STARTED = "完了", "未着手"
_FULL = 100

PROGRESS_OUT_OF_RANGE = error(
    "progress_out_of_range",
    "進捗率が0~100の外",
    "進捗率「{value}」は0から100の範囲にありません。",
    "0から100の数を入力してください。",
)
WEIGHT_NOT_POSITIVE = error(
    "weight_not_positive",
    "重みが0以下",
    "重み「{value}」は0より大きい数ではありません。",
    "0より大きい数を入力するか、空欄(1とみなします)にしてください。",
)
COMPLETED_NOT_100 = error(
    "completed_not_100",
    "完了なのに100でない",
    "状況が「完了」ですが、進捗率が「{value}」です。",
    "完了なら進捗率を100か空欄に、途中なら状況を「実施中」などにしてください。",
)
NOT_STARTED_WITH_PROGRESS = error(
    "not_started_with_progress",
    "未着手なのに進捗がある",
    "状況が「未着手」ですが、進捗率が「{value}」です。",
    "着手しているなら状況を直し、未着手なら進捗率を0か空欄にしてください。",
)
END_OUTSIDE_PLAN = error(
    "end_outside_plan",
    "完了予定が計画期間の外",
    "完了予定「{value}」が計画期間({first}~{last})の外です。",
    "計画期間の中の日付を入力してください。",
)
END_OUTSIDE_PERIOD = warning(
    "end_outside_period",
    "完了予定が期の外",
    "完了予定「{value}」が{period}({first}~{last})の外です。",
    "期か完了予定を確かめてください。次の期に続くなら、その期の行を加えます。",
)
START_BEFORE_PLAN = warning(
    "start_before_plan",
    "開始予定が計画期間より前",
    "開始予定「{value}」が計画の初日({first})より前です。",
    "以前から続く取組ならこのままでかまいません。",
)
UPDATED_AFTER_AS_AT = error(
    "updated_after_as_at",
    "更新日が時点より後",
    "更新日「{value}」がデータの時点({as_at})より後です。",
    "更新日か、データの時点を直してください。",
)
PILLAR_DIFFERS = error(
    "pillar_differs",
    "同じ取組で柱が違う",
    "取組番号「{key}」の柱が{first}行目({other})と違います。",
    "同じ取組の柱は一つにするか、別の取組番号にしてください。",
)
THEME_OF_OTHER_PILLAR = error(
    "theme_of_other_pillar",
    "別の柱の施策",
    "施策「{value}」は柱「{other}」の施策です。",
    "柱か施策を直してください。",
)
TITLE_DIFFERS = warning(
    "title_differs",
    "同じ取組で名前が違う",
    "取組番号「{key}」の取組名が{first}行目「{other}」と違います。",
    "言い換えならこのままでかまいません。別の取組なら番号を変えてください。",
)


def define(strategy: Strategy) -> Table:
    """Definition of 取組."""
    plan = f"{strategy.first_day} から {strategy.last_day}"
    return Table(
        "action_plan",
        "取組",
        ("action_id", "period"),
        (
            Column(
                "action_id",
                "取組番号",
                "code",
                required=True,
                rule="半角大文字にそろえます。次の期に続く取組は同じ番号で行を加えます。同じ番号の柱は一つです。",
            ),
            pillar(strategy),
            period(strategy),
            theme(strategy),
            Column("title", "取組名", "text", required=True, wide=True, naming=True),
            DEPARTMENT,
            RELATED_DEPARTMENTS,
            Column("owner", "担当", "text", rule="報告する人の職名や名前。公開しません"),
            PREDECESSOR,
            Column("goal", "到達目標", "text", rule="期の終わりに何ができているか", prose=True),
            Column(
                "planned_start",
                "開始予定",
                "start_date",
                required=True,
                rule="計画期間より前は注意(継続取組)。月や年度はその初日",
            ),
            Column(
                "planned_end",
                "完了予定",
                "end_date",
                required=True,
                rule=f"開始予定以降、{plan} の間。期の外は注意。月や年度はその末日",
            ),
            Column(
                "status",
                "状況",
                "choice",
                required=True,
                rule="・".join(STATUSES),
                choices=tuple(Choice(word, aliases=strategy.status.get(word, ())) for word in STATUSES),
                unknown="unknown_status",
            ),
            Column(
                "progress",
                "進捗率",
                "percent",
                rule="0~100。空欄は未報告(0ではありません)。完了なら100か空欄、未着手なら0か空欄(空欄も0の報告とみなします)",
                keeps_reason=True,
            ),
            Column("weight", "重み", "number", rule="0より大きい数。空欄は1", default=1.0),
            Column("issue", "課題", "text", prose=True),
            NEXT_STEP,
            ASK,
            ASK_TEXT,
            Column("updated_on", "更新日", "date", rule="データの時点より後は誤り"),
            SOURCE,
            REMARKS,
        ),
        "1行が1取組・1期です。",
        _rules(strategy),
        leading=True,
    )


def _rules(strategy: Strategy) -> tuple[Rule, ...]:
    plan = same_words(first=str(strategy.first_day), last=str(strategy.last_day))
    first_day = stamp(strategy.first_day)
    return (
        Rule(PROGRESS_OUT_OF_RANGE, "progress", lambda frame, _: ~_is_percentage(frame) & frame["progress"].notna()),
        Rule(WEIGHT_NOT_POSITIVE, "weight", lambda frame, _: frame["weight"] <= 0),
        Rule(COMPLETED_NOT_100, "progress", _progress_unlike(_FULL, _COMPLETE)),
        Rule(NOT_STARTED_WITH_PROGRESS, "progress", _progress_unlike(0, _NOT_STARTED)),
        end_before_start("planned_start", "planned_end"),
        Rule(END_OUTSIDE_PLAN, "planned_end", _outside_plan, plan),
        Rule(END_OUTSIDE_PERIOD, "planned_end", _outside_period, _period_words),
        Rule(START_BEFORE_PLAN, "planned_start", lambda frame, _: frame["planned_start"] < first_day, plan),
        after_as_at(UPDATED_AFTER_AS_AT, "updated_on"),
        Rule(PILLAR_DIFFERS, "pillar", _differs("pillar"), _other_words("pillar")),
        Rule(THEME_OF_OTHER_PILLAR, "theme", _of_other_pillar, _pillar_of_theme),
        PREDECESSOR_RULE,
        Rule(TITLE_DIFFERS, "title", _differs("title"), _other_words("title")),
        ASK_RULE,
    )


def _is_percentage(frame: Frame) -> pd.Series[bool]:
    return frame["progress"].between(0, _FULL)


def _progress_unlike(value: float, status: str) -> Broken:
    """Rows in this 状況 with another 進捗率; one outside 0–100 is another rule's."""
    return lambda frame, _: (frame["status"] == status) & _is_percentage(frame) & (frame["progress"] != value)


def _outside(frame: Frame, first: Days, last: Days) -> Mask:
    ends, starts = frame["planned_end"].to_numpy(), frame["planned_start"].to_numpy()
    mask: Mask = ((ends < first) | (ends > last)) & ~(ends < starts)  # comparisons with NaT are False
    return mask


def _outside_plan(frame: Frame, context: Context) -> Mask:
    return _outside(frame, np.datetime64(context.strategy.first_day), np.datetime64(context.strategy.last_day))


def _outside_period(frame: Frame, context: Context) -> Mask:
    periods = context.strategy.periods
    number = frame["period"].to_numpy()
    # An unread 期 (0) looks at the whole plan, which says nothing more than `end_outside_plan`.
    first = np.array([context.strategy.first_day, *(period.first_day for period in periods)], dtype="datetime64[s]")
    last = np.array([context.strategy.last_day, *(period.last_day for period in periods)], dtype="datetime64[s]")
    return _outside(frame, first[number], last[number]) & ~_outside_plan(frame, context)


def _period_words(frame: Frame, context: Context) -> Words:
    numbers = frame["period"].to_numpy()

    def words(position: int) -> dict[str, str]:
        period = context.strategy.period(int(numbers[position]))
        return {"period": period.name, "first": str(period.first_day), "last": str(period.last_day)}

    return words


def _pillars_of_themes(frame: Frame, context: Context) -> pd.Series[Any]:
    """Pillar of each row's 施策; missing where the row has none."""
    return frame["theme"].map({theme.id: theme.pillar for theme in context.strategy.themes})


def _of_other_pillar(frame: Frame, context: Context) -> Mask:
    pillars = _pillars_of_themes(frame, context)
    mask: Mask = (pillars.notna() & (frame["pillar"] != "") & (frame["pillar"] != pillars)).to_numpy(dtype=bool)
    return mask


def _pillar_of_theme(frame: Frame, context: Context) -> Words:
    pillars = _pillars_of_themes(frame, context).array
    return lambda position: {"other": context.strategy.pillar(str(pillars[position])).name}


def _first_of_action(frame: Frame) -> NDArray[np.intp]:
    codes, _ = pd.factorize(frame["action_id"])
    _, first = np.unique(codes, return_index=True)
    return first[codes]


def _differs(column: str) -> Broken:
    """Rows with another `column` than the first row of the same 取組番号."""

    def differs(frame: Frame, _context: Context) -> Mask:
        values = frame[column]
        others = values.iloc[_first_of_action(frame)].array
        filled = (values != "") & (frame["action_id"] != "")
        mask: Mask = ((values.array != others) & (others != "") & filled.array).to_numpy(dtype=bool)
        return mask

    return differs


def _other_words(column: str) -> WordsOf:
    def words(frame: Frame, context: Context) -> Words:
        first = _first_of_action(frame)
        key, other = text_at(frame, "action_id"), text_at(frame, column)
        return lambda position: {
            "key": key(position),
            "first": str(context.rows[first[position]]),
            "other": other(int(first[position])),
        }

    return words
