"""Rules over the targets of 指標: their side of 基準値, their dates, their way from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.tables.codes import error, warning
from kdx_metrics.plan.tables.rules import Broken, Context, Frame, Mask, Rule, Words, WordsOf, day_at, number_at, text_at

Numbers = NDArray[np.float64]

CURBED = ("減少抑制", "増加抑制")  # a change the wrong way that is to stay small
# Way in which targets go on the path: a 減少抑制 allows a fall, only a slower one. Those of 維持 may go either way.
WAYS = {"増加": 1.0, "以上": 1.0, "増加抑制": 1.0, "減少": -1.0, "以下": -1.0, "減少抑制": -1.0}
_FROM_BASELINE = ("増加", "減少", *CURBED)  # their targets are ahead of 基準値

TARGET_WRONG_SIDE = error(
    "target_wrong_side",
    "目標が方向性と逆",
    "方向性が「{direction}」ですが、最後の目標「{value}」が基準値({baseline})の反対側にあります。",
    "方向性、基準値、目標値のいずれかを直してください。{ways}",
)
SUPPRESSION_TARGET = error(
    "suppression_target",
    "抑制の目標が基準値より先にない",
    "方向性が「{direction}」ですが、目標「{value}」が基準値({baseline})より{side}ありません。",
    "抑制は、変化をどこまでに抑えるかを目標値にします。方向性、基準値、目標値のいずれかを直してください。",
)
TARGET_BEFORE_BASELINE = error(
    "target_before_baseline",
    "目標の期日が基準日以前",
    "目標「{value}」の期日({due})が基準日({on})より後ではありません。",
    "基準日を直すか、この目標を空欄にしてください。",
)
TARGET_DIPS = warning(
    "target_dips",
    "目標が途中で後戻り",
    "方向性が「{direction}」ですが、目標「{value}」がその前({before})より後戻りしています。",
    "意図した目標か確かめてください。",
)


def target_rules(number: int, target: str) -> tuple[Rule, ...]:
    """Rules over the target of one 期, by its position among them."""
    return (
        Rule(TARGET_BEFORE_BASELINE, target, _due_before_baseline(number), _due_words(number)),
        Rule(TARGET_WRONG_SIDE, target, _on_wrong_side(number), side_words),
        Rule(SUPPRESSION_TARGET, target, _not_beyond_baseline(number), side_words),
        Rule(TARGET_DIPS, target, _dips(number), _dip_words(number)),
    )


def targets_of(frame: Frame, context: Context) -> Numbers:
    """One line per period, NaN where it sets no target."""
    return np.array([frame[column].to_numpy() for column in context.table.one_of], dtype="float64")


def ways_of(frame: Frame, directions: Sequence[str] = tuple(WAYS)) -> Numbers:
    """+1 where targets rise, −1 where they fall; NaN for 維持, and for any direction not among `directions`."""
    return np.array([WAYS[each] if each in directions else np.nan for each in frame["direction"]], dtype="float64")


def on_wrong_side(frame: Frame, targets: Numbers) -> Mask:
    """Rows of 増加 and 減少 whose target lies on the other side of 基準値."""
    gain = ways_of(frame, ("増加", "減少")) * (targets - frame["baseline"].to_numpy())
    return np.asarray(gain < 0)


def not_beyond_baseline(frame: Frame, targets: Numbers) -> Mask:
    """Rows of a 抑制 whose target allows no change from 基準値, or one the other way."""
    gain = ways_of(frame, CURBED) * (targets - frame["baseline"].to_numpy())
    return np.asarray(gain <= 0)


def _on_wrong_side(number: int) -> Broken:
    """Rows whose last target is this one and lies on the other side of 基準値."""

    def broken(frame: Frame, context: Context) -> Mask:
        targets = targets_of(frame, context)
        is_last = np.isnan(targets[number + 1 :]).all(axis=0)
        return is_last & on_wrong_side(frame, targets[number])

    return broken


def _not_beyond_baseline(number: int) -> Broken:
    return lambda frame, context: not_beyond_baseline(frame, targets_of(frame, context)[number])


def side_words(frame: Frame, _context: Context) -> Words:
    """Direction, 基準値, and what to say of them."""
    direction, baseline, sign = text_at(frame, "direction"), number_at(frame, "baseline"), ways_of(frame)

    def words(position: int) -> dict[str, str]:
        rises = sign[position] > 0
        beyond, limit = ("下", "以上") if rises else ("上", "以下")
        change, suppressed = ("減り", "減少抑制") if rises else ("増え", "増加抑制")
        return {
            "direction": direction(position),
            "baseline": baseline(position),
            "side": "大きく" if rises else "小さく",
            "ways": f"{beyond}回らないことが目標なら「{limit}」、{change}方を抑えるなら「{suppressed}」にします。",
        }

    return words


def _last_day(number: int, context: Context) -> np.datetime64:
    return np.datetime64(context.strategy.periods[number].last_day)


def _due_before_baseline(number: int) -> Broken:
    """Rows whose target of this 期 is due on 基準日 or before."""

    def broken(frame: Frame, context: Context) -> Mask:
        is_due = frame["baseline_on"].to_numpy() >= _last_day(number, context)
        return np.asarray(is_due & ~np.isnan(targets_of(frame, context)[number]))

    return broken


def _due_words(number: int) -> WordsOf:
    def words(frame: Frame, context: Context) -> Words:
        on, due = day_at(frame, "baseline_on"), str(_last_day(number, context))
        return lambda position: {"on": on(position), "due": due}

    return words


def starts(frame: Frame) -> Numbers:
    """基準値 of the rows whose targets go on from it; NaN for the others."""
    is_from = frame["direction"].isin(_FROM_BASELINE).to_numpy(dtype=bool)
    return np.where(is_from, frame["baseline"].to_numpy(dtype="float64"), np.nan)


def _before(number: int, frame: Frame, context: Context) -> Numbers:
    """The target set before this one, else 基準値 where targets start from it."""
    newest = starts(frame)
    for target in targets_of(frame, context)[:number]:
        newest = np.where(np.isnan(target), newest, target)
    return newest


def _dips(number: int) -> Broken:
    """Rows whose target falls behind the one before, unless another rule is broken."""

    def broken(frame: Frame, context: Context) -> Mask:
        targets = targets_of(frame, context)
        gain = ways_of(frame) * (targets[number] - _before(number, frame, context))
        last = _before(len(targets), frame, context)
        is_told = on_wrong_side(frame, last) | not_beyond_baseline(frame, targets[number])
        return np.asarray((gain < 0) & ~is_told & ~_due_before_baseline(number)(frame, context))

    return broken


def _dip_words(number: int) -> WordsOf:
    def words(frame: Frame, context: Context) -> Words:
        before = _before(number, frame, context)
        direction = text_at(frame, "direction")
        return lambda position: {"direction": direction(position), "before": plain_number(before[position])}

    return words
