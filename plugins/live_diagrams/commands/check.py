"""The one way to check a site from outside of a build: the command comes here."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from ..checks import registry
from ..checks.report import Report
from ..model.errors import CheckError


def check(config_file: str | None = None, *, verbose: bool = False) -> Report:
    """Build a site into a temporary folder and check it, as `mkdocs build` does at its end.

    What ends the build is said on standard error; what the build only warns of is either a problem, or
    not ours to say.

    Args:
        config_file: The site's configuration; `mkdocs.yml` in the working folder where there is none.
        verbose: Whether to say what was looked at, too.

    Raises:
        CheckError: The site cannot be built at all, or does not load the plugin.
    """
    try:
        from ..mkdocs_plugin import site
    except ImportError:
        raise CheckError("checking a site needs mkdocs: pip install mkdocs") from None
    errors = logging.StreamHandler()
    errors.setLevel(logging.ERROR)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(errors)
    try:
        built = site.build_site(config_file)
    finally:
        logger.removeHandler(errors)
    base = _from_here(Path(config_file or "mkdocs.yml").resolve().parent)
    return Report(
        tuple(built.diagnostics),
        tuple(registry.list_checks()),
        built.options.handbook,
        base,
        tuple(registry.collect_counts(built.site)),
        tuple(registry.collect_details(built.site)) if verbose else (),
    )


def _from_here(folder: Path) -> str:
    """The way to a folder from the working one, empty for that itself."""
    try:
        way = Path(os.path.relpath(folder)).as_posix()
    except ValueError:  # on another drive
        return ""
    return "" if way == "." else way
