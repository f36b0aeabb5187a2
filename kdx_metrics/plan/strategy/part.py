"""Base of the parts of a strategy, and the rule that one word means one thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kdx_metrics.plan.text import fold

Word = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """One section of strategy.toml: frozen, and without a key that the program does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def refuse_shared_words(meanings: Iterable[tuple[str, str]], message: str) -> None:
    """Raise ValueError when one word, as compared, stands for two things."""
    owner: dict[str, str] = {}
    for meaning, word in meanings:
        if owner.setdefault(fold(word), meaning) != meaning:
            raise ValueError(message.format(word=word))
