"""Render every figure of a project in a process of its own: `python build.py ROOT OUT`.

The result is written to OUT in one go, so that equal files are equal builds.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model import codec
from live_diagrams.model.figure import Figure, RenderedFigure
from live_diagrams.model.settings import Settings


def encode_build(build: Mapping[str, list[Figure]]) -> bytes:
    """Return all figures by script name, with the icons that they need."""
    return codec.encode([(name, *describe_figures(figures)) for name, figures in sorted(build.items())])


def describe_figures(figures: list[Figure]) -> tuple[list[dict[str, object]], dict[str, str]]:
    """Return figures as they are cached, and the icons that they need."""
    names = [field.name for field in fields(RenderedFigure)]
    rendered = [{name: getattr(figure, name) for name in names} for figure in figures]
    return rendered, {key: figure.icons[key] for figure in figures for key in figure.list_icon_keys()}


def main() -> None:
    root, out = Path(sys.argv[1]), Path(sys.argv[2])
    pipeline = Pipeline(Settings(root, timeout=120.0, workers=2))
    pipeline.request_all()
    scripts = {name: pipeline.scripts.get_script(name) for name in pipeline.scripts.iterate_names()}
    build = {name: pipeline.request_figures(script).result(300) for name, script in scripts.items()}
    pipeline.close()
    temporary = out.with_suffix(".tmp")
    temporary.write_bytes(encode_build(build))
    temporary.replace(out)


if __name__ == "__main__":
    main()
