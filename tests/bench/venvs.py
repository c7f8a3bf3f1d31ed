"""A virtual environment for each peer, created once and kept for the next run."""

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
    """A contestant cannot take part; the message says why."""


@dataclass(frozen=True)
class Python:
    """An interpreter, and the environment variables to run it with."""

    executable: str
    env: dict[str, str]


def use_current() -> Python:
    """Return the Python that runs the benchmark."""
    return _create_python(Path(sys.executable))


def prepare_venv(contestant: Contestant, folder: Path) -> Python:
    """Return the Python of a contestant's environment, with all that it requires.

    Raises:
        NotRunError: It cannot be set up.
    """
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
    requirements_text = "\n".join((*requirements, f"# Python {sys.version}", ""))
    if stamp.is_file() and stamp.read_text() == requirements_text:
        return
    shutil.rmtree(home, ignore_errors=True)
    created = subprocess.run(
        [sys.executable, "-m", "venv", str(home)], capture_output=True, text=True, check=False
    )
    if created.returncode:
        raise NotRunError("a virtual environment could not be created")
    if problem := _run_pip(python, *requirements):
        raise NotRunError(f"pip could not install it: {problem}")
    stamp.write_text(requirements_text)


def _run_pip(python: Python, *requirements: str) -> str:
    """Install packages; return why that failed, or nothing."""
    command = [python.executable, "-m", "pip", "install", "-q", *requirements]
    done = subprocess.run(command, capture_output=True, text=True, env=python.env, check=False)
    if not done.returncode:
        return ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
    return errors[-1] if errors else f"pip ended with {done.returncode}"
