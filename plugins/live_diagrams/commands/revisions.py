"""A project as it was at another revision, from its git repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ..engine.pipeline import Pipeline
from ..model.errors import CheckError, FigureError
from ..model.figure import Figure
from ..model.settings import Settings
from . import differences
from .differences import Drawn

_OF_HOOKS = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}


@contextmanager
def at(revision: str, now: Settings) -> Iterator[Settings]:
    """The settings of the same project at a revision, in a temporary folder.

    Figures are remembered in the same place, so that what has not changed since is not drawn again.

    Raises:
        CheckError: There is no git repository, no git, or no such revision.
    """
    inside = _git(now.root, "rev-parse", "--show-toplevel")
    if inside.returncode:
        raise CheckError(f"{now.root} is in no git repository that can be read: {_last(inside.stderr)}")
    top = Path(inside.stdout.decode().rstrip("\r\n"))
    commit = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit.returncode:
        raise CheckError(f"there is no revision `{revision}` in {top}; `git log` lists those that there are")
    with TemporaryDirectory(prefix="live-diagrams-") as folder:
        tree = Path(folder, "tree")
        tree.mkdir()
        # An index of its own: what the author has staged stays, and links and filters are as in a checkout.
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        for step in (
            ("read-tree", commit.stdout.decode().strip()),
            ("checkout-index", "--all", "--quiet", f"--prefix={tree.as_posix()}/"),
        ):
            done = _git(top, *step, env=index)
            if done.returncode:
                raise CheckError(f"`{revision}` cannot be checked out: {_last(done.stderr)}")
        root = tree / now.root.resolve().relative_to(top.resolve())
        yield replace(now, root=root, cache_dir=str((now.root / now.cache_dir).resolve()))


def drawn(settings: Settings) -> dict[str, Drawn]:
    """Every figure of a project, or what went wrong with it."""
    engine = Pipeline(settings)
    found: dict[str, Drawn] = {}
    try:
        engine.request_all()
        for name in engine.scripts.iterate_names():
            made: list[Figure] | FigureError
            try:
                made = engine.request_figures(engine.scripts.get_script(name)).result()
            except FigureError as error:
                made = error
            found |= differences.every(name, made)
    finally:
        engine.close()
    return found


def _git(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, which alone decides the repository: a hook's environment names another."""
    around = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    try:
        return subprocess.run(
            ["git", *arguments], cwd=folder, env={**around, **(env or {})}, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise CheckError("comparing with another revision needs the program git; install it") from None


def _last(said: bytes) -> str:
    """The last line of what git said."""
    return (said.decode(errors="replace").strip().splitlines() or ["git does not say why"])[-1]
