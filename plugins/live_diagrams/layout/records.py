"""Record labels (`{a|<port> b}`) as HTML-like tables, whose words are placeholders. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from .labels import Placeholders
from .text import wrap_label


def convert_record(
    label: str, size: float, placeholders: Placeholders, *, across: bool, rounded: bool
) -> str:
    """Return a record label as an HTML-like label.

    Args:
        label: The record label.
        size: Font size in CSS pixels.
        placeholders: Where the words are added.
        across: Whether the outermost fields are beside each other, not below.
        rounded: Whether the outline has round corners (`Mrecord`).
    """
    tokens = re.findall(r"\\.|[{}|<>]|[^\\{}|<>]+|\\", label, flags=re.DOTALL)
    style = ' STYLE="ROUNDED"' if rounded else ""
    table = _convert_fields(iter(tokens), size, placeholders, across, f'BORDER="1"{style}')
    return f"<{table}>"


def _convert_fields(
    tokens: Iterator[str], size: float, placeholders: Placeholders, across: bool, border: str
) -> str:
    cells: list[str] = []
    port = words = inner = ""

    def end_field() -> None:
        nonlocal port, words, inner
        attrs = f' PORT="{escape(port)}"' if port else ""
        cells.append(f"<TD{attrs}>{inner or placeholders.add_table(wrap_label(words, size))}</TD>")
        port = words = inner = ""

    for token in tokens:
        if token == "}":
            break
        if token == "|":
            end_field()
            continue
        if (inner and token.strip()) or (words.strip() and token == "{"):
            end_field()  # two fields without a line between them: nothing of a malformed record is lost
        if token == "{":
            inner = _convert_fields(tokens, size, placeholders, not across, 'BORDER="0"')
        elif token == "<":
            port = "".join(iter(lambda: next(tokens, ">"), ">")).strip()
        else:
            words += token[1:] if token[:1] == "\\" and token[1:] in tuple("{}|<> ") else token
    end_field()
    rule = "<VR/>" if across else "<HR/>"
    rows = f"<TR>{rule.join(cells)}</TR>" if across else rule.join(f"<TR>{cell}</TR>" for cell in cells)
    return f'<TABLE {border} CELLBORDER="0" CELLPADDING="5" CELLSPACING="0">{rows}</TABLE>'
