"""What became of the figures of a built site."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

from tests.support import Page, drawings, figures

from .trials import LABELS, Document, Trial


def list_problems(trial: Trial, site: Path) -> list[str]:
    """Return what is wrong with the built files of a trial, the same only once."""
    problems = [problem for document in trial.documents for problem in check_document(site, document)]
    for path, texts in trial.texts.items():
        file = site / path
        content = unescape(file.read_text(encoding="utf-8")) if file.is_file() else ""
        problems += [f"{path} lacks “{text}”" for text in texts if text not in content]
    index = site / "search/search_index.json"
    if index.is_file() and re.search(r"readyalpha|alphabeta|<svg", index.read_text(encoding="utf-8")):
        problems.append("drawings, or joined words, in the search")
    return list(dict.fromkeys(problems))


def check_document(site: Path, document: Document) -> list[str]:
    """Return what is wrong with the figures of one built file."""
    file = site / document.path
    if not file.is_file():
        return [f"no {document.path}"]
    html = file.read_text(encoding="utf-8")
    if file.suffix == ".xml":  # a feed, in which each page is text
        html = unescape(html)
    problems = []
    wide = [svg for svg in drawings(html) if "drawing--wide" in svg or "live-diagram__wide" in svg]
    drawn = [svg for svg in wide if "gamma" in svg or all(label in svg for label in LABELS)]
    if len(drawn) != document.figures:
        problems.append(f"{document.path}: {len(drawn)} of {document.figures} figures")
    page = Page(html)
    symbols = set(page.all("symbol", "id"))
    uses = {href.removeprefix("#") for href in page.all("use", "href") if "ld-icon" in href}
    if drawn and (not uses or not uses <= symbols):
        problems.append(f"{document.path}: icons are missing")
    # What other parts of a page count twice is theirs; an icon twice costs weight, an id twice costs links.
    ours = Counter(id_ for figure in figures(html) for id_ in Page(figure).ids)
    if double := [id_ for id_, count in ours.items() if count > 1]:
        problems.append(f"{document.path}: the id {double[0]} is there {ours[double[0]]} times")
    if "data-live-place=" in html:
        problems.append(f"{document.path}: a place is left over")
    if file.suffix == ".html" and not ("figures.css" in html and "figures.js" in html):
        problems.append(f"{document.path}: no stylesheet or script")
    links = Page("".join(drawn)).all("a", "href")
    if document.link and (not links or links[0] != document.link):
        problems.append(f"{document.path}: the node leads to {links[0] if links else 'nothing'}")
    return problems
