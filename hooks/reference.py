"""The handbook's reference, written from the code: options, what scripts import, rules, commands.

A page asks for a part with a comment: `<!-- reference: options -->`.
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
from live_diagrams.commands import main as cli
from live_diagrams.commands import schema
from mkdocs.structure.pages import Page

ASKED = re.compile(r"<!-- reference: (\w+) -->")


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Put the parts in where a page asks for them."""
    return ASKED.sub(lambda match: "\n".join(PARTS[match[1]]()), markdown)


def options() -> Iterator[str]:
    """Every option, as the class of the plugin's configuration has it."""
    yield "| option | type | default | meaning |\n|---|---|---|---|"
    for name, said in schema.describe_options().items():
        kind = said.get("type") or " or ".join(f"`{word}`" for word in said["enum"])
        default = f"`{json.dumps(said['default'])}`" if said["default"] not in ("", [], {}) else "empty"
        yield f"| [`{name}`](options.md#{name}) | {kind} | {default} | {said['description']} |"


def scripts() -> Iterator[str]:
    """What a script can import from the package."""
    for name in live_diagrams.__all__:
        thing = getattr(live_diagrams, name)
        if not callable(thing):
            continue
        yield f"### {name}\n\n```python\n{name}{signature(thing)}\n```\n"
        yield from sections(inspect.getdoc(thing) or "")
        for method, function in inspect.getmembers(thing, inspect.isfunction):
            if not method.startswith("_") and function.__qualname__.startswith(f"{name}."):
                yield f"`.{method}{signature(function)}`\n"
                yield from (
                    f":   {line}" if line else "" for line in sections(inspect.getdoc(function) or "")
                )
                yield ""


def signature(of: Callable[..., Any]) -> str:
    """What a function takes, as an author writes it."""
    whole = inspect.signature(of)
    taken = [parameter for parameter in whole.parameters.values() if parameter.name != "self"]
    shown = whole.replace(parameters=taken, return_annotation=inspect.Signature.empty)
    return re.sub(r": '([^']*)'", r": \1", str(shown))


def sections(doc: str) -> Iterator[str]:
    """A docstring as Markdown: what is below `Args:` and `Raises:` as lists."""
    for block in re.split(r"\n\s*\n", doc):
        head, _, rest = block.partition("\n")
        if head in ("Args:", "Raises:", "Returns:"):
            yield f"{head.rstrip(':').replace('Args', 'Takes')}:\n"
            for item in re.findall(r"^ {4}(\w+): (.*?)(?=^ {4}\w+: |\Z)", rest, re.M | re.S):
                yield f"- `{item[0]}`: {' '.join(item[1].split())}"
            yield ""
        else:
            yield " ".join(block.split()) + "\n"


def rules() -> Iterator[str]:
    """Every rule that is installed, with its reason."""
    yield "| rule | why | rests on |\n|---|---|---|"
    for check in registry.list_checks():
        page, _, anchor = check.help.partition("/#")
        source = f"[source]({check.source})" if check.source else ""
        yield f"| [`{check.name}`]({page.rstrip('/')}.md#{anchor or check.name}) | {check.why} | {source} |"


def commands() -> Iterator[str]:
    """The help of every command, as the terminal shows it."""
    for name, command in sorted(cli.main.commands.items()):
        within = command.commands.items() if isinstance(command, click.Group) else ()
        for path, each in [(name, command), *((f"{name} {inner}", one) for inner, one in within)]:
            context = click.Context(each, info_name=f"live-diagrams {path}", max_content_width=90)
            yield f"### live-diagrams {path}\n\n```text\n{each.get_help(context)}\n```\n"


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "options": options,
    "scripts": scripts,
    "rules": rules,
    "commands": commands,
}
