"""The Japanese word and the mark for every rating, class and verdict: one place for screen, chart and paper.

A rating is never shown by colour alone: its mark differs in shape and its word is written beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kdx_metrics.numbers.kpi import KpiResult, spc
from kdx_metrics.numbers.kpi.spc import Assurance, SignalKind
from kdx_metrics.numbers.meeting.attention import ASKED, LATE_KINDS, AttentionItem
from kdx_metrics.numbers.meeting.carry_over import Course
from kdx_metrics.numbers.meeting.reporting_status import ReportingState
from kdx_metrics.plan.formats import NO_VALUE
from kdx_metrics.plan.strategy import Onward


class Word(NamedTuple):
    """A mark of `marks.MARKS`, told apart by shape, and the word that it stands before; some words have none."""

    mark: str
    word: str

    @property
    def label(self) -> str:
        """`● 順調`, or the word alone."""
        return f"{self.mark} {self.word}".lstrip()


NO_DATA = "データなし"
NOT_EVALUABLE = "評価不能"

RATING_WORDS: Mapping[str, Word] = {
    "behind": Word("■", "遅れ"),
    "slightly_behind": Word("◐", "やや遅れ"),
    "not_reported": Word("？", "未報告"),
    "not_evaluable": Word("⊘", NOT_EVALUABLE),
    "on_track": Word("●", "順調"),
    "completed": Word("✓", "完了"),
    "not_started": Word("□", "開始前"),
    "excluded": Word("／", "対象外"),
}

KPI_RATING_WORDS: Mapping[str, Word] = {
    "behind": Word("■", "遅れ"),
    "worsened": Word("", "後退"),
    "deviated": Word("", "逸脱"),
    "slightly_behind": Word("◐", "やや遅れ"),
    "not_evaluable": Word("？", "データなし"),
    "on_track": Word("●", "順調"),
    "maintained": Word("", "維持"),
    "achieved": Word("✓", "達成"),
}

# Of the states of a gap: behind, about to be, well.
STATE_WORDS: Mapping[str, str] = {
    "behind": "遅れ",
    "slightly_behind": "注意",
    "on_track": "順調",
}

ATTENTION_WORDS: Mapping[str, Word] = {
    "past_due": Word("", "期限超過"),
    "behind": Word("■", "遅れ"),
    "kpi_worsened": Word("", "指標が後退"),
    "kpi_deviated": Word("", "指標が逸脱"),
    "kpi_forecast_short": Word("", "指標が未達見込み"),
    "kpi_behind": Word("", "指標が遅れ"),
    "not_reported": Word("？", "未報告"),
    "period_end": Word("", "期末が近い"),
    "ratings_differ": Word("", "評価の食い違い"),
    "under_review": Word("", "見直し"),
    ASKED: Word("", "本部への依頼"),
}

DIRECTION_WORDS: Mapping[str, Word] = {
    "増加": Word("↑", "増やす"),
    "減少": Word("↓", "減らす"),
    "維持": Word("→", "保つ"),
    "以上": Word("≧", "一定以上に保つ"),
    "以下": Word("≦", "一定以下に保つ"),
    "減少抑制": Word("↘", "減り方を抑える"),
    "増加抑制": Word("↗", "増え方を抑える"),
}

VERDICT_WORDS: Mapping[str, str] = {"likely": "達成見込み", "unlikely": "未達見込み", "uncertain": "不確か"}

ASSURANCE_WORDS: Mapping[Assurance, str] = {
    "never": "仕組みを変えない限り未達",
    "always": "安定して達成",
    "by_chance": "当たり外れ",
}

COURSE_WORDS: Mapping[Course, str] = {
    "completed": "完了",
    "in_time": "期末までに完了見込み",
    "late": "間に合わない見込み",
    "unknown": "見通しなし",
    "excluded": "対象外",
}

ONWARD_WORDS: Mapping[Onward, str] = {"continue": "継続", "review": "見直し", "close": "中止"}

REPORTING_WORDS: Mapping[ReportingState, str] = {
    "complete": "済",
    "partial": "一部",
    "none": "まだ",
    "nothing_owed": "対象なし",
}

NO_ACTIONS = "取組なし"
NOTHING_TO_COMPARE = "比べるものがありません"
NONE_LATE = "遅れている取組はありません。"
UNPLANNED = "計画策定前"  # of a 期 whose rows are hardly written yet
PROVISIONAL = "途中"
STALE = "古い値"
WORSE_THAN_BASELINE = "基準より悪化"
UNDER_REVIEW = "見直し"
OVERDUE = "期限切れ"
SAMPLES = "サンプルデータを含みます。実際の進捗ではありません。"
TITLES_NAMED, TITLES_ROOM = 3, 52  # 取組 named in one line, and characters of their names that a screen has room for

# What is written → the rating in whose colour it is set on paper.
_TONES: Mapping[str, str] = (
    {word.label: rating for words in (RATING_WORDS, KPI_RATING_WORDS) for rating, word in words.items()}
    | {ATTENTION_WORDS[kind].label: "behind" for kind in LATE_KINDS}
    | {VERDICT_WORDS["likely"]: "on_track", VERDICT_WORDS["unlikely"]: "behind", OVERDUE: "behind"}
)


def rating_label(rating: str) -> str:
    """`● 順調` of an action's rating."""
    return RATING_WORDS[rating].label


def kpi_word(kpi: KpiResult) -> Word:
    """Rating of a KPI: データなし only where it has no value."""
    judged = kpi.rating != "not_evaluable" or kpi.actual is None
    return KPI_RATING_WORDS[kpi.rating] if judged else RATING_WORDS["not_evaluable"]


def rating_and_review(rating: str, status: str) -> str:
    """`■ 遅れ(見直し)`: an action's rating, marked where its 状況 is 見直し."""
    return rating_label(rating) + (f"({UNDER_REVIEW})" if status == UNDER_REVIEW else "")


def tone(text: str) -> str | None:
    """The rating in whose colour a label is set, with or without a remark in brackets; None for any other text."""
    return _TONES.get(text.partition("(")[0])


def attention_word(item: AttentionItem) -> Word:
    """Class of a line of the attention list; 評価不能 where people have said so."""
    by_people = item.kind == "not_reported" and item.assessed is not None
    return RATING_WORDS["not_evaluable"] if by_people else ATTENTION_WORDS[item.kind]


def verdict_label(verdict: str | None) -> str:
    """`達成見込み` of a KPI's forecast, `－` where it says nothing."""
    return NO_VALUE if verdict is None else VERDICT_WORDS[verdict]


def signal_word(kind: SignalKind) -> str:
    """Name of a pattern in an XmR chart."""
    words: Mapping[SignalKind, str] = {
        "outside": "限界の外",
        "run": f"平均の片側に{spc.RUN}点以上",
        "trend": f"{spc.RUN}点以上の上昇・下降",
        "two_of_three": "3点のうち2点が限界の近く",
    }
    return words[kind]


def counts_in_words(ratings: Mapping[str, int]) -> str:
    """`順調 3件、遅れ 1件`: the ratings that occur, in the fixed order; データなし when none does."""
    parts = [f"{word.word} {ratings[name]}件" for name, word in RATING_WORDS.items() if ratings.get(name)]
    return "、".join(parts) or NO_DATA


def titles_in_words(titles: Sequence[str]) -> str:
    """`4件 「窓口」、「申請」(2件)ほか1件`: how many, and the first by name, as many as one line has room for."""
    counts = Counter(titles)
    named = [f"「{title}」" + (f"({count}件)" if count > 1 else "") for title, count in counts.items()][:TITLES_NAMED]
    while named[1:] and len("".join(named)) > TITLES_ROOM:
        named.pop()
    rest = sum(list(counts.values())[len(named) :])
    return f"{len(titles)}件 {'、'.join(named)}" + (f"ほか{rest}件" if rest else "")
