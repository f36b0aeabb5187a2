"""用語: the marks of the ratings and the terms of the glossary."""

from __future__ import annotations

from markupsafe import Markup

from kdx_metrics.wording.glossary import glossary
from kdx_metrics.wording.words import RATING_WORDS
from pages.html import definition_list, finding, heading, joined, tag
from pages.view.view import View


def terms(view: View) -> Markup:
    """The marks, each in one line with its word, then each part of the glossary under its title."""
    marks = joined((joined([tag("b", mark), word], "\u00a0") for mark, word in RATING_WORDS.values()), " ")
    spoken = glossary(view.strategy, view.uses)
    parts = (heading(title) + definition_list(texts.items()) for title, texts in spoken.items())
    return joined([*([finding("評価の印: ", marks)] if view.uses("action_plan") else []), *parts])
