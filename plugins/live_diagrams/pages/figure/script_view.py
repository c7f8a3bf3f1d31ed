"""The script of a figure, beside its drawing: two tabs, of which the stylesheet shows one. Pure.

Radio buttons switch between them, so that it works without a script. Without a stylesheet both are shown.
"""

from __future__ import annotations

from html import escape

from ...model.words import ENGLISH, Words


def write_tabs(name: str, prefix: str, words: Words = ENGLISH) -> str:
    """Return the controls that switch between the drawing and the script of a figure.

    Args:
        name: The figure's name.
        prefix: The figure's id, which no other figure of the page has.
        words: What is not the author's, in the language of the page.
    """
    drawing = _write_tab("drawing", words.say("Drawing"), prefix, " checked")
    script = _write_tab("script", words.say("Script"), prefix)
    label = escape(words.say("{name}: drawing or script", name=name))
    return (
        f'<div class="live-diagram__tabs" role="radiogroup" aria-label="{label}" '
        f"data-search-exclude>{drawing}{script}</div>"
    )


def _write_tab(value: str, label: str, prefix: str, checked: str = "") -> str:
    # Without `autocomplete` a browser restores the tab that was open before the page was reloaded.
    return (
        f'<label><input type="radio" name="{escape(prefix)}-tab" value="{value}" autocomplete="off"{checked}>'
        f"<span>{escape(label)}</span></label>"
    )


def write_script(code: str, name: str, words: Words = ENGLISH) -> str:
    """Return the text of a script as a code block; `name` is the figure's."""
    return (
        f'<div class="live-diagram__script highlight" role="region" tabindex="0" '
        f'aria-label="{escape(words.say("{name}: script", name=name))}" data-search-exclude>'
        f"<pre><span></span><code>{highlight_code(code)}</code></pre></div>"
    )


def highlight_code(code: str) -> str:
    """Return Python code as HTML, with the classes of Pygments where that is installed."""
    try:
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import PythonLexer
    except ImportError:
        return escape(code, quote=False)
    return str(highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)))
