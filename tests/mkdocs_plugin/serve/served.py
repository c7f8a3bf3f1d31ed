"""A small project that is being served, and eyes for what its author and its pages see."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds after which what should have happened is taken not to happen."""

SHOP = """\
from diagrams import Diagram, Node

import _style
from live_diagrams import Step

with Diagram("Shop", show=False):
    client, web, orders = (Node(word, nodeid=word, **_style.NODE) for word in ("client", "web", "orders"))
    client >> Step("Asks for the page") >> web
    web >> Step("Asks for the orders") >> orders
    web >> Step("Says what it found") >> client
"""

HOSTS = """\
from diagrams import Diagram, Node

with open("data/hosts.csv") as file:
    names = file.read().split()
with Diagram("Hosts", show=False):
    door = Node("door")
    for name in names:
        door >> Node(name)
"""

KINDS = """\
from diagrams import Diagram, Node

from live_diagrams import choice

kind = choice("Kind", ["small", "large"])
with Diagram("Kinds", show=False):
    Node("client") >> Node(f"{kind} server")
"""

BEAT = """\
from diagrams import Diagram, Node

with Diagram("Beat", show=False):
    Node("beat-{}.")
"""

FILES = {
    "diagram_src/shop.py": SHOP,
    "diagram_src/hosts.py": HOSTS,
    "diagram_src/_style.py": 'NODE = {"color": "steelblue"}\n',
    "data/hosts.csv": "alpha beta\n",
    "docs/index.md": """\
        # Start

        The [web server](diagram:shop#web) answers.

        ![A client asks a shop](diagram:shop "The shop")

        ![A door leads to hosts](diagram:hosts "The hosts")

        FILLER

        ![The shop once more](diagram:shop "The shop again")
        """.replace("FILLER", "\n\n        ".join(f"Words, paragraph {n}." for n in range(60))),
    "docs/other.md": "# Other\n\n![A door leads to hosts](diagram:hosts)\n",
    "diagram_src/beat.py": BEAT.format(0),
    "docs/beat.md": "# Beat\n\n![How often it beat](diagram:beat)\n",
    "diagram_src/kinds.py": KINDS,
    "docs/kinds.md": "# Kinds\n\n![A client asks a server](diagram:kinds)\n",
    "docs/words.md": "# Words\n\nNo figure.\n",
}


def until(condition: Callable[[], T], what: object = "", patience: float = 0.0) -> T:
    """Return the value of a condition once it is true."""
    patience = patience or PATIENCE
    end = time.monotonic() + patience
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {patience:g} s: {what() if callable(what) else what}")
        time.sleep(0.01)
    return value


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def configuration(port: int) -> str:
    return dedent(f"""\
        site_name: Served
        site_url: http://127.0.0.1:{port}/
        dev_addr: 127.0.0.1:{port}
        theme: {{name: material, font: false}}
        markdown_extensions: [attr_list, pymdownx.superfences, pymdownx.highlight]
        plugins: [live-diagrams]
        """)


class Served:
    """A project below `root`, and the server that shows it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self.mark = uuid.uuid4().hex
        self._log = root.parent / "log"
        self._runs = root.parent / "runs"
        root.parent.mkdir(exist_ok=True)
        self._runs.touch()
        self._beats = 0
        self.write("mkdocs.yml", configuration(self.port))

    def write(self, name: str, text: str) -> None:
        """Write a file in place; a script says when it runs."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.noisy(name, dedent(text)), encoding="utf-8")

    def noisy(self, name: str, text: str) -> str:
        """A script that says when it runs, in its last line, so that no line gets another number."""
        is_script = name.startswith("diagram_src/") and not Path(name).name.startswith("_")
        report = f"\nwith open({str(self._runs)!r}, 'a') as log: log.write({Path(name).stem + ' '!r})\n"
        return text + report if is_script else text

    def restore(self, files: dict[str, str]) -> None:
        """Write those files that are others now, and wait until the server shows them as they were."""
        builds = self.builds
        pages = False
        for name, text in files.items():
            path = self.root / name
            if name != "diagram_src/beat.py" and (
                not path.exists() or path.read_text(encoding="utf-8") != self.noisy(name, dedent(text))
            ):
                self.write(name, text)
                pages = pages or name.startswith("docs/")
        if pages:
            until(lambda: self.builds > builds and self.said.count("Reloading browsers") == self.builds - 1)
        self.settle()
        until(lambda: all(self.get(name) == html for name, html in self.first.items()), lambda: self.said)

    def rename_over(self, name: str, text: str) -> None:
        """Save as many editors do: the new text is a file of its own that takes the old one's place."""
        path = self.root / name
        beside = path.with_name(f".{path.name}.swp")
        beside.write_text(self.noisy(name, dedent(text)), encoding="utf-8")
        beside.replace(path)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words of a file and save it in place."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    @property
    def builds(self) -> int:
        """How often MkDocs has built the whole site."""
        return self.said.count("Building documentation...")

    @property
    def runs(self) -> list[str]:
        """The scripts that ran to their end, in order."""
        return [run for run in self._runs.read_text(encoding="utf-8").split() if run != "beat"]

    def settle(self) -> None:
        """Wait until the server has noticed all saves so far."""
        self._beats += 1
        self.write("diagram_src/beat.py", BEAT.format(self._beats))
        until(lambda: f"beat-{self._beats}." in self.get("beat/"), lambda: self.said)

    def get(self, path: str = "") -> str:
        """A page without what only a server puts into it."""
        return plain(self.raw(path))

    def raw(self, path: str = "") -> str:
        """A page as a browser gets it."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def start(self, *options: str) -> None:
        self._out = self._log.open("wb")
        self.process = subprocess.Popen(
            [str(Path(sys.executable).with_name("mkdocs")), "serve", "--livereload", *options],
            cwd=self.root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "LIVE_DIAGRAMS_TEST": self.mark},
            stdout=self._out,
            stderr=subprocess.STDOUT,
        )
        until(lambda: "Serving on" in self.said or self.process.poll() is not None, lambda: self.said)
        assert self.process.poll() is None, self.said

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self._out.close()

    def processes(self) -> list[str]:
        """The command lines of all processes that the server began, itself included, as long as they live."""
        commands = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if self.mark.encode() in (process / "environ").read_bytes():
                    commands.append((process / "cmdline").read_bytes().replace(bytes(1), b" ").decode())
        return commands

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))

    def memory(self) -> int:
        """Kilobytes that the server and its children hold."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index]


def plain(html: str) -> str:
    """A page as it lies on disk: without the two scripts that listen for changes."""
    html = re.sub(r'<script src="/__live-diagrams__/live\.js"[^>]*></script>', "", html)
    return re.sub(r"<script>\s*var livereload = .*?</script>", "", html, flags=re.DOTALL)


def prepared(where: Path, files: dict[str, str]) -> Served:
    """A project that can be served."""
    served = Served(where / "project")
    for name, text in files.items():
        served.write(name, text)
    return served


@contextmanager
def serving(served: Served, *options: str) -> Iterator[Served]:
    """Serve a project until the block ends, and see that nothing is left running."""
    served.start(*options)
    try:
        yield served
    finally:
        served.stop()
        until(lambda: not served.processes(), served.processes)
