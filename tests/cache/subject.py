"""A script that depends on something, the subject, beside one that never does."""

from __future__ import annotations

import io
from collections.abc import Mapping
from textwrap import dedent

from live_diagrams.model.figure import Figure
from PIL import Image

from tests.project import Site

DRAW = """
from diagrams import Diagram, Node
with Diagram("Subject", show=False):
    Node(str(label))
"""
"""The end of a script that draws its variable `label`."""


def write_subject(site: Site, script: str) -> None:
    """Write the subject: a script that sets `label`, which it then draws."""
    site.script("subject", f"{dedent(script)}\n{DRAW}")


def write_files(site: Site, files: Mapping[str, str]) -> None:
    """Write files of the project, whose text loses its last line end; `-> PATH` is a link."""
    for name, text in files.items():
        path = site.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("-> "):
            path.unlink(missing_ok=True)
            path.symlink_to(text.removeprefix("-> ").strip())
        else:
            path.write_text(text.removesuffix("\n"), encoding="utf-8")


def make_icon_script(icon: str) -> str:
    """Return a script whose only node has an icon of the author's."""
    return f"""
from diagrams import Diagram
from diagrams.custom import Custom
with Diagram("Icon", show=False):
    Custom("own", {icon!r})
"""


def make_image(colour: str) -> bytes:
    """Return a PNG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "PNG")
    return out.getvalue()


def list_icons(figures: list[Figure]) -> list[str]:
    """Return the icons that figures refer to, as base64."""
    return [figure.icons[key] for figure in figures for key in figure.list_icon_keys()]
