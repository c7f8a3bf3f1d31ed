"""Plugins that leave pages where they are, all in one site: they change texts, navigation and built files."""

import importlib.metadata
from pathlib import Path

import pytest

from .__main__ import try_with
from .outcome import check_document
from .trials import INDEX, PLUGINS, SITE, Trial

TOGETHER = (
    "literate-nav section-index macros include-markdown gen-files mkdocstrings redirects glightbox minify"
).split()
"""Names of trials that can be one."""


def is_installed(package: str) -> bool:
    try:
        return bool(importlib.metadata.version(package))
    except importlib.metadata.PackageNotFoundError:
        return False


def join(trials: list[Trial]) -> Trial:
    """Return a trial of several plugins in one site."""
    files = {name: text for trial in trials for name, text in trial.files.items()}
    pages = [
        name.removeprefix("docs/") for name in {**SITE, **files} if name.endswith(".md") and "docs" in name
    ]
    files["docs/SUMMARY.md"] = "".join(
        f"* [{name}]({name})\n" for name in [*pages, "made.md"] if "SUMM" not in name
    )
    return Trial(
        "together",
        plugins=tuple(plugin for trial in trials for plugin in trial.plugins),
        files=files,
        documents=tuple(dict.fromkeys(document for trial in trials for document in trial.documents)),
    )


def test_plugins_that_leave_pages_where_they_are(tmp_path: Path) -> None:
    trials = [trial for trial in PLUGINS if trial.name in TOGETHER]
    assert [trial.name for trial in sorted(trials, key=lambda trial: TOGETHER.index(trial.name))] == TOGETHER
    if missing := [package for trial in trials for package in trial.packages if not is_installed(package)]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    assert try_with(join(trials), tmp_path) == []


DRAWING = (
    '<figure class="live-diagram" id="fig-shop"><svg class="live-diagram__icons">'
    '<symbol id="ld-icon-0123456789"></symbol></svg>'
    '<svg class="live-diagram__drawing live-diagram__drawing--wide" id="fig-shop-a">'
    '<a xlink:href="sub/deep/"><text>web ready alpha beta picks one</text></a>'
    '<use xlink:href="#ld-icon-0123456789"/></svg></figure>figures.css figures.js'
)
FAULTS = {
    "nothing": ("", ""),
    "a figure is lost": (DRAWING, "0 of 1 figures"),
    "a label is lost": ("alpha ", "0 of 1 figures"),
    "an icon is lost": ('<symbol id="ld-icon-0123456789"></symbol>', "icons are missing"),
    "a link is lost": ('xlink:href="sub/deep/"', "the node leads to nothing"),
    "the style is lost": ("figures.css", "no stylesheet or script"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_seen(fault: str, tmp_path: Path) -> None:
    """The table says `whole` only where nothing of this has happened."""
    lost, message = FAULTS[fault]
    (tmp_path / "index.html").write_text(DRAWING.replace(lost, "", 1) if lost else DRAWING, encoding="utf-8")
    problems = check_document(tmp_path, INDEX)
    assert any(message in problem for problem in problems) if lost else problems == []
