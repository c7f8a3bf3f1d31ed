"""One contestant's site on disk, and its building against the clock."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path

from .contestants import Contestant, write_configuration, write_page, write_script
from .figures import Picture
from .venvs import Python
from .verify import find_faults

STATES = ("cold", "warm", "one edit")
_DEADLINE = 900


class BuildError(Exception):
    """A build that did not end well; the message is the last thing that it said."""


class Site:
    """A site with one page a picture, in the form that its contestant needs."""

    states = STATES

    def __init__(self, contestant: Contestant, python: Python, root: Path, pictures: list[Picture]) -> None:
        self.contestant = contestant
        self.name = contestant.name
        self.root = root
        self._python = python
        self._pictures = list(pictures)
        self._write_all()

    def run(self, state: str, revision: int) -> float:
        """Bring the site into the state, build it, and say how many seconds the build took."""
        if state == "cold":
            self._remove_outputs()
        elif state == "one edit":
            middle = len(self._pictures) // 2
            self._pictures[middle] = self._pictures[middle].edit_label(revision)
            self._write_figure(self._pictures[middle])
        return self._build_site()

    def find_faults(self) -> list[str]:
        """What is wrong with the site as it was last built."""
        if not self.contestant.figures:
            return []
        return find_faults(self.root / "site", self._pictures, icons=self.contestant.icons)

    def _write_all(self) -> None:
        docs = self.root / "docs"
        docs.mkdir(parents=True)
        # JSON is YAML too.
        settings = json.dumps(write_configuration(self.contestant), indent=2)
        (self.root / "mkdocs.yml").write_text(settings + "\n", encoding="utf-8")
        links = "\n".join(f"- [{one.title}]({one.name}.md)" for one in self._pictures)
        (docs / "index.md").write_text(f"# Start\n\n{links}\n", encoding="utf-8")
        for picture in self._pictures:
            self._write_figure(picture)

    def _write_figure(self, picture: Picture) -> None:
        text = write_page(self.contestant, picture)
        (self.root / "docs" / f"{picture.name}.md").write_text(text, encoding="utf-8")
        if self.contestant.script:
            file = self.root / self.contestant.script.format(name=picture.name)
            file.parent.mkdir(exist_ok=True)
            file.write_text(write_script(picture), encoding="utf-8")

    def _remove_outputs(self) -> None:
        for folder in ("site", ".cache"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        for pattern in self.contestant.leaves:
            for file in self.root.glob(pattern):
                file.unlink()

    def _build_site(self) -> float:
        command = [self._python.executable, "-m", "mkdocs", "build", "-q"]
        start = time.perf_counter()
        try:
            done = subprocess.run(
                command,
                cwd=self.root,
                env=self._python.env,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_DEADLINE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise BuildError(f"no end after {_DEADLINE} s") from None
        seconds = time.perf_counter() - start
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()
            raise BuildError(said[-1] if said else f"mkdocs ended with {done.returncode}")
        return seconds
