"""Mutants tried one after another in one copy of the guide: what a process of its own can do."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support import ROOT

from . import guide
from .mutant import Mutant


def tried(mutants: Sequence[Mutant]) -> list[set[str] | None]:
    """The rules that find each mutant, in a copy of the guide for all of them; nothing for one that is none.

    Raises:
        RuntimeError: The guide has problems before anything is changed.
    """
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder, guide.opened(ROOT, Path(folder)) as copy:
        if copy.problems:
            raise RuntimeError("the guide has problems as it is:\n" + "\n".join(map(str, copy.problems)))
        found = (copy.found(mutant) for mutant in mutants)
        return [None if problems is None else {problem.rule for problem in problems} for problems in found]
