"""A virtual environment for each peer, made once and kept for the next run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .contestants import MKDOCS, Contestant

_HINTS = {"dot": " (Graphviz is not installed; its package is called graphviz)"}


class NotRunError(Exception):
    """Why a contestant cannot take part."""


@dataclass(frozen=True)
class Python:
    """An interpreter, and the environment variables under which to run it."""

    executable: str
    env: dict[str, str]


def use_current() -> Python:
    """The Python that runs the benchmark."""
    return _create_python(Path(sys.executable))


def prepare_venv(contestant: Contestant, folder: Path) -> Python:
    """The contestant's own Python with all that it needs, or NotRunError."""
    home = folder / contestant.name
    python = _create_python(home / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    _install_packages(home, python, (*MKDOCS, *contestant.requirements))
    program = contestant.program
    if program and not _find_program(program, python) and contestant.program_from:
        _run_pip(python, contestant.program_from)
    if program and not _find_program(program, python):
        raise NotRunError(f"no {program} binary{_HINTS.get(program, '')}")
    return python


def _create_python(executable: Path) -> Python:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env["PATH"] = f"{executable.parent}{os.pathsep}{env.get('PATH', os.defpath)}"
    return Python(str(executable), env)


def _find_program(program: str, python: Python) -> str | None:
    return shutil.which(program, path=python.env["PATH"])


def _install_packages(home: Path, python: Python, requirements: tuple[str, ...]) -> None:
    stamp = home / "requirements.txt"
    wanted = "\n".join((*requirements, f"# Python {sys.version}", ""))
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(home, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(home)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise NotRunError("a virtual environment could not be made")
    if trouble := _run_pip(python, *requirements):
        raise NotRunError(f"pip could not install it: {trouble}")
    stamp.write_text(wanted)


def _run_pip(python: Python, *requirements: str) -> str:
    """Install; the answer is what went wrong, or nothing."""
    command = [python.executable, "-m", "pip", "install", "-q", *requirements]
    done = subprocess.run(command, capture_output=True, text=True, env=python.env, check=False)
    if not done.returncode:
        return ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
    return errors[-1] if errors else f"pip ended with {done.returncode}"
