"""How the machine's fonts are kept from Graphviz: its fontconfig reads a configuration that lists none."""

from __future__ import annotations

from ...model import package

VARIABLE = "FONTCONFIG_FILE"
NO_FONTS = str(package.ASSETS / "no-fonts.conf")
