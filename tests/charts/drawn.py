"""Queries of a drawn figure."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType


def trace(drawn: go.Figure, name: str) -> BaseTraceType:
    """The only trace of that name."""
    (named,) = [trace for trace in drawn.data if trace.name == name]
    return named


def names(drawn: go.Figure) -> list[str]:
    """Names of all traces, in drawing order."""
    return [trace.name for trace in drawn.data]


def labels(drawn: go.Figure) -> list[str]:
    """Texts of all annotations."""
    return [annotation.text for annotation in drawn.layout.annotations]


def hover(drawn: go.Figure) -> list[str]:
    """Every hover text of every trace."""
    return [text for trace in drawn.data for text in (trace.hovertext or ())]


def everything_written(drawn: go.Figure) -> list[str]:
    """All texts that plotly may read as markup, in annotations, labels, hover boxes, ticks and names."""
    ticks = [text for axis in (drawn.layout.xaxis, drawn.layout.yaxis) for text in (axis.ticktext or ())]
    written = [text for trace in drawn.data for text in (trace.text or ())]
    return [text for text in [*labels(drawn), *written, *hover(drawn), *ticks, *names(drawn)] if text]
