"""A drawing is what our painter makes, or it is refused; `parse_drawing` validates every drawing of tests."""

from __future__ import annotations

import time

import pytest
from live_diagrams.svg.validation import validate_body

SHAPE = '<rect x="1" y="-2.5" width="30" height="4" rx="2.5" fill="var(--ld-line,#5b6b7b)" stroke="none"/>'
TEXT = (
    '<text x="1" y="2" text-anchor="middle" fill="#a0b1c2" style="fill:light-dark(#000,#fff)">a &lt; b</text>'
)
NODE = f'<g class="node" id="<>-node-a" data-node="a" data-kind="Pod">{SHAPE}{TEXT}</g>'
LINK = f'<g class="node" id="<>-node-b" data-node="b"><a xlink:href="/b" aria-label="b">{TEXT}</a></g>'
ICON = '<use xlink:href="#ld-icon-0123456789" x="1" y="2" width="3" height="4"/>'


def draw(content: str) -> str:
    return f'<g transform="translate(4 100.5)">{content}</g>'


@pytest.mark.parametrize(
    "content",
    [
        NODE + LINK,
        f'<g class="edge" id="<>-e" data-from="a" data-to="b" data-steps="1 -2">{SHAPE}</g>',
        '<text x="1" y="2" fill="red"><tspan fill="red" font-weight="bold">a</tspan><tspan>b</tspan></text>',
        f'<g class="node" id="<>-n">{SHAPE}{ICON}<g fill="none" stroke-linejoin="round">{SHAPE}</g></g>',
        '<path d="M1,2C3,4 5,6 7,8" fill="none" stroke="light-dark(#000,#fff)" stroke-dasharray="5,2"/>',
        "",
    ],
)
def test_what_the_painter_makes_is_accepted(content: str) -> None:
    validate_body(draw(content))


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        '<image xlink:href="https://example.com/x"/>',
        "<foreignObject><b>x</b></foreignObject>",
        "<title>x</title>",
        "<style>*{color:red}</style>",
        '<animate attributeName="href" to="javascript:x"/>',
        SHAPE.replace("<rect", '<rect onload="x"'),
        SHAPE.replace("<rect", '<rect filter="url(#x)"'),
        SHAPE.replace("<rect", "<rect\n"),
        SHAPE.replace("var(--ld-line,#5b6b7b)", "url(https://example.com/x)"),
        SHAPE.replace("var(--ld-line,#5b6b7b)", "var(--md-x,url(x))"),
        TEXT.replace("fill:light-dark(#000,#fff)", "background:url(https://example.com/x)"),
        TEXT.replace("&lt;", "<"),
        TEXT.replace("&lt;", "&#60;"),
        TEXT.replace("&lt;", "&nbsp;"),
        TEXT.replace("&lt;", "\x00"),
        LINK.replace('"/b"', '"javascript:alert(1)"'),
        LINK.replace('"/b"', '"JAVASCRIPT&#x3a;alert(1)"'),
        LINK.replace('"/b"', '"data:text/html,x"'),
        LINK.replace('"/b"', '"/b" target="_top"'),
        ICON.replace("#ld-icon-0123456789", "https://example.com/x"),
        ICON.replace("#ld-icon-0123456789", "#ld-icon-other"),
        NODE.replace('data-kind="Pod"', 'data-md-component="x"'),
        NODE.replace('id="<>-node-a"', 'id="liveDiagrams"'),
        NODE.replace('data-kind="Pod"', "data-kind='Pod'"),
        "<!-- x -->",
        "<![CDATA[x]]>",
        "<?xml version='1.0'?>",
        "plain text",
        "</g></svg><b>out</b><svg><g>",
        "<text>" + NODE + "</text>",
        f'<a xlink:href="/" aria-label="a">{LINK}</a>',
    ],
)
def test_anything_else_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match="it"):
        validate_body(draw(content))


@pytest.mark.parametrize("body", ["", "text", draw("") + "x", draw("")[:-1], draw("") * 2 + "</g>"])
def test_a_body_that_is_no_drawing_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="it"):
        validate_body(body)


@pytest.mark.parametrize(
    "tail", ['<rect x="', '<text x="1">' + "&lt;" * 9, "<g " + 'class="a" ' * 9, "<" * 9, "light-dark("]
)
def test_a_hostile_body_takes_no_longer_than_a_good_one(tail: str) -> None:
    """The time grows with the length, whatever the text is."""
    body = draw(NODE * 2000)[:-4] + tail * 20_000
    start = time.process_time()
    with pytest.raises(ValueError, match="it"):
        validate_body(body)
    assert time.process_time() - start < 2
