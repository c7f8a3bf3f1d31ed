"""Before and after of each changed figure, as one HTML page that needs nothing else. Pure."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from ..model.figure import Figure
from . import standalone
from .differences import Difference, Drawn

_STYLE = """\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 90rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid #8886; padding: 1rem 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem; }
figure { margin: 0; }
figcaption { font-weight: 600; }
img { max-width: 100%; background: #fff; border: 1px solid #8886; border-radius: 4px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.added::marker { content: "+ "; } .removed::marker { content: "− "; } .changed::marker { content: "~ "; }
"""


def page(found: Sequence[Difference], title: str) -> str:
    """The page. Drawings are images, in which no script runs; all else is text."""
    body = "".join(map(_section, found)) or "<p>No figure has changed.</p>"
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n{body}</body>\n</html>\n"
    )


def _section(one: Difference) -> str:
    items = "".join(f'<li class="{change.what}">{escape(str(change))}</li>' for change in one.changes)
    changed = f"<ul>{items}</ul>" if items else f"<p>{escape(summary(one))}</p>"
    pair = _side("Before", one.before) + _side("After", one.after)
    return f'<section><h2>{escape(one.name)}</h2>{changed}<div class="pair">{pair}</div></section>\n'


def _side(when: str, drawn: Drawn | None) -> str:
    if drawn is None:
        inside = "<p>There was no such figure.</p>" if when == "Before" else "<p>The figure is gone.</p>"
    elif isinstance(drawn, Figure):
        data = base64.b64encode(standalone.svg(drawn).encode()).decode()
        inside = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(drawn.search_text)}">'
    else:
        inside = f"<pre>{escape(str(drawn))}</pre>"
    return f"<figure><figcaption>{when}</figcaption>{inside}</figure>"


def summary(one: Difference) -> str:
    """A difference in a line."""
    if one.before is None:
        return "new"
    if one.after is None:
        return "gone"
    if not isinstance(one.after, Figure):
        return "fails now"
    if not isinstance(one.before, Figure):
        return "mended"
    if not one.changes:
        return "drawn another way, with the same parts"
    counts = {what: sum(c.what == what for c in one.changes) for what in ("added", "removed", "changed")}
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)
