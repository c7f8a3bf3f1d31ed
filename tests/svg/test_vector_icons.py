"""SVG icons: what is drawn, what is dropped, and what is refused."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from live_diagrams.svg import icons, vector_icons
from PIL import Image

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="100" height="100">'
)


def clean(body: str) -> str:
    return ET.tostring(vector_icons.clean_svg(f"{HEAD}{body}</svg>".encode()), encoding="unicode")


def render(svg: str) -> Image.Image:
    return Image.open(io.BytesIO(vector_icons.render_svg(svg.encode(), (336, 112)))).convert("RGBA")


def test_shapes_gradients_styles_and_uses_are_drawn() -> None:
    image = render(
        f"""{HEAD}<style>.a{{fill:url( "#g" )}}</style><defs><circle id="c" r="20"/><linearGradient id="g">
        <stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#f00"/></linearGradient></defs>
        <rect class="a" width="100" height="100"/><use xlink:href="#c" x="50" y="50" fill="#00f"/></svg>"""
    )
    assert image.size == (112, 112)
    assert image.getpixel((5, 5)) == (255, 0, 0, 255)
    assert image.getpixel((56, 56)) == (0, 0, 255, 255)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="200" height="100"', (224, 112)),
        ('viewBox="0 0 300 100"', (336, 112)),
        ('viewBox="0 0 1000 100"', (336, 34)),
        ('width="1in" height="96px" viewBox="0 0 3 1"', (112, 112)),
        ('width="100%" height="100%" viewBox="0 0 20 10"', (224, 112)),
        ("", (112, 112)),
    ],
)
def test_the_size_is_its_own_else_that_of_its_view_box(attributes: str, size: tuple[int, int]) -> None:
    shape = '<rect width="9" height="9"/>'
    assert render(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{shape}</svg>').size == size
    assert render(f"<svg {attributes}>{shape}</svg>").size == size  # without a namespace


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_every_encoding_is_known_by_its_first_bytes(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{name}"?><!-- Ä -->{HEAD}</svg>'.encode(encoding)
    assert vector_icons.is_svg(content)
    assert icons.read_size(icons.shrink_image(content, icons.OWN)) == (112, 112)


def test_what_is_not_drawn_is_dropped() -> None:
    assert clean(
        '<script>alert(1)</script><foreignObject><b xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'
        '<animate attributeName="x"/><metadata>m</metadata><text>words</text>'
        '<feImage href="/etc/passwd"/><x:y xmlns:x="urn:x"/>'
    ) == clean("")
    assert clean('<g onload="x()" xml:base="/etc/" x:y="z" xmlns:x="urn:x"/>') == clean("<g/>")
    assert clean('<a href="https://example.org/"><path d="M0 0"/></a>') == clean('<a><path d="M0 0"/></a>')


@pytest.mark.parametrize(
    "body",
    [
        '<image href="/etc/passwd"/>',
        '<image href="secret.png"/>',
        '<image href="file:///etc/passwd"/>',
        '<image xlink:href="https://example.org/a.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<use href="other.svg#a"/>',
        '<use href="data:image/png;base64,AAAA"/>',
        "<style>@import url(a.css)</style>",
        "<style>@import 'a.css'</style>",
        "<style>.a { fill: url( 'a.svg#b' ) }</style>",
        "<style>.a { fill: URL(/**/a.svg) }</style>",
        "<style>.a { fill: u\\72l(a.svg) }</style>",
        '<rect fill="url(a.svg#b)"/>',
        '<rect style="filter:url(https://example.org/#a)"/>',
    ],
)
def test_what_refers_outside_the_file_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="outside the file"):
        clean(body)


def test_no_file_gets_into_an_icon(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9), "red").save(tmp_path / "secret.png")
    entity = f'<!DOCTYPE svg [<!ENTITY e SYSTEM "{tmp_path / "secret.png"}">]>{HEAD}&e;</svg>'
    with pytest.raises(ValueError, match="no SVG that can be read"):
        vector_icons.clean_svg(entity.encode())


def test_entities_that_only_shorten_a_file_are_expanded() -> None:
    square = '<rect width="100" height="100" fill="&red;"/></svg>'
    svg = f'<!DOCTYPE svg [<!ENTITY red "#f00">]>{HEAD}{square}'
    assert render(svg).getpixel((9, 9)) == (255, 0, 0, 255)


def test_entities_that_explode_are_refused() -> None:
    lines = ["<!ENTITY a0 'aaaaaaaaaa'>"]
    lines += [f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10)]
    with pytest.raises(ValueError, match="no SVG that can be read"):
        vector_icons.clean_svg(f"<!DOCTYPE svg [{''.join(lines)}]>{HEAD}<g id='&a9;'/></svg>".encode())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html/>", "it is XML, but no SVG"),
        (b"<svg", "no SVG that can be read"),
        (b"<svg width='0' height='0' viewBox='0 0 0 9'/>", "an SVG of 0 x 9 pixels"),
        (b"<svg>" + b"<g/>" * 20_000 + b"</svg>", "more than 20000 elements"),
        (b"<svg>" + b" " * 2**21 + b"</svg>", "more than 2 MB"),
    ],
)
def test_what_is_no_svg_or_too_large_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        vector_icons.render_svg(content, (112, 112))
