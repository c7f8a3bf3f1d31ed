"""One contestant's site on disk, and the time of its builds."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path

from .contestants import Contestant, write_configuration, write_page, write_script
from .sample_graphs import SampleGraph
from .venvs import Python
from .verify import find_faults

STATES = ("cold", "warm", "one edit")
_DEADLINE = 900


class BuildError(Exception):
    """A build failed; the message is its last line."""


class Site:
    """A site with one page per graph, as its contestant needs it."""

    states = STATES

    def __init__(self, contestant: Contestant, python: Python, root: Path, graphs: list[SampleGraph]) -> None:
        self.contestant = contestant
        self.name = contestant.name
        self.root = root
        self._python = python
        self._graphs = list(graphs)
        self._write_all()

    def run(self, state: str, revision: int) -> float:
        """Bring the site into a state, build it, and return the seconds of the build."""
        if state == "cold":
            self._remove_outputs()
        elif state == "one edit":
            middle = len(self._graphs) // 2
            self._graphs[middle] = self._graphs[middle].edit_label(revision)
            self._write_figure(self._graphs[middle])
        return self._build_site()

    def find_faults(self) -> list[str]:
        """Return the faults of the site as it was last built."""
        if not self.contestant.figures:
            return []
        return find_faults(self.root / "site", self._graphs, icons=self.contestant.icons)

    def _write_all(self) -> None:
        docs = self.root / "docs"
        docs.mkdir(parents=True)
        # JSON is YAML too.
        settings = json.dumps(write_configuration(self.contestant), indent=2)
        (self.root / "mkdocs.yml").write_text(settings + "\n", encoding="utf-8")
        links = "\n".join(f"- [{graph.title}]({graph.name}.md)" for graph in self._graphs)
        (docs / "index.md").write_text(f"# Start\n\n{links}\n", encoding="utf-8")
        for graph in self._graphs:
            self._write_figure(graph)

    def _write_figure(self, graph: SampleGraph) -> None:
        text = write_page(self.contestant, graph)
        (self.root / "docs" / f"{graph.name}.md").write_text(text, encoding="utf-8")
        if self.contestant.script:
            file = self.root / self.contestant.script.format(name=graph.name)
            file.parent.mkdir(exist_ok=True)
            file.write_text(write_script(graph), encoding="utf-8")

    def _remove_outputs(self) -> None:
        for folder in ("site", ".cache"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        for pattern in self.contestant.leaves:
            for file in self.root.glob(pattern):
                file.unlink()

    def _build_site(self) -> float:
        start = time.perf_counter()
        run_build(
            [self._python.executable, "-m", "mkdocs", "build", "-q"], self.root, self._python, _DEADLINE
        )
        return time.perf_counter() - start


def run_build(command: list[str], root: Path, python: Python, deadline: int) -> None:
    """Run a command that builds the site in a folder; `deadline` is in seconds.

    Raises:
        BuildError: It failed, or did not end in time.
    """
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env=python.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=deadline,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BuildError(f"no end after {deadline} s") from None
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise BuildError(lines[-1] if lines else f"mkdocs ended with {done.returncode}")
