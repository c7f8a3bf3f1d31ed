"""The place of the installed package. The only module that reads `__file__`."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
"""The folder of `live_diagrams`: its code and its assets."""

ASSETS = FOLDER / "assets"
"""The folder of stylesheets, browser scripts and other files that are not Python."""

IMPORT_ROOT = FOLDER.parent
"""The folder that has to be in `sys.path` for `import live_diagrams`."""
