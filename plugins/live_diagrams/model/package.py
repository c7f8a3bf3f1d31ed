"""Where the installed package lies. The only module that asks `__file__` for it."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
"""The folder of `live_diagrams`: all of its code and its assets."""

ASSETS = FOLDER / "assets"
"""Stylesheets, scripts and other files that are no Python."""

IMPORT_ROOT = FOLDER.parent
"""The folder that has to be on `sys.path` for `import live_diagrams`."""
