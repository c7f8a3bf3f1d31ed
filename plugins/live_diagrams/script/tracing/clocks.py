"""Noticing who asks the clock by `datetime.now`, which Python neither reports nor lets replace.

In the author's own files, where the text has such a name, each `x.now` becomes `watch(x, "now")`: it returns
the same, and notices if `x` is a class of dates.
"""

from __future__ import annotations

import ast
import builtins
import datetime
import re
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

_WATCH = "__live_diagrams_watch__"
_NAMES = frozenset({"now", "utcnow"})
_BYTES, _TEXT = re.compile(rb"\b(?:utc)?now\b"), re.compile(r"\b(?:utc)?now\b")


def compile_author_code(source: str | bytes, name: str) -> CodeType:
    """Return the code of one of the author's files.

    Raises:
        SyntaxError: It cannot be compiled.
        ValueError: It has null characters.
    """
    match = _BYTES.search(source) if isinstance(source, bytes) else _TEXT.search(source)
    if not match:
        return compile(source, name, "exec", dont_inherit=True)
    tree = compile(source, name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    watched = ast.fix_missing_locations(_Watcher().visit(tree))
    code: CodeType = compile(watched, name, "exec", dont_inherit=True)
    return code


def watch_clocks(notice: Callable[[str, FrameType], None]) -> None:
    """Call `notice` with the name and the frame of each such inquiry, from now on."""

    def watch(value: Any, name: str) -> Any:
        if isinstance(value, type) and issubclass(value, datetime.date):
            notice(f"{value.__name__}.{name}", sys._getframe(1))
        return getattr(value, name)

    setattr(builtins, _WATCH, watch)


class _Watcher(ast.NodeTransformer):
    """Replaces the reading of the attributes."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """Return a call in place of an attribute of such a name that is read."""
        self.generic_visit(node)
        if node.attr not in _NAMES or not isinstance(node.ctx, ast.Load):
            return node
        watch = ast.Name(_WATCH, ast.Load())
        return ast.copy_location(ast.Call(watch, [node.value, ast.Constant(node.attr)], []), node)
