"""Sentences about what people say of a 取組: their rating in the city's word, and where it and the 進捗率 differ.

A city's own word stands in 「」 after 自己評価 or 本部評価, never as a bare mark (charts.md, "One picture language").
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kdx_metrics.numbers.assessment import BY_BOARD, BY_DEPARTMENT
from kdx_metrics.numbers.meeting.attention import Assessed
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year, fiscal_year, fiscal_year_end
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.words import PROVISIONAL, RATING_WORDS

BY_WORDS: Mapping[str, str] = {BY_DEPARTMENT: "自己評価", BY_BOARD: "本部評価"}
OUTDATED = "最後の評価は前の年度より古いため、数えていません"


def of_row(row: Any) -> Assessed | None:  # noqa: ANN401  # a row of progress.rate
    """Words of people on a rated row, None where nobody has assessed it."""
    if not row.assessment:
        return None
    return Assessed(row.assessment, row.assessment_year, row.assessed_by, row.means, row.assessment_reason, row.by_gap)


def rating(assessed: Assessed, as_of: date) -> str:
    """`令和7年度の本部評価「C」`, with 途中 while its 年度 runs."""
    return f"{year(assessed.year, as_of)}の{short(assessed)}"


def short(assessed: Assessed) -> str:
    """`本部評価「C」`."""
    return f"{BY_WORDS[assessed.by]}「{assessed.word}」"


def year(number: int, as_of: date) -> str:
    """`令和8年度(途中)`; an ended 年度 without the remark."""
    runs = number == fiscal_year(as_of) and as_of < fiscal_year_end(number)
    return era_fiscal_year(number) + (f"({PROVISIONAL})" if runs else "")


def in_full(row: Any) -> str:  # noqa: ANN401  # a row of progress.rate
    """`食い違い・本部評価「C」(令和7年度)`, "" where nobody has assessed the row."""
    assessed = of_row(row)
    if assessed is None:
        return ""
    runs = f"・{PROVISIONAL}" if row.assessment_runs else ""
    differs = "食い違い・" if row.differs else ""
    return f"{differs}{short(assessed)}({era_fiscal_year(assessed.year)}{runs})"


def in_list(row: Any) -> str:  # noqa: ANN401  # a row of progress.rate
    """`食い違い・本部「C」(令和7年度)`: the same under a head that says 評価."""
    return in_full(row).replace("評価「", "「")


def on_paper(row: Any) -> str:  # noqa: ANN401  # a row of progress.rate
    """`本部「C」 令和7年度`: the same for a narrow column, in which the 年度 takes a line of its own."""
    return in_list(row).replace("(", " ").replace(")", "")


def year_differs(own: str, board: str, by_gap: str) -> str:
    """`進捗率からは順調・本部評価が自己評価と違う`, of the differences that there are in a 年度."""
    return "・".join(
        [
            *([f"進捗率からは{RATING_WORDS[by_gap].word}"] if by_gap else []),
            *(["本部評価が自己評価と違う"] if own and board and own != board else []),
        ]
    )


def legend(strategy: Strategy) -> str:
    """`評価の語: A 計画を上回る・B 計画どおり`, of a city that has said what its words mean.

    No line ends between a word and its meaning.
    """
    named = "・".join(f"{each.word}\u00a0{each.about}" for each in strategy.assessments if each.about)
    return f"評価の語: {named}" if named else ""


def meaning(assessed: Assessed) -> str:
    """`遅れ`: rating that the word means."""
    return RATING_WORDS[assessed.means].word


def is_rated(assessed: Assessed, as_of: date) -> str:
    """`令和7年度の本部評価は「C」(遅れ)です`, with its reason."""
    by, why = BY_WORDS[assessed.by], f"理由: {assessed.reason}" if assessed.reason else ""
    word = meaning(assessed)
    explained = "" if word == assessed.word else f"({word})"
    sentence = f"{year(assessed.year, as_of)}の{by}は「{assessed.word}」{explained}です"
    return f"{sentence}({why})" if why else sentence


def differs(assessed: Assessed, as_of: date) -> str:
    """`進捗率からは順調ですが、令和7年度の本部評価は「C」(遅れ)です`."""
    return f"進捗率からは{RATING_WORDS[assessed.by_gap].word}ですが、{is_rated(assessed, as_of)}"
