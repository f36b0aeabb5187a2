"""Colours keep ratings apart for every eye and on paper, and the pages share them with the figures."""

from __future__ import annotations

import json
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from kdx_metrics.charts.drawing.style import Style, figure
from kdx_metrics.charts.drawing.theme import (
    FONT,
    PALETTES,
    PLOTLY_CONFIG,
    SCALES,
    Mode,
    Palette,
    Size,
    template,
)
from kdx_metrics.numbers.ratings import LATE
from kdx_metrics.wording.words import KPI_RATING_WORDS, RATING_WORDS

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
DEFICIENCIES = {
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
FAR_APART = 20.0  # ΔE*ab, about nine times a just noticeable difference
GREY_STEP = 10.0  # L*, a difference that a greyscale print shows side by side
MODES: tuple[Mode, ...] = ("light", "dark")
SOLID = ("completed", "on_track", "slightly_behind", "behind")
HATCHED = ("not_started", "not_reported", "not_evaluable", "excluded")

Linear = tuple[float, float, float]


def linear(colour: str) -> Linear:
    def channel(start: int) -> float:
        value = int(colour[start : start + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(1), channel(3), channel(5)


def luminance(rgb: Linear) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(linear(first)), luminance(linear(second))))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, deficiency: str) -> Linear:
    rgb = linear(colour)
    row = [sum(weight * part for weight, part in zip(line, rgb, strict=True)) for line in DEFICIENCIES[deficiency]]
    return min(max(row[0], 0), 1), min(max(row[1], 0), 1), min(max(row[2], 0), 1)


def lab(rgb: Linear) -> Linear:
    x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047
    z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883

    def cube_root(value: float) -> float:
        return float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116

    fx, fy, fz = cube_root(x), cube_root(luminance(rgb)), cube_root(z)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(first: Linear, second: Linear) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(lab(first), lab(second), strict=True)) ** 0.5)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("pair", list(combinations(SOLID, 2)))
def test_no_two_ratings_fall_together_for_any_eye(mode: Mode, deficiency: str, pair: tuple[str, str]) -> None:
    looks = PALETTES[mode].ratings
    first, second = (seen(looks[rating].fill, deficiency) for rating in pair)
    assert distance(first, second) >= FAR_APART


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_gap_stands_out_from_its_bar_and_better_from_worse(mode: Mode, deficiency: str) -> None:
    palette = PALETTES[mode]
    pairs = [(palette.bar, palette.ratings[rating].fill) for rating in ("on_track", *LATE)]
    for pair in [*pairs, (palette.better, palette.worse)]:
        first, second = (seen(colour, deficiency) for colour in pair)
        assert distance(first, second) >= FAR_APART, pair


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_a_shortfall_is_told_from_what_is_done_and_from_the_track_by_every_eye(mode: Mode, deficiency: str) -> None:
    palette = PALETTES[mode]
    done, empty, track = (seen(colour, deficiency) for colour in (palette.bar, palette.page, palette.grid))
    assert abs(lab(done)[0] - lab(empty)[0]) >= 3 * GREY_STEP  # solid beside an empty box, in a grey print too
    for rating in ("on_track", *LATE):
        assert distance(seen(palette.ratings[rating].fill, deficiency), track) >= FAR_APART, rating


def test_completed_is_dark_grey_since_blue_means_what_was_done() -> None:
    assert PALETTES["light"].ratings["completed"].fill == "#404040"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("pair", list(combinations(SOLID, 2)))
def test_ratings_stay_apart_in_a_grey_print(mode: Mode, pair: tuple[str, str]) -> None:
    looks = PALETTES[mode].ratings
    first, second = (lab(linear(looks[rating].fill))[0] for rating in pair)
    assert abs(first - second) >= GREY_STEP


@pytest.mark.parametrize("mode", MODES)
def test_grey_ratings_differ_from_all_others_by_their_pattern(mode: Mode) -> None:
    looks = PALETTES[mode].ratings
    assert all(looks[rating].pattern == "" for rating in SOLID)
    assert len({looks[rating].pattern for rating in HATCHED}) == len(HATCHED)
    assert all(looks[rating].pattern for rating in HATCHED)


@pytest.mark.parametrize("mode", MODES)
def test_a_chart_of_all_ratings_needs_no_more_than_five_hues(mode: Mode) -> None:
    looks = PALETTES[mode].ratings
    assert len({looks[rating].fill for rating in RATING_WORDS} - {looks["not_reported"].fill}) <= 5


def grounds(palette: Palette) -> tuple[str, str]:
    return palette.page, palette.panel


@pytest.mark.parametrize("mode", MODES)
def test_marks_stand_out_from_page_and_panel(mode: Mode) -> None:
    palette = PALETTES[mode]
    marks = [look.fill for look in palette.ratings.values()] + [palette.key, palette.accent, palette.quiet]
    marks += [palette.bar, palette.better, palette.worse]
    assert min(contrast(mark, ground) for mark in marks for ground in grounds(palette)) >= 3.0


@pytest.mark.parametrize("mode", MODES)
def test_text_is_readable_on_page_and_panel(mode: Mode) -> None:
    palette = PALETTES[mode]
    texts = [look.text for look in palette.ratings.values()] + [palette.ink, palette.quiet, palette.key]
    assert min(contrast(text, ground) for text in texts for ground in grounds(palette)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_text_is_readable_where_it_stands_on_a_colour(mode: Mode) -> None:
    palette = PALETTES[mode]
    written = [(look.ink, look.ground if look.pattern else look.fill) for look in palette.ratings.values()]
    written += [(palette.on_key, palette.key), (palette.ink, palette.track), (palette.ink, palette.band)]
    assert min(contrast(ink, ground) for ink, ground in written) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_the_plan_mark_is_seen_on_the_empty_track(mode: Mode) -> None:
    palette = PALETTES[mode]
    assert contrast(palette.ink, palette.track) >= 3.0
    assert contrast(palette.page, palette.key) >= 3.0


def test_every_rating_of_actions_and_kpis_has_a_look() -> None:
    for palette in PALETTES.values():
        assert set(palette.ratings) >= {*RATING_WORDS, *KPI_RATING_WORDS}


def test_type_is_large_enough_for_the_room_it_is_read_in() -> None:
    assert (SCALES["screen"].text, SCALES["meeting"].small) == (16, 20)
    assert all(scale.small <= scale.text <= scale.strong for scale in SCALES.values())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", ["screen", "meeting", "paper"])
def test_figures_never_take_plotlys_or_streamlits_default_template(mode: Mode, size: Size) -> None:
    drawn = figure([go.Bar(x=[1], y=[1])], Style(mode, size), height=100)
    assert drawn.layout.template.layout.font.family == FONT
    assert drawn.layout.template.layout.colorway == (PALETTES[mode].key,)
    assert drawn.layout.template == template(mode, size)
    assert drawn.layout.width is None
    assert drawn.layout.height == 100


def test_the_page_shows_through_on_screen_and_paper_is_white() -> None:
    assert template("dark", "screen").layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert template("light", "paper").layout.paper_bgcolor == "#FFFFFF"


def test_the_browser_gets_no_mode_bar_and_japanese() -> None:
    assert PLOTLY_CONFIG["displayModeBar"] is False
    assert PLOTLY_CONFIG["locale"] == "ja"
    assert PLOTLY_CONFIG["scrollZoom"] is False
    json.dumps(PLOTLY_CONFIG)


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    text = (Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    theme: dict[str, Any] = tomllib.loads(text)["theme"]
    return theme


@pytest.mark.parametrize("mode", MODES)
def test_pages_and_figures_share_their_colours(mode: Mode, config: dict[str, Any]) -> None:
    palette, section = PALETTES[mode], config[mode]
    assert section["primaryColor"] == palette.key
    assert section["backgroundColor"] == palette.page
    assert section["secondaryBackgroundColor"] == palette.panel
    assert section["textColor"] == palette.ink
    assert section["redColor"] == palette.ratings["behind"].fill
    assert section["greenTextColor"] == palette.ratings["on_track"].text


@pytest.mark.parametrize("mode", MODES)
def test_chart_colours_are_pinned_with_exactly_ten_each(mode: Mode, config: dict[str, Any]) -> None:
    for name in ("chartCategoricalColors", "chartSequentialColors", "chartDivergingColors"):
        assert len(set(config[mode][name])) == 10
