"""Colours of authors, as Graphviz understands them, become colours of CSS and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.svg.colours import Schemes, format_hex, parse_rgb, to_css


@pytest.mark.parametrize(
    ("colour", "css"),
    [
        ("red", "red"),
        (" Red ", "red"),
        ("#B22222", "#B22222"),
        ("#b2222280", "#b2222280"),
        ("dodgerblue3", "dodgerblue"),
        ("gray50", "#7f7f7f"),
        ("grey100", "#ffffff"),
        ("gray999", "#ffffff"),
        ("/svg/crimson", "crimson"),
        ("0.0 1.0 1.0", "#ff0000"),
        ("0.333,1,1", "#01ff00"),
        ("", "default"),
        ("red:blue", "default"),
        ("url(http://example.com/x)", "default"),
        ("javascript:alert(1)", "default"),
        (". . .", "default"),
    ],
)
def test_a_colour_of_graphviz_is_one_of_css(colour, css):
    assert to_css(colour, "default") == css


@given(st.text(max_size=30))
def test_nothing_else_gets_into_an_attribute(colour):
    assert re.fullmatch(r"#[0-9a-fA-F]{3,8}|[a-z]+", to_css(colour, "default"))


def test_two_colours_are_one_value_for_both_schemes():
    assert Schemes((255, 0, 0), (0, 16, 255)).to_css() == "light-dark(#ff0000,#0010ff)"
    assert format_hex((1, 2, 3)) == "#010203"


@pytest.mark.parametrize(
    "colour", ["none", "transparent", "", "var(--x)", "#12345", "#11223344", "no-colour"]
)
def test_only_opaque_colours_have_parts(colour):
    assert parse_rgb(colour) is None


def test_names_and_numbers_are_colours():
    assert parse_rgb("firebrick") == (178, 34, 34)
    assert parse_rgb("#b22222") == parse_rgb("#B22222ff") == (178, 34, 34)
