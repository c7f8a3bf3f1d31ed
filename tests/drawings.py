"""Drawing a graph in this process, without a script."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from live_diagrams.layout.candidates.candidate import Candidate
from live_diagrams.layout.candidates.choice import find_first
from live_diagrams.model.figure import Drawing
from live_diagrams.model.graph.graph import Graph
from live_diagrams.model.job import Job
from live_diagrams.svg.drawing import paint_candidate
from live_diagrams.svg.painter import LoadIcon
from live_diagrams.svg.validation import validate_body

_ICON = re.compile(r"#ld-icon-[^\"]*")
"""Icons of these tests have short keys."""
JOB = Job("script.py", "script.py", "/", "/nowhere")


def draw_graph(graph: Graph, load_icon: LoadIcon, *, direction: str = "", engine: str = "") -> Drawing:
    """Return the drawing of a graph, by its own engine where none is given."""
    if engine:
        graph = replace(graph, attrs={**graph.attrs, "layout": engine})
    return paint_candidate(find_first(Candidate(graph, direction), JOB), load_icon)


def parse_drawing(drawing: Drawing) -> ET.Element:
    """Return a drawing as XML, after a check that pages accept it. Its ids begin with `here`."""
    validate_body(_ICON.sub("#ld-icon-0123456789", drawing.body))
    return ET.fromstring(f"<svg>{drawing.body.replace('<>', 'here').replace('xlink:href=', 'href=')}</svg>")
