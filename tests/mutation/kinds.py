"""All kinds of mutants."""

from __future__ import annotations

from pathlib import Path

from . import declarations, figures, manifests
from .mutant import Mutant


def mutants(root: Path) -> list[Mutant]:
    """Every mutant of a project's guide, each once."""
    found = [
        *manifests.mutants(root),
        *figures.mutants(root),
        *declarations.mutants(root),
    ]
    return list(dict.fromkeys(found))
