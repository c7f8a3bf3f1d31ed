"""The command `live-diagrams doctor`: what this machine can do for figures, and what to do about the rest."""

from __future__ import annotations

import platform
import sys
from importlib.util import find_spec

import click

from ..cache.remote.transport import INSTALL, PACKAGES
from ..layout.engines import graphlay, graphviz
from ..runner.pools import pool
from ..runner.sandbox import support
from ..version import __version__


@click.command()
def doctor() -> None:
    """Print what this machine can do: layout engines, processes, shared caches, each part of the sandbox.

    The exit code is 1 if figures cannot be drawn here.

    \b
    Example:
      live-diagrams doctor
    """
    python = platform.python_version()
    click.echo(f"live-diagrams {__version__}, Python {python}, {sys.platform} {platform.machine()}")
    has_graphviz = graphviz.is_binding_installed()
    _report("Graphviz", has_graphviz, "its wheel is installed" if has_graphviz else graphviz.MISSING)
    has_graphlay = graphlay.is_installed()
    _report("graphlay", has_graphlay, "is installed" if has_graphlay else "is missing: pip install graphlay")
    method = pool.choose_method()
    _report("processes", True, f"scripts run in processes made by {method}")
    _report("shared cache", True, _describe_addresses())
    features = support.list_features()
    for feature in features:
        _report(f"sandbox: {feature.name}", feature.works, feature.detail)
    problem = support.find_problem()
    can = "scripts can run in a sandbox here (`sandbox: required`)"
    click.echo(f"{'✗' if problem else '✓'} {'there is no sandbox here' if problem else can}")
    if not has_graphviz:
        raise SystemExit(1)


def _describe_addresses() -> str:
    """Return which addresses a shared cache can have here (`remote_cache`), and what others need."""
    if find_spec("fsspec") is None:
        return f"can be a folder; for an address, {INSTALL}"
    schemes = [scheme for scheme, package in PACKAGES.items() if find_spec(package)]
    missing = sorted({package for package in PACKAGES.values() if not find_spec(package)})
    others = f"; others need a package ({', '.join(missing)})" if missing else ""
    return f"can be a folder{''.join(f', {scheme}://' for scheme in schemes)}{others}"


def _report(name: str, works: bool, detail: str) -> None:
    click.echo(f"{'✓' if works else '✗'} {name}: {detail}")
