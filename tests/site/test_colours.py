"""Colours: whatever a show asks for can be read, in light and in dark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.site.colours import (
    CONTROL_CONTRAST,
    TEXT_CONTRAST,
    contrast,
    luminance,
    parse_colour,
    plan_palette,
    render_colour,
    render_palettes,
)

CHANNELS = st.integers(0, 255)
COLOURS = st.tuples(CHANNELS, CHANNELS, CHANNELS).map(render_colour)


@given(COLOURS, COLOURS, st.booleans())
def test_every_word_can_be_read_on_every_ground(accent: str, background: str, dark: bool) -> None:
    """At least 4.5 to 1 for text, whatever two colours the show names."""
    palette = plan_palette(accent, background, dark=dark)
    for ground in (palette.paper, palette.card, palette.tint):
        assert contrast(palette.ink, ground) >= 7
        assert contrast(palette.quiet, ground) >= TEXT_CONTRAST
        assert contrast(palette.accent, ground) >= TEXT_CONTRAST
    assert contrast(palette.on_accent, palette.accent) >= TEXT_CONTRAST
    assert contrast(palette.on_fill, palette.fill) >= TEXT_CONTRAST


@given(COLOURS, COLOURS, st.booleans())
def test_every_control_can_be_seen_on_every_ground(accent: str, background: str, dark: bool) -> None:
    """At least 3 to 1 for what is pressed or filled in."""
    palette = plan_palette(accent, background, dark=dark)
    for ground in (palette.paper, palette.card, palette.tint):
        assert contrast(palette.fill, ground) >= CONTROL_CONTRAST
        assert contrast(palette.edge, ground) >= CONTROL_CONTRAST


@given(COLOURS, COLOURS)
def test_light_is_light_and_dark_is_dark(accent: str, background: str) -> None:
    """Whoever asks for dark pages is not dazzled by a show's white."""
    assert luminance(plan_palette(accent, background, dark=False).paper) > 0.7
    assert luminance(plan_palette(accent, background, dark=True).paper) < 0.03


def test_colours_that_can_be_read_stay_as_they_are() -> None:
    """A show gets what it asked for wherever that works."""
    light = plan_palette("#0b6e4f", "#fbf7f0", dark=False)
    assert (render_colour(light.accent), render_colour(light.paper)) == ("#0b6e4f", "#fbf7f0")
    assert render_colour(plan_palette("#ffd166", "#101418", dark=True).paper) == "#101418"


def test_a_button_is_nearer_to_the_shows_colour_than_words_are() -> None:
    """Text needs more contrast than a surface; the words on the button are black then."""
    light = plan_palette("#ee8800", "#ffffff", dark=False)
    asked = parse_colour("#ee8800")
    assert contrast(light.fill, asked) < contrast(light.accent, asked)
    assert light.on_fill == (0, 0, 0)


@pytest.mark.parametrize("name", ["paper", "card", "tint", "ink", "quiet", "accent", "on-accent", "on-fill"])
def test_both_schemes_name_every_colour(name: str) -> None:
    """The stylesheet finds each of them whatever people prefer."""
    assert render_palettes("#0a6", "#fff").count(f"--{name}: #") == 2
