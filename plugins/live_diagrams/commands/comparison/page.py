"""Each changed figure before and after, side by side in one HTML file. Pure."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape

from ...model.figure import Figure
from ..figures import standalone
from .differences import ChangeKind, Difference, Outcome, find_marks

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


def write_page(differences: Sequence[Difference], title: str) -> str:
    """Return the page. Drawings are images, in which no script runs; all else is text."""
    body = "".join(map(_write_section, differences)) or "<p>No figure has changed.</p>"
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n{body}</body>\n</html>\n"
    )


def _write_section(difference: Difference) -> str:
    items = "".join(f'<li class="{change.kind}">{escape(str(change))}</li>' for change in difference.changes)
    changes = f"<ul>{items}</ul>" if items else f"<p>{escape(difference.summarize())}</p>"
    before, after = difference.before, difference.after
    new: Mapping[str, str] = {}
    old: Mapping[str, str] = {}
    if isinstance(before, Figure) and isinstance(after, Figure):
        new = find_marks(after.graph, before.graph)
        gone = find_marks(before.graph, after.graph)
        old = {part: ChangeKind.REMOVED if kind is ChangeKind.ADDED else kind for part, kind in gone.items()}
    pair = _write_side("Before", before, old) + _write_side("After", after, new)
    name = escape(difference.name)
    return f'<section><h2>{name}</h2>{changes}<div class="pair">{pair}</div></section>\n'


def _write_side(caption: str, outcome: Outcome | None, marks: Mapping[str, str]) -> str:
    if outcome is None:
        content = "<p>There was no such figure.</p>" if caption == "Before" else "<p>The figure is gone.</p>"
    elif isinstance(outcome, Figure):
        data = base64.b64encode(standalone.write_svg(outcome, marks=marks).encode()).decode()
        content = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(outcome.search_text)}">'
    else:
        content = f"<pre>{escape(str(outcome))}</pre>"
    return f"<figure><figcaption>{caption}</figcaption>{content}</figure>"
