"""The sources of the guide's pages: no wrong phrase, no broken encoding, no version without its source."""

import re

import pytest
import yaml

from tests.guide.text import mojibake
from tests.support import ROOT

GUIDE = [
    ROOT / "docs/index.md",
    *sorted((ROOT / "docs/guide").glob("*.md")),
    *sorted((ROOT / "docs/blog/posts").glob("*.md")),
]
PHRASES = yaml.safe_load((ROOT / "tests/guide/phrases.yaml").read_text(encoding="utf-8"))
VERSION = re.compile(r"\b(?:since|until) (?:Kubernetes )?1\.\d\d\b|(?<!/)\bv1\.\d+\.\d+\b")
DATE = re.compile(r"^as_of: \d{4}-\d\d$|\bas of [A-Z][a-z]+ \d{4}\b", re.MULTILINE | re.IGNORECASE)


def corrected(source):
    """A page without the section that quotes what is wrong."""
    return re.sub(r"^## What people get wrong\n.*?(?=^## |\Z)", "", source, flags=re.MULTILINE | re.DOTALL)


def wrong_phrases(source):
    """The phrases of the table that a page contains."""
    plain = " ".join(re.sub(r"[*`]", "", corrected(source)).split()).casefold()
    return [f"{phrase}: {right}" for phrase, right in PHRASES.items() if phrase.casefold() in plain]


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_no_page_contains_a_wrong_phrase(page):
    assert wrong_phrases(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_found_across_lines_and_marks(phrase):
    words = phrase.split()
    assert wrong_phrases(f"Text.\n\nHere *{words[0]}*\n{' '.join(words[1:])} it.") != []
    assert wrong_phrases(f"## What people get wrong\n\n{phrase}\n\n## Try it\n") == []


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_a_version_has_its_source_in_the_paragraph_and_a_date_on_the_page(page):
    source = corrected(page.read_text(encoding="utf-8"))
    for line in filter(VERSION.search, source.split("\n")):
        assert "](https://" in line or "[^" in line, line
        assert DATE.search(source), line


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/**/*.md")), ids=lambda page: page.stem)
def test_no_text_was_read_in_a_wrong_encoding(page):
    assert list(mojibake(page.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("The shop’s door — “open” 🚀 → né à Zürich", []),
        ("โพเดียม", []),
        ("The shop\u00e2\u20ac\u2122s door", ["\u00e2\u20ac\u2122"]),
        ("\u0e50\u0178\u0161\u20ac Start", ["\u0e50\u0178\u0161\u20ac"]),
        ("lost \ufffd here", ["\ufffd"]),
    ],
)
def test_broken_encoding_is_found(text, broken):
    assert list(mojibake(text)) == broken
