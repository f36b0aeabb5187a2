"""前回評価 × 今回評価: how many 取組 went from which rating to which."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from kdx_metrics.numbers.changes import Move
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.wording.words import RATING_WORDS
from pages.html import css, tag

ABSENT = "(なし)"


def moves_table(moves: Mapping[Move, int]) -> Markup:
    """One row per earlier rating, one column per present one; what stayed is quiet, what became worse stands out."""
    before = _order({before for before, _ in moves})
    after = _order({after for _, after in moves})
    head = tag("tr", tag("th", "前回＼今回", scope="col"), *(tag("th", _word(rating), scope="col") for rating in after))
    body = [
        tag("tr", tag("th", _word(row), scope="row"), *(_cell(row, column, moves) for column in after))
        for row in before
    ]
    table = tag("table", tag("thead", head), tag("tbody", *body), kind="kdx-moves")
    return tag("div", table, kind="kdx-scroll", role="region", tabindex="0", aria_label="前回評価×今回評価")


def _order(ratings: set[str | None]) -> list[str | None]:
    return [*(rating for rating in RATINGS if rating in ratings), *([None] if None in ratings else [])]


def _word(rating: str | None) -> str:
    return ABSENT if rating is None else RATING_WORDS[rating].label


def _cell(before: str | None, after: str | None, moves: Mapping[Move, int]) -> Markup:
    count = moves.get((before, after), 0)
    if not count:
        return tag("td")
    if before == after:
        return tag("td", str(count), kind="kdx-quiet")
    kind = f"kdx-{css(after)}" if after else "kdx-quiet"
    return tag("td", tag("b", f"{count}件"), kind=kind)
