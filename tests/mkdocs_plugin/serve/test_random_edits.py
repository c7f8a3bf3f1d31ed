"""Whatever an author does to the files, in whatever order: what is served is what a clean build writes.

`LIVE_DIAGRAMS_EDITS` says how many edits to try.
"""

import os
import random
import re

import pytest
from live_diagrams.engine.pipeline import Pipeline
from mkdocs.commands.build import build
from mkdocs.config import load_config

from .served import BEAT, prepared, serving, until

EDITS = int(os.environ.get("LIVE_DIAGRAMS_EDITS", "25"))
NAMES = ("a", "b", "c", "d")

SCRIPT = """\
from diagrams import Cluster, Diagram, Edge, Node

import _words

with open("data/names.txt") as file:
    names = file.read().split()
with Diagram("{name}", show=False, direction="{direction}"):
    with Cluster(_words.CLUSTER):
        first = Node("{name} {number}")
    for name in names:
        first >> Edge(label="{label}") >> Node(name)
"""
PAGES = {
    "index": ("a", "b", "a", "gone"),
    "two": ("c", "b"),
    "three": ("d", "sub/e", "renamed"),
}
FAULTS = (
    ("with Diagram", "wiht Diagram"),
    ("import _words", "import _wrods"),
    ("names.txt", "nimes.txt"),
    ("first = Node", "first = Nod"),
    ("Cluster(_words", "Cluster(_words.NONE, _words"),
    ("show=False", "show=False, direction='XX'"),
)


def script(name, rng):
    direction, label = rng.choice(("LR", "TB")), rng.choice(("to", "on the way to", ""))
    return SCRIPT.format(name=name, number=rng.randrange(1000), direction=direction, label=label)


class Author:
    """Does one thing after another to a project, the same for the same seed."""

    def __init__(self, served, seed):
        self.served = served
        self.random = random.Random(seed)
        self.pages_edited = 0

    def files(self):
        return {
            **{f"diagram_src/{name}.py": script(name, self.random) for name in (*NAMES, "sub/e")},
            "diagram_src/sub/_words.py": 'CLUSTER = "below"\n',
            "diagram_src/_words.py": 'CLUSTER = "around"\n',
            "diagram_src/beat.py": BEAT.format(0),
            "data/names.txt": "one two\n",
            "docs/beat.md": "![beat](diagram:beat)\n",
            **{f"docs/{page}.md": self.page(page) for page in PAGES},
        }

    def page(self, name):
        return f"# {name} {self.random.random()}\n\n" + "\n\n".join(
            f"![{figure} of {name}](diagram:{figure})" for figure in PAGES[name]
        )

    def edit(self):
        """Do one thing, and say what."""
        kinds = (
            *("save", "rename_over", "fault", "burst", "helper", "data") * 5,
            *("delete", "rename", "restore", "helper_fault", "data_gone") * 3,
            "page_text",
        )
        kind = self.random.choice(kinds)
        getattr(self, kind)()
        return kind

    def any(self):
        name = self.random.choice((*NAMES, "sub/e"))
        return f"diagram_src/{name}.py", script(name, self.random)

    def save(self):
        self.served.write(*self.any())

    def rename_over(self):
        self.served.rename_over(*self.any())

    def fault(self):
        name, text = self.any()
        self.served.write(name, text.replace(*self.random.choice(FAULTS)))

    def burst(self):
        """Several saves within a moment, of which some fail, and some are of other files."""
        for _ in range(self.random.randrange(2, 8)):
            self.random.choice((self.save, self.fault, self.delete, self.rename_over, self.helper))()
        self.save()

    def delete(self):
        (self.served.root / self.any()[0]).unlink(missing_ok=True)

    def rename(self):
        """One script takes another's name; the name of one figure is often free."""
        there = list((self.served.root / "diagram_src").glob("?.py"))
        new = self.served.root / "diagram_src/renamed.py"
        if new.exists():
            new.rename(new.with_name(f"{self.random.choice(NAMES)}.py"))
        elif there:
            self.random.choice(sorted(there)).rename(new)

    def restore(self):
        for name in NAMES:
            if not (self.served.root / f"diagram_src/{name}.py").exists():
                self.served.write(f"diagram_src/{name}.py", script(name, self.random))

    def helper(self):
        folder = self.random.choice(("", "sub/"))
        self.served.write(f"diagram_src/{folder}_words.py", f'CLUSTER = "word {self.random.randrange(99)}"\n')

    def helper_fault(self):
        self.served.write(
            "diagram_src/_words.py", self.random.choice(("CLUSTER = \n", "NONE = 1\n", "1 / 0\n"))
        )

    def data(self):
        names = self.random.sample(("one", "two", "three", "four", "<five>"), self.random.randrange(1, 5))
        self.served.write("data/names.txt", " ".join(names))

    def data_gone(self):
        path = self.served.root / "data/names.txt"
        path.unlink(missing_ok=True)

    def page_text(self):
        name = self.random.choice(sorted(PAGES))
        self.served.write(f"docs/{name}.md", self.page(name))
        self.pages_edited += 1


@pytest.fixture
def clean(tmp_path, monkeypatch):
    """Gives the pages of a clean build of a project, with a cache of its own."""
    engines = set()
    close = Pipeline.close
    monkeypatch.setattr(
        Pipeline, "close", lambda self: engines.add(self)
    )  # so that its processes need not begin anew

    def pages(served):
        config = load_config(str(served.root / "mkdocs.yml"), site_dir=str(tmp_path / "clean"))
        config.plugins["live-diagrams"].config.cache_dir = str(tmp_path / "cache")
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        return {
            "" if name == "index" else f"{name}/": (
                tmp_path / "clean" / ("" if name == "index" else name) / "index.html"
            ).read_text(encoding="utf-8")
            for name in PAGES
        }

    yield pages
    for engine in engines:
        close(engine)


def publish(html):
    """A served page without what its author alone may read: why a figure could not be drawn."""
    card = r'(<div role="note"><p><strong>This figure could not be drawn.</strong>).*?</div>'
    return re.sub(card, r"\1</p></div>", html, flags=re.DOTALL)


def test_what_is_served_is_what_a_clean_build_writes(tmp_path, clean):
    served = prepared(tmp_path, {})
    author = Author(served, seed=7)
    for name, text in author.files().items():
        served.write(name, text)
    with serving(served):
        memory = 0
        done = []
        for number in range(EDITS):
            done.append(author.edit())
            expected = clean(served)
            until(
                lambda expected=expected: all(
                    publish(served.get(page)) == html for page, html in expected.items()
                ),
                lambda expected=expected: (done, differences(served, expected), served.said[-3000:]),
            )
            if number == min(20, EDITS // 2):
                memory = served.memory()
        served.settle()
        lines_before = len(served.said.splitlines())
        for _ in range(3):
            served.settle()
        lines = served.said.splitlines()[lines_before:]
        assert [line.split(" in ")[0] for line in lines] == ["INFO    -  Figures exchanged: beat"] * 3, lines
        assert served.builds == 1 + author.pages_edited
        assert served.memory() - memory < 50_000
        until(lambda: len(served.processes()) <= 2, served.processes)  # the server, and its pool's
        print(f"{EDITS} edits, {served.memory() - memory:+} kB of memory, {len(served.runs)} runs of scripts")


def differences(served, expected):
    return {
        page: (served.get(page)[-4000:], html[-4000:])
        for page, html in expected.items()
        if publish(served.get(page)) != html
    }
