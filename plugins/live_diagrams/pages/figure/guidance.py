"""What leads a reader through a figure, as HTML: steps with their states, and questions. Pure.

Everything can be read without a script, steps as a list and answers on demand. The script shows one step
after another, and compares what a reader picks with the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ...model.figure import Figure
from ...model.graph.walkthrough import Question, StateEntry, compare_states
from ...model.printable import strip_controls
from ...model.words import ENGLISH, Words
from .notes import convert_note


def write_walkthrough(figure: Figure, prefix: str, words: Words = ENGLISH) -> str:
    """Return all steps as a list, each with its state; `prefix` is that of the figure's ids."""
    items = "".join(
        f'<li id="{escape(prefix)}-step-{number}"><p>{escape(strip_controls(step.text))}</p>'
        f"{convert_note(step.note)}{_write_state(entries, words)}</li>"
        for number, (step, entries) in enumerate(
            zip(figure.steps, compare_states(figure.steps), strict=True), 1
        )
    )
    return f'<div class="live-diagram__walk" data-search-exclude><ol>{items}</ol></div>' if items else ""


def _write_state(entries: tuple[StateEntry, ...], words: Words) -> str:
    """Return names and values; the words “was” and “new” mark what has changed for every reader."""
    output = []
    for entry in entries:
        mark = ""
        if entry.is_changed:
            mark = words.say("was {value}", value=entry.before) if entry.before else words.say("new")
            mark = f" <small>{escape(mark)}</small>"
        changed = ' class="is-changed"' if mark else ""
        output.append(
            f"<div{changed}><dt>{escape(entry.name)}:</dt> <dd>{escape(entry.value)}{mark}</dd></div>"
        )
    return f'<dl class="live-diagram__state">{"".join(output)}</dl>' if output else ""


def write_questions(figure: Figure, prefix: str, words: Words = ENGLISH) -> str:
    """Return the questions of a figure; `prefix` is that of the figure's ids."""
    return "".join(
        _write_question(question, f"{prefix}-ask-{number}", words)
        for number, question in enumerate(figure.questions, 1)
    )


def _write_question(question: Question, name: str, words: Words) -> str:
    answer = words.say("{sentence}.", sentence=words.join_and([option.label for option in question.answers]))
    # `dialog` keeps the page from being sent anywhere by the Enter key.
    return (
        '<form class="live-diagram__ask" method="dialog" data-search-exclude><fieldset>'
        f"<legend>{escape(question.text)}</legend>{''.join(_write_options(question, name))}</fieldset>"
        f"<details><summary>{escape(words.say('Answer'))}</summary>"
        f"<p>{escape(answer)}</p>{convert_note(question.because)}</details></form>"
    )


def _write_options(question: Question, name: str) -> Iterator[str]:
    kind = "radio" if len(question.answers) == 1 else "checkbox"
    for option in question.options:
        right = " data-right" if option.is_right else ""
        node = f' data-node="{escape(option.node)}"' if option.node else ""
        yield (
            f'<label><input type="{kind}" name="{escape(name)}" autocomplete="off"{node}{right}>'
            f"{escape(option.label)}</label>"
        )
