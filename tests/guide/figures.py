"""The figures of the guide: what they state, and which of it is typed in a script and not derived."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.model.figure import Figure
from live_diagrams.model.graph.graph import Graph
from live_diagrams.model.settings import Settings
from live_diagrams_kube import Manifests
from live_diagrams_kube.figure_rules.entities import KINDS
from live_diagrams_kube.figure_rules.values import SERVICE_TYPES, read_values

from tests.support import ROOT

FOLDER = ROOT / "diagram_src"
_FIELD = re.compile(r"(?:spec|metadata|status)[\w.]*|[\w-]+\.yaml|diagram_src/.*|docs/.*")
_EXAMPLE = "gallery"
"""Figures in this folder are of other systems, which have no manifests."""


@functools.cache
def read_shop() -> Manifests:
    """The manifests of the guide, with what is declared outside."""
    return Manifests(str(ROOT / "docs/manifests"), str(FOLDER / "outside.yaml"))


def list_scripts() -> list[Path]:
    """The scripts of the guide, helpers included."""
    return sorted(FOLDER.glob("*.py"))


def find_typed(source: str) -> Iterator[tuple[int, str]]:
    """Yield each address, port, host, path, weight and name of an object in a text of a script.

    Keys by which a script looks an object up, and ids of nodes, are no texts.
    """
    names = {
        id_.rpartition("/")[2] for id_ in read_shop().ids if re.search(r"-\w*\d|-", id_.partition("/")[2])
    }
    pattern = re.compile(
        rf"(?<![\w/-])(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?![\w-])"
    )
    by_kind = re.compile(
        rf"\b(?:{'|'.join(sorted(KINDS))})[ \n]([a-z][a-z0-9]*(?:-[a-z0-9]+)+|web|api|shop)\b"
    )
    for line, text in _iterate_texts(ast.parse(source)):
        collected = [value.text for value in read_values(text) if value.kind != "type"]
        yield from (
            (line, value)
            for value in dict.fromkeys([*collected, *pattern.findall(text), *by_kind.findall(text)])
        )


def _iterate_texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the strings of a script that can be read in its figure, with their lines."""
    skipped = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
            and ast.get_docstring(node) is not None
        ):
            skipped.add(node.body[0].value)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
        elif isinstance(node, ast.Subscript):
            skipped.update(ast.walk(node.slice))
        elif isinstance(node, ast.Dict):
            skipped.update(part for key in node.keys if key for part in ast.walk(key))
        elif isinstance(node, ast.keyword) and node.arg in ("nodeid", "href", "color", "fontcolor"):
            skipped.update(ast.walk(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            is_id = read_shop().find(node.value) or re.fullmatch(r"[A-Z]\w+/\S*", node.value)
            if not is_id and not _FIELD.fullmatch(node.value) and node.value not in SERVICE_TYPES:
                yield node.lineno, node.value


@functools.cache
def render_figures() -> dict[str, list[Graph]]:
    """The graphs of every figure of the guide, one for each combination of choices."""
    pipeline = Pipeline(Settings(ROOT, narrow="none", layout_budget=0.0))
    try:
        names = [path.stem for path in list_scripts() if not path.stem.startswith("_")]
        figures = {name: pipeline.render_figure(name) for name in names}
    finally:
        pipeline.close()
    return {
        name: [each.graph for each in figure.list_combinations()]
        for name, figure in figures.items()
        if isinstance(figure, Figure)
    }


def iterate_labels(graph: Graph) -> Iterator[str]:
    """Yield every text that readers see in a figure, or below it."""
    yield from graph.iterate_labels()
    for step in graph.steps:
        yield from (step.text, step.note, *(value for _, value in step.state))
    for question in graph.questions:
        yield from (question.text, question.because, *(option.label for option in question.options))


def describe() -> Iterator[str]:
    """Yield what there is to count of the figures, and each value that is typed."""
    graphs = render_figures()
    every = [graph for figure in graphs.values() for graph in figure]
    steps = [step for figure in graphs.values() for step in figure[0].steps]
    questions = {question.text for graph in every for question in graph.questions}
    values = {
        (name, value)
        for name, figure in graphs.items()
        for g in figure
        for t in iterate_labels(g)
        for value in read_values(t)
    }
    typed = [
        f"{path.relative_to(ROOT)}:{line}: {value}"
        for path in list_scripts()
        for line, value in find_typed(path.read_text(encoding="utf-8"))
    ]
    yield f"{len(graphs)} figures in {len(every)} combinations of choices"
    yield f"{len(steps)} steps, {sum(bool(step.state) for step in steps)} with a state"
    yield f"{len(questions)} questions in {sum(any(g.questions for g in f) for f in graphs.values())} figures"
    yield f"{len(values)} values in labels, steps and answers, {len(typed)} of them typed in a script"
    yield from (f"  {each}" for each in typed)


Answers = dict[tuple[str, str], set[frozenset[str]]]
"""The right answers by figure and question: a set of nodes or words for each combination that differs."""


def read_checked_answers() -> Answers:
    """Return the right answers as somebody has checked them."""
    checked = yaml.safe_load((ROOT / "tests/guide/answers.yaml").read_text(encoding="utf-8"))
    return {
        (name, text): {frozenset(a if isinstance(a, list) else str(a).split(", ")) for a in answers}
        for name, questions in checked.items()
        for text, answers in questions.items()
    }


def collect_answers(figures: Mapping[str, Iterable[Graph]]) -> Answers:
    """Return the right answers as figures state them."""
    collected: Answers = {}
    for name, graphs in figures.items():
        for question in (question for graph in graphs for question in graph.questions):
            right = frozenset(option.node or option.label for option in question.answers)
            collected.setdefault((name, question.text), set()).add(right)
    return collected


def find_wrong_rows(page: str, flow: Graph) -> Iterator[str]:
    """Yield each row of the walkthrough's tables whose addresses are not those of its step."""
    rows = re.findall(r"^\| (\d+) \|[^|]*\| ([\d.]+:\d+) \| ([\d.]+:\d+) \|", page, re.MULTILINE)
    for number, *ends in rows or [("0", "", "")]:
        states = [dict(step.state) for step in flow.steps[int(number) - 1 : int(number)]]
        if [[state.get("Source"), state.get("Destination")] for state in states] != [ends]:
            yield f"{number}: {ends}, and the figure has {states}"
