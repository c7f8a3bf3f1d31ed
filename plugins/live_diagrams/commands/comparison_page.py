"""Each changed figure before and after, side by side in one HTML file. Pure."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from ..model.figure import Figure
from . import standalone
from .differences import Difference, Outcome

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
    pair = _write_side("Before", difference.before) + _write_side("After", difference.after)
    name = escape(difference.name)
    return f'<section><h2>{name}</h2>{changes}<div class="pair">{pair}</div></section>\n'


def _write_side(caption: str, outcome: Outcome | None) -> str:
    if outcome is None:
        content = "<p>There was no such figure.</p>" if caption == "Before" else "<p>The figure is gone.</p>"
    elif isinstance(outcome, Figure):
        data = base64.b64encode(standalone.write_svg(outcome).encode()).decode()
        content = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(outcome.search_text)}">'
    else:
        content = f"<pre>{escape(str(outcome))}</pre>"
    return f"<figure><figcaption>{caption}</figcaption>{content}</figure>"
