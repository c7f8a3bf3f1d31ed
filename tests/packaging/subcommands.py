"""Run every command of an installation: `python subcommands.py …/bin/live-diagrams`.

Each command works, or says in one sentence what to install. The project is one of another program than
MkDocs. The tests of the commands try a base install that is pretended; here it is real. Needs git and the
standard library alone.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Try:
    """A command line, and whether it has to work with the base install."""

    line: str
    must_work: bool = False

    @property
    def command(self) -> str:
        return self.line.split()[0]


TRIES = (
    Try("new site", must_work=True),
    Try("watch", must_work=True),
    Try("add hello", must_work=True),
    Try("render shop -o shop.svg", must_work=True),
    Try("render shop -o shop.png"),
    Try("export shop --format mermaid", must_work=True),
    Try("export --all -o graphs", must_work=True),
    Try("doctor", must_work=True),
    Try("render shop -o shop.pdf"),
    Try("list"),
    Try("diff", must_work=True),
    Try("schema", must_work=True),
    Try("check -f site.yml"),
    Try("check --list-rules", must_work=True),
    Try("cache info", must_work=True),
    Try("cache clear", must_work=True),
)

SCRIPT = """\
from diagrams import Diagram, Node

with Diagram("Shop", show=False):
    Node("web") >> Node("db")
"""


def create_project(folder: Path) -> None:
    """Write a script, and commit it."""
    (folder / "diagram_src").mkdir()
    (folder / "diagram_src/shop.py").write_text(SCRIPT, encoding="utf-8")
    (folder / "site.yml").write_text("site_name: Site\nplugins: [live-diagrams]\n", encoding="utf-8")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), ("add", "diagram_src"), (*author, "commit", "-qm", "first")):
        subprocess.run(["git", *arguments], cwd=folder, check=True)


def run(program: list[str], attempt: Try, folder: Path, env: dict[str, str] | None) -> tuple[int, str, str]:
    """Run a command to its end; `watch` until it has drawn something, and then Ctrl+C."""
    process = subprocess.Popen(
        [*program, *attempt.line.split()],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    timer = threading.Timer(PATIENCE, process.kill)
    timer.start()
    try:
        first = ""
        if attempt.command == "watch":
            assert process.stdout
            first = process.stdout.readline()
            if first:
                process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    finally:
        timer.cancel()
    return process.returncode, first + out, err


def complain(attempt: Try, status: int, out: str, err: str) -> str:
    """Return what is wrong with the end of a command; nothing where all is well."""
    if "Traceback" in out + err:
        return "ends in a traceback"
    if status == 0:
        return "" if attempt.command != "watch" or "shop" in out else "drew nothing"
    if attempt.must_work:
        return f"ends with status {status}"
    sentences = [line for line in err.splitlines() if line.strip()]
    if len(sentences) != 1 or "pip install" not in err:
        return "does not say in one sentence what to install"
    return ""


def list_commands(program: list[str], env: dict[str, str] | None = None) -> set[str]:
    """Return the names of all commands, from the help."""
    done = subprocess.run([*program, "--help"], env=env, capture_output=True, text=True, check=True)
    return set(re.findall(r"^  (\w+)", done.stdout.partition("\nCommands:\n")[2], re.MULTILINE))


def try_all(program: list[str], env: dict[str, str] | None = None) -> list[str]:
    """Run every command, print what each came to, and return what is wrong."""
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # what is ignored here is ignored by children too
    wrong = [
        f"live-diagrams {name}: is not tried"
        for name in sorted(list_commands(program, env) - {attempt.command for attempt in TRIES})
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        create_project(folder)
        for attempt in TRIES:
            status, out, err = run(program, attempt, folder, env)
            first = next((line for line in (err + out).splitlines() if line.strip()), "")
            print(f"live-diagrams {attempt.line}: {status}  {first[:150]}", flush=True)
            if complaint := complain(attempt, status, out, err):
                wrong.append(f"live-diagrams {attempt.line}: {complaint}\n{out[-500:]}{err[-2000:]}")
    return wrong


if __name__ == "__main__":
    sys.exit("\n".join(try_all([str(Path(sys.argv[1]).absolute())])) or 0)
