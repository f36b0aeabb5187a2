"""The style of a figure, light or dark and in one of three sizes; the figure, its annotations and its hatchings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from kdx_metrics.charts.drawing.placing import Anchor
from kdx_metrics.charts.drawing.theme import PALETTES, SCALES, Look, Mode, Palette, Scale, Size, template
from kdx_metrics.charts.drawing.ticks import with_room

CENTRE = Anchor("center", "middle")


@dataclass(frozen=True, slots=True)
class Style:
    """Mode and size of a figure; `palette` holds the colours of the mode, `scale` the type sizes of the size."""

    mode: Mode = "light"
    size: Size = "screen"

    @property
    def palette(self) -> Palette:
        """Colours of the mode."""
        return PALETTES[self.mode]

    @property
    def scale(self) -> Scale:
        """Type sizes of the size."""
        return SCALES[self.size]

    def scaled(self, height: float) -> float:
        """Height in px, from the height for the screen."""
        return height * self.scale.factor


SCREEN = Style()


def annotation(  # noqa: PLR0913  # callers name every option
    text: str,
    style: Style,
    *,
    x: object,
    y: object,
    anchor: Anchor = CENTRE,
    of_x: str = "x",
    of_y: str = "y",
    colour: str = "",
    px: int = 0,
    ground: bool = False,
    over_lines: bool = False,
    align: str = "center",
) -> dict[str, Any]:
    """Annotation of escaped `text` at (x, y) on the axes or, with `of_x` or `of_y` "paper", in shares of the plot.

    The colour is by default the ink's, the size the small one's. `ground` puts the page's colour behind the text,
    `over_lines` a halo of it.
    """
    font: dict[str, Any] = {"size": px or style.scale.small, "color": colour or style.palette.ink}
    if over_lines:
        font["shadow"] = halo(style.palette)
    label = {"x": x, "y": y, "xref": of_x, "yref": of_y, "text": text, "showarrow": False, "align": align}
    label |= {"font": font, "borderpad": 1 if ground else 0}
    if ground:
        label["bgcolor"] = style.palette.page
    return anchor.apply(label)


def note(text: str, style: Style) -> dict[str, Any]:
    """Annotation in the middle of an empty plot."""
    return annotation(text, style, x=0.5, y=0.5, of_x="paper", of_y="paper", px=style.scale.text)


def halo(palette: Palette) -> str:
    """Text shadow in the page's colour, so that a label stays legible over a line."""
    return ", ".join(f"{x}px {y}px 1px {palette.page}" for x in (-1, 0, 1) for y in (-1, 0, 1))


def figure(traces: Sequence[Any], style: Style, *, height: float, **layout: object) -> go.Figure:
    """Figure of `traces` in the shared template, with shapes and annotations among the keywords of `layout`.

    `height` is in px, the width is the page's. Margins are widened to what the labels of the axes need.
    """
    return go.Figure(
        data=list(traces),
        layout=go.Layout(
            template=template(style.mode, style.size),
            height=round(height),
            autosize=True,
            **with_room(layout, style.scale.small),
        ),
    )


def pattern(look: Look, style: Style) -> dict[str, Any]:
    """Marker of a bar in the colours of `look`, filled or hatched."""
    if not look.pattern:
        return {"color": look.fill, "line": {"width": 0}}
    return {
        "color": look.ground,
        "line": {"color": look.fill, "width": 1},
        "pattern": {
            "shape": look.pattern,
            "fgcolor": look.fill,
            "bgcolor": look.ground,
            "size": round(8 * style.scale.factor),
            "solidity": 0.3,
        },
    }
