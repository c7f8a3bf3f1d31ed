"""The palette is that of the stylesheet, so a drawing has the same colours with and without it."""

import re
from itertools import chain

import pytest
from live_diagrams.layout import style
from live_diagrams.model import package
from live_diagrams.svg import contrast
from live_diagrams.svg.colours import format_hex
from live_diagrams.svg.palette import COLOURS, HALO_WIDTH, PLACEHOLDERS, SCHEMES

ONLY_IN_PAGES = {"accent"}
"""Variables of the stylesheet that no drawing refers to."""


def read_variables() -> list[dict[str, str]]:
    """Return the variables of each rule for a scheme of the page; `var()` as its fallback."""
    css = (package.ASSETS / "figures.css").read_text(encoding="utf-8")
    rules = re.findall(r"\{([^{}]*--ld-ink:[^{}]*)\}", css)
    return [
        {name: re.sub(r".*, (#\w+)\)+$", r"\1", value) for name, value in pairs if name not in ONLY_IN_PAGES}
        for pairs in (
            re.findall(r"--ld-(\w+): ([^;]+);", rule)
            for rule in rules
            if re.search(r"color-scheme: \w+;", rule)
        )
    ]


def test_the_stylesheet_sets_the_colours_of_the_palette_and_no_others():
    light, *dark = read_variables()
    assert light == SCHEMES["light"]
    assert len(dark) == 2  # for themes that name their scheme, and for all others
    assert all(variables == SCHEMES["dark"] for variables in dark)


@pytest.mark.parametrize("colour", COLOURS, ids=lambda colour: colour.variable)
def test_the_fallback_of_a_variable_is_its_light_colour(colour):
    """A translucent one has an opaque fallback, as it is seen on white: readers of SVG do not agree on it."""
    fallback = colour.css.removeprefix(f"var(--ld-{colour.variable},").removesuffix(")")
    if colour.light.startswith("rgba"):
        *rgb, alpha = map(float, re.findall(r"[\d.]+", colour.light))
        painted = tuple(round(255 + (part - 255) * alpha) for part in rgb)
        expected = tuple(bytes.fromhex(fallback[1:]))
        assert max(abs(a - b) for a, b in zip(painted, expected, strict=True)) <= 6
    else:
        assert re.sub(r"^#(.)(.)(.)$", r"#\1\1\2\2\3\3", fallback) == colour.light


def test_every_colour_that_stands_for_one_of_the_palette_is_resolved():
    assert set(PLACEHOLDERS) == {style.LINE, style.INK, style.SURFACE, style.CLUSTER}
    assert set(PLACEHOLDERS.values()) <= {colour.css for colour in COLOURS}


def test_contrast_is_measured_against_the_palette():
    palette = set(chain(*(scheme.values() for scheme in SCHEMES.values())))
    for schemes in (contrast.PAGE, contrast.SURFACE, contrast.INK, contrast.STROKE):
        assert {format_hex(part) for part in schemes} <= palette


def test_the_stylesheet_knows_the_colours_that_drawings_have_in_pages():
    css = (package.ASSETS / "figures.css").read_text(encoding="utf-8")
    known = set(re.findall(r'\[(?:fill|stroke)="(#\w+)"\] \{ (?:fill|stroke): var\(--ld-(\w+)\)', css))
    assert known == {(colour.literal, colour.variable) for colour in COLOURS}
    assert f"text[paint-order] {{ stroke-width: {HALO_WIDTH}; }}" in css


def test_paged_js_can_read_the_selectors():
    """It takes rules with `-of-type`, and some others, apart at each comma."""
    css = re.sub(
        r"/\*.*?\*/", "", (package.ASSETS / "figures.css").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    selectors = [selector for selector in re.findall(r"([^{}]+)\{", css) if "-of-type" in selector]
    assert selectors
    assert not [selector for selector in selectors if re.search(r"\([^()]*,", selector)]
