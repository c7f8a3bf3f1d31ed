"""Build every figure of a project, as a process of its own: `python build.py ROOT OUT`.

What came of it is written to OUT in one go, so that equal files are equal builds.
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.codec import encode
from live_diagrams.model.settings import Settings


def main() -> None:
    root, out = Path(sys.argv[1]), Path(sys.argv[2])
    pipeline = Pipeline(Settings(root, timeout=60.0, workers=2))
    pipeline.request_all()
    said = {}
    for name in pipeline.scripts.iterate_names():
        figures = pipeline.request_figures(pipeline.scripts.get_script(name)).result(120)
        icons = {key: figure.icons[key] for figure in figures for key in figure.list_icon_keys()}
        said[name] = [[dataclasses.replace(figure, icons={}, combinations=()) for figure in figures], icons]
    pipeline.close()
    temporary = out.with_suffix(".tmp")
    temporary.write_bytes(encode(said))
    temporary.replace(out)


if __name__ == "__main__":
    main()
