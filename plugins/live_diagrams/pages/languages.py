"""The language of a page, and the words of our catalogues in it.

Catalogues are PO files of gettext, which translators have tools for. English has none: a message is English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from ..model import package
from ..model.words import ENGLISH, Words

FOLDER = package.ASSETS / "languages"
AUTO = "auto"
"""The value of the option `language` by which the page and the theme decide."""

SCRIPT_MESSAGES = (
    "{current} of {total}",
    "{from} to {to}",
    "{name}: + and - zoom, arrows move, 0 fits",
    "{name}: look closer",
    "{name}: scrolls sideways",
    "{name}: steps",
    "{total} steps",
    "Close",
    "Fit",
    "Fit to the window",
    "Next step",
    "Not quite.",
    "Pause",
    "Play",
    "Previous step",
    "Right.",
    "Save as SVG",
    "Script",
    "Step {current} of {total}: {words}",
    "The script that draws this",
    "Zoom in",
    "Zoom out",
    "from {names}",
    "in {names}",
    "leads to {names}",
)
"""The messages of `figures.js`, which a figure of another language carries."""


def choose_words(*tags: object) -> Words:
    """Return the words of the first language that is named: `de`, `pt-BR`, `zh_Hant`; English without any."""
    named = (str(tag) for tag in tags if tag and tag != AUTO)
    return _find_words(next(named, "en"))


@cache
def _find_words(tag: str) -> Words:
    # A language is looked for without its country and script, too: every reader knows another form of it.
    language = tag.replace("_", "-").partition("-")[0].lower()
    return read_catalogue(language) if language in list_languages() else ENGLISH


@cache
def list_languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.po")))


def read_catalogue(language: str) -> Words:
    """Return the words of a language that has a catalogue."""
    import polib  # not for the pages of most sites, which are in English

    catalogue = polib.pofile(str(FOLDER / f"{language}.po"), encoding="utf-8")
    return Words({entry.msgid: entry.msgstr for entry in catalogue.translated_entries()})


@cache
def _encode(words: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(dict(words), ensure_ascii=False, separators=(",", ":"))


def write_script_words(words: Words) -> dict[str, str]:
    """Return the attribute by which the browser's script speaks a language; none for English."""
    messages = tuple((text, words.messages[text]) for text in SCRIPT_MESSAGES if text in words.messages)
    return {"data-words": _encode(messages)} if messages else {}


def find_theme_language(theme: Any) -> str:
    """Return the language of a theme: Material calls it `language`, MkDocs' own themes `locale`."""
    read = theme.get if isinstance(theme, Mapping) else lambda name: _read_item(theme, name)
    return str(read("language") or read("locale") or "")


def _read_item(theme: Any, name: str) -> Any:
    try:
        return theme[name]
    except (KeyError, TypeError):
        return None
