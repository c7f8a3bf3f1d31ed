"""An author's colours stay what they are, and can be read in both schemes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.layout.geometry import Box
from live_diagrams.svg.colours import Schemes, parse_rgb
from live_diagrams.svg.contrast import (
    INK,
    LINE_RATIO,
    PAGE,
    SURFACE,
    TEXT_RATIO,
    Backgrounds,
    adjust_fill,
    contrast_ratio,
    make_ink_legible,
    make_legible,
)

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    # The values of webaim.org/resources/contrastchecker and of the examples in WCAG's techniques.
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#abc", "#abc", 1),
    ],
)
def test_the_ratio_is_that_of_wcag(one, other, expected):
    assert contrast_ratio(parse_rgb(one), parse_rgb(other)) == pytest.approx(expected, abs=0.005)


@given(COLOURS, st.sampled_from([PAGE, SURFACE]), st.sampled_from([TEXT_RATIO, LINE_RATIO]))
def test_any_colour_becomes_legible_in_both_schemes(colour, on, least):
    legible = make_legible(colour, [on], least) or Schemes(colour, colour)
    assert contrast_ratio(legible.light, on.light) >= least
    assert contrast_ratio(legible.dark, on.dark) >= least


@given(COLOURS)
def test_a_colour_that_is_legible_stays(colour):
    if contrast_ratio(colour, PAGE.light) >= TEXT_RATIO:
        legible = make_legible(colour, [PAGE], TEXT_RATIO)
        assert legible is None or legible.light == colour


@given(COLOURS, COLOURS)
def test_a_line_over_two_backgrounds_is_seen_on_both_where_that_is_possible(colour, other):
    both = [PAGE, Schemes(other, other)]
    legible = make_legible(colour, both, LINE_RATIO) or Schemes(colour, colour)
    for shade, one, two in zip(legible, PAGE, (other, other), strict=True):
        worst = min(contrast_ratio(shade, one), contrast_ratio(shade, two))
        if contrast_ratio(one, two) >= 12:  # far enough apart for a shade between them with 3:1 to both
            assert worst >= LINE_RATIO
        assert worst >= min(LINE_RATIO, contrast_ratio(colour, one), contrast_ratio(colour, two))


def test_a_line_that_leaves_a_dark_box_is_seen_inside_and_outside():
    backgrounds = Backgrounds()
    backgrounds.add_fill(Box(0, 0, 10, 10), Schemes((0, 0, 128), (0, 0, 128)))
    over = backgrounds.colours_at([(5, 5), (15, 5)])
    assert over == {PAGE, Schemes((0, 0, 128), (0, 0, 128))}
    legible = make_legible((0, 0, 0), over, LINE_RATIO)
    assert all(contrast_ratio(legible.light, ground.light) >= LINE_RATIO for ground in over)


@given(COLOURS)
def test_the_default_ink_can_be_read_on_any_fill(fill):
    adjusted = adjust_fill(fill) or Schemes(fill, fill)
    ink = make_ink_legible(adjusted) or INK
    assert adjusted.light == fill
    assert contrast_ratio(ink.light, adjusted.light) >= TEXT_RATIO
    assert contrast_ratio(ink.dark, adjusted.dark) >= TEXT_RATIO


@given(COLOURS)
def test_red_stays_reddish(colour):
    """What is added is black or white: the order of the parts does not change."""
    legible = make_legible(colour, [PAGE], TEXT_RATIO) or Schemes(colour, colour)
    for shade in legible:
        for i in range(3):
            for j in range(3):
                if colour[i] > colour[j]:
                    assert shade[i] >= shade[j] - 1
