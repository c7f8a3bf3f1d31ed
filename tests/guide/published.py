"""The published guide as readers get it: its pages, their text, and where they lead.

`python -m tests.guide` builds it and prints what there is to count, and every page outside that it links to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import mean, pstdev
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tests.guide import text
from tests.programs import program
from tests.support import ROOT, Page

ADDRESS = "https://guide.example/"
"""Where the guide is published, as far as the tests go."""
PHONE = 328
"""CSS pixels of the column that a window of 360 leaves."""
TALLEST = 1000
"""CSS pixels in height of a drawing there, unless it is a list, or has dozens of nodes."""
LONGEST = {"paragraph": 90, "sentence": 35}
"""Words, at most."""
SHORT = 8
"""Words of a sentence that is counted as short. Nothing fails because of it."""


@dataclass(frozen=True)
class Published:
    """The guide in a folder."""

    folder: Path

    @cached_property
    def html(self) -> Mapping[str, str]:
        """Each page's markup by its path, such as `guide/pod/index.html`."""
        matches = sorted(self.folder.rglob("*.html"))
        return {
            path.relative_to(self.folder).as_posix(): path.read_text(encoding="utf-8")
            for path in matches
            if "assets" not in path.relative_to(self.folder).parts
        }

    @cached_property
    def articles(self) -> Mapping[str, str]:
        """What stands between a page's head and foot."""
        matches = {name: re.search(r"<article.*?</article>", html, re.S) for name, html in self.html.items()}
        return {name: match[0] for name, match in matches.items() if match}

    def blocks(self, name: str) -> list[str]:
        """The runs of text of a page."""
        return text.blocks(self.articles[name])

    def measure_on_phone(self, name: str) -> Iterator[tuple[str, float]]:
        """Yield the name of each figure of a page, and its drawings' height in a column of 328 pixels."""
        figure = ""
        for part in re.split(r'(?=data-diagram=")|(?=<div class="live-diagram__stage")', self.html[name]):
            if named := re.match(r'data-diagram="([^"]*)"', part):
                figure = named[1]
            elif drawings := re.findall(r'<svg class="live-diagram__drawing [^>]*>', part):
                keys = ("width", "height", "font-size")
                width, height, least = (
                    float(re.search(f' {key}="([^"]*)"', drawings[-1])[1]) for key in keys
                )
                yield figure, height * min(width, max(PHONE, least)) / width

    @cached_property
    def _ids(self) -> Mapping[str, set[str]]:
        return {name: set(Page(html).ids) for name, html in self.html.items()}

    def links(self, name: str) -> Iterator[str]:
        """Every address in a page, whole, as a browser sees it."""
        for tag, attribute in (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src")):
            for address in Page(self.html[name]).all(tag, attribute):
                yield urljoin(ADDRESS + name.removesuffix("index.html"), address)

    def dead(self, name: str) -> Iterator[str]:
        """Links of a page within the guide that lead nowhere."""
        for link in set(self.links(name)):
            address, fragment = urldefrag(link)
            if not address.startswith(ADDRESS):
                continue
            path = unquote(urlsplit(address).path).removeprefix("/")
            path = f"{path}index.html" if not path or path.endswith("/") else path
            missing = not (self.folder / path).is_file()
            if missing or (fragment and path in self.html and unquote(fragment) not in self._ids[path]):
                yield link

    @cached_property
    def outside(self) -> Mapping[str, list[str]]:
        """Pages of others that an article links to, each with the pages that do."""
        matches = defaultdict(list)
        for name, article in self.articles.items():
            for link in sorted(set(Page(article).all("a", "href"))):
                if link.startswith("http"):
                    matches[link].append(name)
        return dict(sorted(matches.items()))


def build(folder: Path) -> Published:
    """The guide, built strictly as for publication."""
    done = program(
        *("mkdocs", "build", "--strict", "--site-dir", str(folder)), cwd=ROOT, env={"SITE_URL": ADDRESS}
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Published(folder)


def words(said: str) -> int:
    """How many words a text has; what stands alone as a mark is none."""
    return len(re.findall(r"\S*\w\S*", said))


def report(guide: Published) -> Iterator[str]:
    """What there is to count, and the links to others."""
    blocks = [block for name in guide.articles for block in guide.blocks(name)]
    sentences = [sentence for block in blocks for sentence in text.sentences(block)]
    figures = sum(article.count('<figure class="live-diagram') for article in guide.articles.values())
    total = sum(words(block) for block in blocks)
    lengths = [words(sentence) for sentence in sentences if sentence[-1:] in ".?!:" and words(sentence) > 1]
    asked = sum(article.count('<form class="live-diagram__ask') for article in guide.articles.values())
    yield f"{len(guide.articles)} pages, {total} words, {figures} figures, {asked} questions in figures"
    yield f"{len(lengths)} sentences: {mean(lengths):.1f} words on average, deviation {pstdev(lengths):.1f}"
    short = sum(length <= SHORT for length in lengths)
    yield f"sentences of {SHORT} words or fewer: {100 * short / len(lengths):.0f} %"
    yield f"longest paragraph: {max(words(block) for block in blocks)} words"
    yield f"longest sentence: {max(map(words, sentences))} words"
    heights = sorted({(round(h), name) for page in guide.html for name, h in guide.measure_on_phone(page)})
    tallest = ", ".join(f"{name} {height}" for height, name in heights[:-6:-1])
    yield f"drawings on a phone, the tallest, in pixels: {tallest}"
    yield f"{len(guide.outside)} pages of others are linked to:"
    for link, names in guide.outside.items():
        yield f"  {link}  ({', '.join(name.removesuffix('/index.html') for name in names)})"
