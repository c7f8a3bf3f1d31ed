"""A figure as plain text, for terminals and for programs that read words alone. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.figure import RenderedFigure
from ..model.graph.walkthrough import compare_states


def write_outline(figure: RenderedFigure) -> str:
    """Return the title, the nested parts, the sentences on edges, the steps and the choices."""
    sections = [
        [figure.name] if figure.name else [],
        [f"{'  ' * depth}- {words}" for depth, words in figure.description.outline],
        list(figure.description.connections),
        list(_list_steps(figure)),
        list(_list_questions(figure)),
        [
            f"{choice.label}: {', '.join(choice.options)} (drawn: {choice.options[choice.default]})"
            for choice in figure.parameters
        ],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _list_steps(figure: RenderedFigure) -> Iterator[str]:
    for number, (step, state) in enumerate(zip(figure.steps, compare_states(figure.steps), strict=True), 1):
        yield f"{number}. {step.text}"
        yield from (f"   {line}" for line in step.note.splitlines())
        for entry in state:
            before = f" (before: {entry.before})" if entry.is_changed and entry.before else ""
            yield f"   {entry.name}: {entry.value}{before}"


def _list_questions(figure: RenderedFigure) -> Iterator[str]:
    for question in figure.questions:
        yield question.text
        yield from (f"- {option.label}{': right' if option.is_right else ''}" for option in question.options)
        yield from question.because.splitlines()
