"""A project as it was at another revision, from its git repository."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from . import differences
from .differences import Drawn
from .errors import CheckError, FigureError
from .figure import Figure
from .pipeline import Pipeline, Settings


@contextmanager
def at(revision: str, now: Settings) -> Iterator[Settings]:
    """The settings of the same project at a revision, in a temporary folder.

    Figures are remembered in the same place, so that what has not changed since is not drawn again.

    Raises:
        CheckError: There is no git repository, no git, or no such revision.
    """
    top = Path(_git(now.root, "rev-parse", "--show-toplevel").decode().strip())
    commit = _git(now.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise CheckError(f"there is no revision `{revision}` in {top}")
    with TemporaryDirectory(prefix="live-diagrams-") as folder:
        content = _git(top, "archive", "--format=tar", commit.decode().strip())
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            archive.extractall(folder, filter="data")
        root = Path(folder, now.root.resolve().relative_to(top.resolve()))
        yield replace(now, root=root, cache_dir=str((now.root / now.cache_dir).resolve()))


def drawn(settings: Settings) -> dict[str, Drawn]:
    """Every figure of a project, or what went wrong with it."""
    engine = Pipeline(settings)
    found: dict[str, Drawn] = {}
    try:
        engine.prepare()
        for name in engine.sources.names():
            made: list[Figure] | FigureError
            try:
                made = engine.ask(engine.sources.script(name)).result()
            except FigureError as error:
                made = error
            found |= differences.every(name, made)
    finally:
        engine.close()
    return found


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        raise CheckError("comparing with another revision needs the program git") from None
    if done.returncode and arguments[0] == "rev-parse" and "--verify" in arguments:
        return b""
    if done.returncode:
        raise CheckError(f"git: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
