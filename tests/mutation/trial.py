"""Mutants are tried one after another, in one copy of the guide for each process."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support import ROOT

from .guide import open_guide
from .mutant import Mutant


def try_mutants(mutants: Sequence[Mutant]) -> list[set[str] | None]:
    """Return the rules that find each mutant, or nothing for a change that draws the same figure.

    Raises:
        RuntimeError: The guide has problems before anything is changed.
    """
    logging.disable(logging.WARNING)
    with (
        tempfile.TemporaryDirectory(prefix="mutation-") as folder,
        open_guide(ROOT, Path(folder)) as copy,
    ):
        if copy.problems:
            raise RuntimeError("the guide has problems as it is:\n" + "\n".join(map(str, copy.problems)))
        diagnostics = (copy.diagnose(mutant) for mutant in mutants)
        return [
            None if problems is None else {problem.rule for problem in problems} for problems in diagnostics
        ]
