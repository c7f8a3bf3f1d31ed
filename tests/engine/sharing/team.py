"""Several machines with the same project, in folders of their own, and what they share."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.project import Build, Site, as_bytes

ICONS = """\
from diagrams import Diagram
from diagrams.k8s.compute import Pod
from diagrams.k8s.network import Service
with Diagram("Icons", show=False):
    Service("service") >> [Pod("a"), Pod("b")]
"""
FILES = """\
import os
from pathlib import Path
from _helper import label
from diagrams import Diagram, Node
os.listdir("."), os.path.exists("absent"), Path(__file__).resolve()
label += Path("data.txt").read_text()
with Diagram("Files", show=False):
    Node(label)
"""


def create_site(where: Path) -> Site:
    """Return a project whose scripts have icons, and read files."""
    site = Site(where)
    site.script("icons", ICONS)
    site.script("files", FILES)
    site.write("_helper.py", "label = 'one'")
    site.write("data.txt", "!")
    return site


def copy_site(site: Site, where: Path) -> Site:
    """Return the project on another machine, without a cache. Its scripts are the same, log included."""
    twin = Site(where)
    twin.log = site.log
    shutil.copytree(site.folder, twin.folder, dirs_exist_ok=True)
    return twin


def encode_build(build: Build) -> dict[str, bytes]:
    """Return the figures of a build by their scripts; equal bytes are equal figures."""
    return {name: as_bytes(build.figures(name)) for name in build.results}
