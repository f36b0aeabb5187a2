"""Words by which people assess a year of a 取組, and those by which they say how it goes on."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from kdx_metrics.plan.strategy.part import Part, Word

Onward = Literal["continue", "review", "close"]  # ways in which a 取組 can go on in the next 期
Meaning = Literal["completed", "on_track", "slightly_behind", "behind", "not_evaluable"]


class Assessment(Part):
    """One rating word of the city (A, ◎), what it says, and the rating that it `means`."""

    word: Word
    about: str = ""
    means: Meaning
    aliases: tuple[Word, ...] = ()


class Directions(Part):
    """Words of 今後の方向性: those of `close` end a 取組, those of `review` change it, by all others it goes on."""

    words: tuple[Word, ...] = ("拡充", "継続", "改善", "縮小", "統合", "終了")
    review: tuple[Word, ...] = ("改善", "縮小")
    close: tuple[Word, ...] = ("統合", "終了", "廃止")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for name in self.model_fields_set & {"review", "close"}:
            if unknown := next((word for word in getattr(self, name) if word not in self.words), None):
                raise ValueError(f"[directions] {name} の「{unknown}」が words にありません")
        if both := next((word for word in self.review if word in self.close), None):
            raise ValueError(f"[directions] 「{both}」が review と close の両方にあります")
        return self

    def onward(self, word: str) -> Onward:
        """The way of going on that a word means."""
        return "close" if word in self.close else "review" if word in self.review else "continue"
