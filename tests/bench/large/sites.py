"""One large site on disk, its builds, and what was edited between them."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from ..contestants import OURS, Contestant
from ..sample_graphs import SampleGraph, format_script
from ..sites import BuildError, run_build
from ..venvs import Python
from ..verify import find_faults
from .figures import ICON, LOGO, create_figure, is_inline, name_helper, write_helper, write_script

STATES = ("cold", "warm", "one script", "one helper", "one text")
FIGURES_A_PAGE = 10
PAGES_A_FOLDER = 25
SAMPLE = 20
"""Figures of a site that are looked at in full after each build; all are counted."""
_DEADLINE = 3600
_WORDS = (
    "a request comes in at the door and is handed on to one of the services none of them keeps anything to "
    "itself so each can be started again at any time what is stored can be read by its owner only"
).split()


@dataclass(frozen=True)
class Build:
    """What one build took: seconds by the clock, processor seconds of MkDocs and its children, peak in MB."""

    seconds: float
    own: float
    children: float
    peak_mb: float

    @property
    def processor(self) -> float:
        return self.own + self.children


class LargeSite:
    """A site with many pages in folders, ten figures on each, as one contestant needs it."""

    def __init__(
        self, contestant: Contestant, python: Python, root: Path, count: int, nodes: int = 0
    ) -> None:
        self.name = contestant.name
        self.root = root
        self._contestant = contestant
        self._python = python
        self._graphs = [create_figure(number, nodes) for number in range(count)]
        self._write_all()

    def run(self, state: str, revision: int) -> Build:
        """Bring the site into a state, build it, and return what that took."""
        middle = len(self._graphs) // 2  # an even number, so a script that has a helper
        if state == "cold":
            for folder in ("site", ".cache"):
                shutil.rmtree(self.root / folder, ignore_errors=True)
        elif state == "one script":
            self._graphs[middle] = self._graphs[middle].edit_label(revision)
            self._write_figure(self._graphs[middle])
        elif state == "one helper" and self._has_scripts:
            self._write_helper(self._graphs[middle], revision)
        elif state == "one text":
            self._write_page(middle // FIGURES_A_PAGE, revision)
        return self._build()

    def find_faults(self) -> str:
        """Return what is wrong with the site as it was last built."""
        if not self._contestant.figures:
            return ""
        step = max(1, len(self._graphs) // SAMPLE)
        sample = [graph for graph in self._graphs[::step] if not is_inline(graph)]
        faults = find_faults(self.root / "site", sample, icons=self._contestant.icons, locate=_name_page)
        if self._has_scripts and (drawn := self._count_figures()) != len(self._graphs):
            faults.append(f"{drawn} of {len(self._graphs)} figures")
        return "; ".join(faults)

    def measure_cache(self) -> tuple[int, float]:
        """Return the number of files in the cache, and their MB."""
        sizes = [path.stat().st_size for path in (self.root / ".cache").rglob("*") if path.is_file()]
        return len(sizes), sum(sizes) / 1e6

    @property
    def _has_scripts(self) -> bool:
        return self._contestant.name.startswith(OURS.name)

    def _count_figures(self) -> int:
        pages = (self.root / "site").rglob("index.html")
        return sum(page.read_bytes().count(b'<figure class="live-diagram" data-diagram=') for page in pages)

    def _write_all(self) -> None:
        (self.root / "docs").mkdir(parents=True)
        (self.root / "diagram_src").mkdir()
        settings = {
            "site_name": "Large site",
            "theme": {"name": "material", "font": False, "features": ["navigation.prune"]},
            "plugins": ["search", *self._contestant.plugins],
            "markdown_extensions": ["attr_list", "tables", "pymdownx.superfences"],
        }
        (self.root / "mkdocs.yml").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
        (self.root / "docs" / "index.md").write_text("# Start\n\nA large site.\n", encoding="utf-8")
        if self._has_scripts:
            (self.root / ICON).write_text(LOGO, encoding="utf-8")
        for graph in self._graphs:
            self._write_figure(graph)
        for number in range(self._count_pages()):
            self._write_page(number)

    def _count_pages(self) -> int:
        return -(-len(self._graphs) // FIGURES_A_PAGE)

    def _write_figure(self, graph: SampleGraph) -> None:
        if not self._contestant.script:
            self._write_page(graph.number // FIGURES_A_PAGE)
        elif not self._has_scripts:
            script = self._contestant.script.format(name=graph.name)
            self._write_file(
                f"docs/{Path(_name_page(graph)).parent}/{Path(script).name}", format_script(graph)
            )
        elif is_inline(graph):
            return
        else:
            self._write_file(f"diagram_src/{graph.name}.py", write_script(graph))
            if not (self.root / "diagram_src" / f"{name_helper(graph)}.py").exists():
                self._write_helper(graph)

    def _write_helper(self, graph: SampleGraph, revision: int = 0) -> None:
        self._write_file(f"diagram_src/{name_helper(graph)}.py", write_helper(revision))

    def _write_page(self, number: int, revision: int = 0) -> None:
        start = number * FIGURES_A_PAGE
        graphs = self._graphs[start : start + FIGURES_A_PAGE]
        sections = "\n".join(self._write_section(graph) for graph in graphs)
        note = f" Revision {revision}." if revision else ""
        text = f"# Page {number}\n\n{_write_prose(number)}{note}\n\n{sections}"
        self._write_file(f"docs/{_name_page(graphs[0])}.md", text)

    def _write_section(self, graph: SampleGraph) -> str:
        table = "\n".join(f"| {box.label} | `{box.name}` |" for box in graph.boxes[:6])
        return (
            f"## {graph.title}\n\n{_write_prose(graph.number)}\n\n{self._embed(graph)}\n\n"
            f"| box | name |\n|---|---|\n{table}\n"
        )

    def _embed(self, graph: SampleGraph) -> str:
        if self._has_scripts and is_inline(graph):
            return f'```diagram alt="{graph.title}"\n{write_script(graph)}```'
        return self._contestant.embed(graph)

    def _write_file(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _build(self) -> Build:
        report = self.root / "report.json"
        launcher = Path(__file__).with_name("launch.py")
        command = [self._python.executable, "-P", str(launcher), str(report), "build", "-q"]
        report.unlink(missing_ok=True)
        run_build(command, self.root, self._python, _DEADLINE)
        if not report.is_file():
            raise BuildError("the build ended without a report")
        return Build(**json.loads(report.read_text()))


def _name_page(graph: SampleGraph) -> str:
    number = graph.number // FIGURES_A_PAGE
    return f"part-{number // PAGES_A_FOLDER:03}/page-{number:04}"


def _write_prose(seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choices(_WORDS, k=60)).capitalize() + "."
