"""Words by which people assess a year of a 取組, and those by which they say how it goes on."""

from __future__ import annotations

from typing import Literal

from kdx_metrics.plan.strategy.part import Part, Word

Meaning = Literal["completed", "on_track", "slightly_behind", "behind", "not_evaluable"]


class Assessment(Part):
    """One rating word of the city (A, ◎), what it says, and the rating that it `means`."""

    word: Word
    about: str = ""
    means: Meaning
    aliases: tuple[Word, ...] = ()


class Directions(Part):
    """Words of 今後の方向性."""

    words: tuple[Word, ...] = ("拡充", "継続", "改善", "縮小", "統合", "終了")
