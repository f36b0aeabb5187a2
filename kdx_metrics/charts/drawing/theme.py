"""Colours, type sizes and layout template of all figures, and plotly's configuration in the browser.

The lightness of rating colours differs by at least 10 L*, so that greyscale print keeps them apart, and the colours
by at least 20 ΔE*ab in each of the three colour-vision deficiencies. Ratings without a colour of their own differ by
pattern. The tests compute these distances for both modes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import plotly.graph_objects as go

Figure = go.Figure  # for type annotations in pages, which do not import plotly
Mode = Literal["light", "dark"]
Size = Literal["screen", "meeting", "paper"]

FONT = '"Noto Sans JP", "BIZ UDPGothic", "Hiragino Sans", "Yu Gothic UI", Meiryo, "Noto Sans CJK JP", sans-serif'

PLOTLY_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "locale": "ja",
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
    "showTips": False,
    "typesetMath": False,
}


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of a rating: `fill` of its marks, `ink` of labels on them, `text` of its word on the page.

    A rating with a `pattern` (plotly's sign for a hatching) is drawn as that hatching in `fill` on `ground`.
    """

    fill: str
    ink: str
    text: str
    ground: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one mode; `ratings` holds a Look per rating of actions and KPIs.

    `bar` is the quiet one of bars beside which the gap to the plan stands out; `better` and `worse` are those of a
    process behaviour chart, which knows no ratings.
    """

    page: str
    panel: str
    ink: str
    quiet: str
    grid: str
    key: str
    on_key: str
    accent: str
    track: str
    band: str
    bar: str
    better: str
    worse: str
    ratings: Mapping[str, Look]


@dataclass(frozen=True, slots=True)
class Scale:
    """Type sizes in px and the factor by which rows and marks are scaled with them."""

    text: int
    small: int
    strong: int
    factor: float


SCALES: Mapping[Size, Scale] = {
    "screen": Scale(text=16, small=14, strong=18, factor=1.0),
    "meeting": Scale(text=22, small=20, strong=26, factor=1.4),
    "paper": Scale(text=14, small=12, strong=16, factor=0.9),
}


def _looks(fills: Mapping[str, tuple[str, str, str]], page: str, grey: str, quiet: str) -> dict[str, Look]:
    looks = {name: Look(fill, ink, text, page) for name, (fill, ink, text) in fills.items()}
    looks["not_started"] = Look(grey, quiet, quiet, page, ".")
    looks["not_reported"] = Look(grey, quiet, quiet, page, "/")
    looks["not_evaluable"] = Look(grey, quiet, quiet, page, "x")
    looks["excluded"] = Look(grey, quiet, quiet, page, "-")
    return looks | {
        "achieved": looks["completed"],
        "maintained": looks["on_track"],
        "worsened": looks["behind"],
        "deviated": looks["behind"],
    }


PALETTES: Mapping[Mode, Palette] = {
    "light": Palette(
        page="#FFFFFF",
        panel="#F8F8FB",
        ink="#1A1A1A",
        quiet="#626264",
        grid="#E6E6EB",
        key="#0017C1",
        on_key="#FFFFFF",
        accent="#3460FB",
        track="#E8F1FE",
        band="#F1F4FB",
        bar="#7C86B4",
        better="#3460FB",
        worse="#C25600",
        ratings=_looks(
            {
                "completed": ("#404040", "#FFFFFF", "#404040"),
                "on_track": ("#1B824F", "#FFFFFF", "#197A4B"),
                "slightly_behind": ("#B48700", "#1A1A1A", "#7A5C00"),
                "behind": ("#B50000", "#FFFFFF", "#B50000"),
            },
            page="#FFFFFF",
            grey="#767676",
            quiet="#626264",
        ),
    ),
    "dark": Palette(
        page="#14171D",
        panel="#1D2129",
        ink="#F2F3F5",
        quiet="#B4B7BF",
        grid="#333844",
        key="#7C9DFA",
        on_key="#0B0D12",
        accent="#A9C0FF",
        track="#2A3040",
        band="#1B202B",
        bar="#6F86B5",
        better="#7C9DFA",
        worse="#F28C3C",
        ratings=_looks(
            {
                "completed": ("#9EA2AC", "#0B0D12", "#B4B7BF"),
                "on_track": ("#62D6A0", "#0B0D12", "#62D6A0"),
                "slightly_behind": ("#FFDF6B", "#0B0D12", "#FFDF6B"),
                "behind": ("#F04337", "#0B0D12", "#FF8A80"),
            },
            page="#14171D",
            grey="#9A9CA3",
            quiet="#B4B7BF",
        ),
    ),
}


@lru_cache(maxsize=8)
def template(mode: Mode, size: Size) -> go.layout.Template:
    """Layout shared by all figures, cached because building it costs more than building most charts."""
    palette, scale = PALETTES[mode], SCALES[size]
    background = palette.page if size == "paper" else "rgba(0,0,0,0)"
    axis = {
        "fixedrange": True,
        "showline": False,
        "zeroline": False,
        "gridcolor": palette.grid,
        "tickfont": {"size": scale.small, "color": palette.ink},
        "title": {"font": {"size": scale.small, "color": palette.quiet}, "standoff": 8},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": scale.text, "color": palette.ink},
            "paper_bgcolor": background,
            "plot_bgcolor": background,
            "colorway": [palette.key],
            "margin": {"l": 8, "r": 12, "t": 8, "b": 8, "pad": 4},
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": palette.panel,
                "bordercolor": palette.quiet,
                "align": "left",
                "namelength": -1,
                "font": {"family": FONT, "size": scale.small, "color": palette.ink},
            },
            "dragmode": False,
            "showlegend": False,
            "barmode": "overlay",
            "legend": {
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": 1,
                "yanchor": "bottom",
                "traceorder": "normal",
                "itemclick": False,
                "itemdoubleclick": False,
                "font": {"size": scale.small, "color": palette.ink},
            },
            "xaxis": axis,
            "yaxis": axis,
        }
    )
