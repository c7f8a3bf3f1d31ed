"""An author's colours stay what they are, and can be read in both schemes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.layout.geometry import Box
from live_diagrams.svg.contrast import (
    INK,
    LINE,
    PAGE,
    SURFACE,
    TEXT,
    Backgrounds,
    Schemes,
    adjust_fill,
    contrast_ratio,
    make_legible,
    parse_rgb,
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


@given(COLOURS, st.sampled_from([PAGE, SURFACE]), st.sampled_from([TEXT, LINE]))
def test_any_colour_becomes_legible_in_both_schemes(colour, on, least):
    found = make_legible(colour, [on], least) or Schemes(colour, colour)
    assert contrast_ratio(found.light, on.light) >= least
    assert contrast_ratio(found.dark, on.dark) >= least


@given(COLOURS)
def test_a_colour_that_is_legible_stays(colour):
    if contrast_ratio(colour, PAGE.light) >= TEXT:
        found = make_legible(colour, [PAGE], TEXT)
        assert found is None or found.light == colour


@given(COLOURS, COLOURS)
def test_a_line_over_two_grounds_is_seen_on_both_where_that_can_be(colour, other):
    both = [PAGE, Schemes(other, other)]
    found = make_legible(colour, both, LINE) or Schemes(colour, colour)
    for shade, one, two in zip(found, PAGE, (other, other), strict=True):
        worst = min(contrast_ratio(shade, one), contrast_ratio(shade, two))
        if contrast_ratio(one, two) >= 12:  # far enough apart for a shade between them with 3:1 to both
            assert worst >= LINE
        assert worst >= min(LINE, contrast_ratio(colour, one), contrast_ratio(colour, two))


def test_a_line_that_leaves_a_dark_box_is_seen_inside_and_outside():
    grounds = Backgrounds()
    grounds.add_fill(Box(0, 0, 10, 10), Schemes((0, 0, 128), (0, 0, 128)))
    over = grounds.colours_at([(5, 5), (15, 5)])
    assert over == {PAGE, Schemes((0, 0, 128), (0, 0, 128))}
    found = make_legible((0, 0, 0), over, LINE)
    assert all(contrast_ratio(found.light, ground.light) >= LINE for ground in over)


@given(COLOURS)
def test_the_house_ink_can_be_read_on_any_fill(fill):
    found = adjust_fill(fill) or Schemes(fill, fill)
    assert contrast_ratio(INK.light, found.light) >= TEXT
    assert contrast_ratio(INK.dark, found.dark) >= TEXT


@given(COLOURS)
def test_red_stays_reddish(colour):
    """What is added is black or white: the order of the parts does not change."""
    found = make_legible(colour, [PAGE], TEXT) or Schemes(colour, colour)
    for shade in found:
        for i in range(3):
            for j in range(3):
                if colour[i] > colour[j]:
                    assert shade[i] >= shade[j] - 1


@pytest.mark.parametrize(
    "colour", ["none", "transparent", "", "var(--x)", "#12345", "#11223344", "no-colour"]
)
def test_what_is_no_opaque_colour_is_left_alone(colour):
    assert parse_rgb(colour) is None


def test_names_and_numbers_are_colours():
    assert parse_rgb("firebrick") == (178, 34, 34)
    assert parse_rgb("#b22222") == parse_rgb("#B22222ff") == (178, 34, 34)
