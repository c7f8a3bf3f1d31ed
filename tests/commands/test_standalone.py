"""A drawing as a file of its own: only its colours are resolved, and all that an author wrote stays."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from live_diagrams.commands.figures import standalone
from live_diagrams.model.figure import Description, Drawing, Figure
from live_diagrams.svg.markup import format_attributes
from live_diagrams.svg.palette import INK

PIECES = st.sampled_from(
    [
        "var(--ld-ink)",
        "var(--ld-nope,#fff)",
        "light-dark(red,blue)",
        ' role="img"',
        ' data-x="1"',
        "<>",
        ">",
        '"',
    ]
)
WORDS = st.lists(PIECES | st.text("ab <&';=", max_size=4), max_size=5).map("".join)


def drawn(words: str) -> Figure:
    """A card in our colours and in an author's, whose label, link and data are those words."""
    card = {"fill": "var(--ld-surface,#fff)", "style": "stroke:light-dark(#aa0000,#ff8888)"}
    ink = {"fill": INK.css, "paint-order": "stroke", "stroke": "var(--ld-halo,#fff)", "stroke-width": "3"}
    group = {"data-node": words, "aria-label": words, "tabindex": "0", "role": "img"}
    link = format_attributes({"xlink:href": words})
    body = (
        f'<g class="node" id="<>-node-a"{format_attributes(group)}><a{link}>'
        f"<rect{format_attributes(card)}/><text{format_attributes(ink)}>{standalone.escape(words)}</text></a></g>"
    )
    return Figure("Words", "", 1, "", Description(), {"wide": Drawing(body, (0, 0, 10, 10))}, "{}")


@given(WORDS)
@example('var(--ld-nope) role="img"')
def test_what_an_author_wrote_stays_as_it_is(words):
    root = ET.fromstring(standalone.write_svg(drawn(words)))
    (text,) = root.iter("{http://www.w3.org/2000/svg}text")
    (link,) = root.iter("{http://www.w3.org/2000/svg}a")
    assert text.text == (words or None)
    assert link.attrib == {"{http://www.w3.org/1999/xlink}href": words}


@pytest.mark.parametrize(
    ("scheme", "surface", "stroke", "halo"),
    [("light", "#ffffff", "#aa0000", "#ffffff"), ("dark", "#2b303b", "#ff8888", "#1e2129")],
)
def test_colours_are_plain(scheme, surface, stroke, halo):
    svg = standalone.write_svg(drawn("a"), scheme=scheme)
    assert f'<rect fill="{surface}" style="stroke:{stroke}"/>' in svg
    assert f'stroke="{halo}"' in svg
    assert not re.search(r"var\(|light-dark\(", svg)


def test_what_only_pages_need_is_left_out():
    root = ET.fromstring(standalone.write_svg(drawn("a")))
    (group,) = root.iter("{http://www.w3.org/2000/svg}g")
    assert group.attrib == {"class": "node", "id": "part-node-a"}


def test_without_a_rim_for_programs_that_cannot_paint_it_behind():
    assert "paint-order" in standalone.write_svg(drawn("a"))
    svg = standalone.write_svg(drawn("a"), halo=False)
    assert "paint-order" not in svg
    assert 'stroke="' not in svg
