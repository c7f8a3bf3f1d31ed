"""The handbook's reference, generated from the code: options, names for scripts, rules, commands.

A page includes a part with a comment: `<!-- reference: options -->`.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import click
import live_diagrams
from live_diagrams.checks import registry
from live_diagrams.commands.main import main
from live_diagrams.commands.schema import describe_options
from mkdocs.structure.pages import Page

COMMENT = re.compile(r"<!-- reference: (\w+) -->")


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Replace each comment by the part that it names."""
    return COMMENT.sub(lambda match: "\n".join(PARTS[match[1]]()), markdown)


def write_options() -> Iterator[str]:
    """Yield a table of all options."""
    yield "| option | type | default | meaning |\n|---|---|---|---|"
    for name, option in describe_options().items():
        kind = option.get("type") or " or ".join(f"`{word}`" for word in option["enum"])
        default = f"`{json.dumps(option['default'])}`" if option["default"] not in ("", [], {}) else "empty"
        yield f"| [`{name}`](options.md#{name}) | {kind} | {default} | {option['description']} |"


def write_names() -> Iterator[str]:
    """Yield a section for each name that scripts can import from the package."""
    for name in live_diagrams.__all__:
        exported = getattr(live_diagrams, name)
        if callable(exported):
            yield f"### {name}\n\n```python\n{name}{format_signature(exported)}\n```\n"
            yield from format_docstring(inspect.getdoc(exported) or "")
            yield from write_methods(name, exported)


def write_methods(name: str, exported: Callable[..., Any]) -> Iterator[str]:
    """Yield a definition for each public method of a class."""
    for method, function in inspect.getmembers(exported, inspect.isfunction):
        if not method.startswith("_") and function.__qualname__.startswith(f"{name}."):
            yield f"`.{method}{format_signature(function)}`\n"
            lines = format_docstring(inspect.getdoc(function) or "")
            yield from (f":   {line}" if line else "" for line in lines)
            yield ""


def format_signature(function: Callable[..., Any]) -> str:
    """Return the parameters of a function as an author writes them."""
    signature = inspect.signature(function)
    parameters = [parameter for parameter in signature.parameters.values() if parameter.name != "self"]
    public = signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty)
    return re.sub(r": '([^']*)'", r": \1", str(public))


def format_docstring(docstring: str) -> Iterator[str]:
    """Yield a docstring as Markdown, with lists for `Args:`, `Raises:` and `Returns:`."""
    for block in re.split(r"\n\s*\n", docstring):
        heading, _, rest = block.partition("\n")
        if heading in ("Args:", "Raises:", "Returns:"):
            yield f"{heading.replace('Args', 'Arguments')}\n"
            for name, text in re.findall(r"^ {4}(\w+): (.*?)(?=^ {4}\w+: |\Z)", rest, re.M | re.S):
                yield f"- `{name}`: {' '.join(text.split())}"
            yield ""
        else:
            yield " ".join(block.split()) + "\n"


def write_rules() -> Iterator[str]:
    """Yield a table of all installed rules, each with its reason."""
    yield "| rule | why | source |\n|---|---|---|"
    for check in registry.list_checks():
        page, _, anchor = check.help.partition("/#")
        source = f"[source]({check.source})" if check.source else ""
        yield f"| [`{check.name}`]({page.rstrip('/')}.md#{anchor or check.name}) | {check.why} | {source} |"


def write_commands() -> Iterator[str]:
    """Yield the help of every command, as the terminal shows it."""
    for path, command in iterate_commands(main):
        context = click.Context(command, info_name=f"live-diagrams {path}", max_content_width=90)
        yield f"### live-diagrams {path}\n\n```text\n{command.get_help(context)}\n```\n"


def iterate_commands(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command of a group with its full name, sorted; commands of a group inside follow it."""
    for name, command in sorted(group.commands.items()):
        yield prefix + name, command
        if isinstance(command, click.Group):
            yield from iterate_commands(command, f"{prefix}{name} ")


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "options": write_options,
    "scripts": write_names,
    "rules": write_rules,
    "commands": write_commands,
}
