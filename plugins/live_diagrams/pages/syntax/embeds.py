"""From an image's attributes in Markdown to an `Embed`."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape

from markdown.treeprocessors import UnescapeTreeprocessor

from ...model.embed import Embed
from .inline_scripts import InlineScript

SCHEME = "diagram:"
"""What the address of an image begins with that embeds a figure."""

DIRECTIONS = ("TB", "BT", "LR", "RL")

ENGINES = ("auto", "graphviz", "graphlay")

_SWITCH = ("true", "false")

LEAST_WIDTH = 288
"""CSS pixels of the narrowest column that a layout can be for."""


def read_embed(attributes: Mapping[str, str], inline_script: InlineScript | None) -> Embed:
    """Return the embed that an image's attributes describe, and those of its fence where it has one."""
    options = {key: _unescape_attribute(value) for key, value in attributes.items()}
    name = options.pop("src").removeprefix(SCHEME)
    code, page, line = "", "", 0
    if inline_script:
        options |= inline_script.options
        options["title"] = options.pop("caption", options.get("title", ""))
        script = inline_script.script
        code, page, line = script.code, script.display_path, script.line
        name = options.pop("name", inline_script.name)
    direction, bad_direction = _take_choice(options, "direction", DIRECTIONS)
    narrow, bad_narrow = _take_choice(options, "narrow", (*DIRECTIONS, "auto", "none"))
    engine, bad_engine = _take_choice(options, "engine", ENGINES)
    width, bad_width = _take_width(options)
    show_source, bad_switch = _take_choice(options, "show_source", _SWITCH)
    return Embed(
        name=name,
        alt=options.pop("alt", "").strip(),
        caption=options.pop("title", "").strip(),
        direction=direction,
        narrow=narrow,
        width=width,
        engine=engine,
        id=options.pop("id", ""),
        classes=options.pop("class", ""),
        show_source=show_source == "true",
        unknown_options=(*bad_direction, *bad_narrow, *bad_engine, *bad_width, *bad_switch, *options),
        code=code,
        page=page,
        line=line,
    )


def _take_choice(options: dict[str, str], name: str, values: tuple[str, ...]) -> tuple[str, list[str]]:
    """Remove an option; return its value, in whatever case, or the whole option if it has no such value."""
    written = options.pop(name, "")
    value = next((value for value in values if value.lower() == written.lower()), "")
    return value, [f"{name}={written}"] if written and not value else []


def _take_width(options: dict[str, str]) -> tuple[int, list[str]]:
    """Remove the option `width`; return it in CSS pixels, or the whole option if it is no such number."""
    written = options.pop("width", "")
    value = written.removesuffix("px").strip()
    if value.isdecimal() and value.isascii() and LEAST_WIDTH <= int(value) < 10_000:
        return int(value), []
    return 0, [f"width={written}"] if written else []


def _unescape_attribute(value: str) -> str:
    """Undo the escapes and entities that Python-Markdown leaves in attributes."""
    return unescape(UnescapeTreeprocessor().unescape(value))
