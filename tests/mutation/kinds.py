"""All kinds of mutants."""

from __future__ import annotations

from pathlib import Path

from . import declarations, figures, manifests, pages
from .mutant import Mutant


def list_mutants(root: Path) -> list[Mutant]:
    """Return every mutant of a project's guide, each once."""
    mutants = [
        *manifests.iterate_mutants(root),
        *figures.iterate_mutants(root),
        *declarations.iterate_mutants(root),
        *pages.iterate_mutants(root),
    ]
    return list(dict.fromkeys(mutants))
