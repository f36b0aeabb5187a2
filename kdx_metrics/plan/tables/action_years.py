"""年度評価 action_years.csv: one row per 取組 and 年度, as the cities' own assessment sheets have it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kdx_metrics.plan.fiscal_calendar import era_fiscal_year
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import error, warning
from kdx_metrics.plan.tables.columns import Choice, Column
from kdx_metrics.plan.tables.common import ACTION_ID, FISCAL_YEAR, REMARKS, SOURCE, words
from kdx_metrics.plan.tables.rules import Broken, Context, Frame, Mask, Rule, Words, number_at, text_at
from kdx_metrics.plan.tables.table import Table

AMOUNTS = ("budget", "settled", "subsidy")

AMOUNT_NEGATIVE = error(
    "amount_negative",
    "金額が0より小さい",
    "{header}「{value}」が0より小さい数です。",
    "0以上の金額を千円で入力してください。まだ決まっていなければ空欄か「未集計」にしてください。",
)
SUBSIDY_OVER_AMOUNT = error(
    "subsidy_over_amount",
    "交付金等が決算額か予算額より多い",
    "うち交付金等「{value}」が{amount_header}({amount})を超えています。",
    "どちらかの金額を直してください。交付金等は{amount_header}の内数です。",
)
YEAR_OUTSIDE_PERIODS = warning(
    "year_outside_periods",
    "年度が取組の期の外",
    "{year}は、取組「{key}」のどの期にも入っていません。",
    "年度を確かめてください。その期にも続く取組なら、取組の表にその期の行を加えます。",
)


def define(strategy: Strategy) -> Table:
    """Definition of 年度評価."""
    return Table(
        "action_years",
        "年度評価",
        ("action_id", "fiscal_year"),
        (
            ACTION_ID,
            replace(FISCAL_YEAR, rule=f"{FISCAL_YEAR.rule}。取組のどの期にも入らない年度は注意"),
            Column("planned_work", "実施予定", "text", rule="その年度に行う予定のこと", prose=True),
            Column("done", "実績", "text", rule="その年度に行ったこと", prose=True),
            _rating(strategy, "self_rating", "自己評価"),
            _rating(strategy, "board_rating", "本部評価"),
            Column("rating_reason", "評価理由", "text", prose=True),
            Column(
                "direction",
                "今後の方向性",
                "choice",
                rule="・".join(strategy.directions.words),
                choices=words(*strategy.directions.words),
            ),
            _amount("budget", "予算額", "千円。0以上"),
            _amount("settled", "決算額", "千円。0以上。空欄は未決算"),
            _amount("subsidy", "うち交付金等", "千円。0以上、決算額(未決算なら予算額)の内数"),
            Column("subsidy_name", "交付金等の名称", "text", wide=True),
            SOURCE,
            REMARKS,
        ),
        "1行が1取組・1年度です。",
        (
            *(Rule(AMOUNT_NEGATIVE, name, _is_negative(name)) for name in AMOUNTS),
            Rule(SUBSIDY_OVER_AMOUNT, "subsidy", _is_over_amount, _amount_words),
            Rule(YEAR_OUTSIDE_PERIODS, "fiscal_year", _is_outside_periods, _year_words, needs=("action_plan",)),
        ),
    )


def _rating(strategy: Strategy, name: str, header: str) -> Column:
    """Column of a rating by people, in the city's own words."""
    named = "・".join(each.word + (f"({each.about})" if each.about else "") for each in strategy.assessments)
    return Column(
        name,
        header,
        "choice",
        rule=named or "strategy.toml に評価の語を書くと使えます",
        choices=tuple(Choice(each.word, aliases=each.aliases) for each in strategy.assessments),
        unknown="unknown_assessment",
        letter_x="letter_for_cross",
    )


def _amount(name: str, header: str, rule: str) -> Column:
    return Column(name, header, "number", rule=rule, unit="千円", keeps_reason=True)


def _is_negative(name: str) -> Broken:
    return lambda frame, _: frame[name] < 0


def _is_unsettled(frame: Frame) -> Mask:
    return frame["settled"].isna().to_numpy(dtype=bool)


def _is_over_amount(frame: Frame, context: Context) -> Mask:
    """Rows whose subsidy exceeds the 決算額, or the 予算額 while there is none; an unread 決算額 is not none."""
    most = np.where(_is_unsettled(frame), frame["budget"], frame["settled"])
    return np.asarray(frame["subsidy"].to_numpy() > most) & ~context.is_unread("settled")


def _amount_words(frame: Frame, context: Context) -> Words:
    headers, unsettled = context.table.headers, _is_unsettled(frame)
    amounts = {name: number_at(frame, name) for name in ("budget", "settled")}

    def words(position: int) -> dict[str, str]:
        name = "budget" if unsettled[position] else "settled"
        return {"amount_header": headers[name], "amount": amounts[name](position)}

    return words


def _is_outside_periods(frame: Frame, context: Context) -> Mask:
    """Rows of a known 取組 whose 年度 lies in none of its 期."""
    actions, years = context.beside["action_plan"], frame["fiscal_year"].to_numpy()
    numbers = np.zeros(len(frame), dtype=np.int64)
    for period in context.strategy.periods:
        numbers[(years >= period.first_fiscal_year) & (years <= period.last_fiscal_year)] = period.number
    own = pd.MultiIndex.from_arrays([frame["action_id"], numbers])
    has_row = own.isin(pd.MultiIndex.from_arrays([actions["action_id"], actions["period"]]))
    mask: Mask = frame["action_id"].isin(actions["action_id"]).to_numpy(dtype=bool) & (years > 0) & ~has_row
    return mask


def _year_words(frame: Frame, _context: Context) -> Words:
    key, years = text_at(frame, "action_id"), frame["fiscal_year"].to_numpy()
    return lambda position: {"key": key(position), "year": era_fiscal_year(int(years[position]))}
