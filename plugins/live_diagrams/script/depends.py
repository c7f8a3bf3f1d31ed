"""The dependencies that a script declares, since the engine cannot see them. Imports nothing heavy."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable

OnDepends = Callable[["list[str] | None", "list[str] | None", "float | None"], None]

on_depends: OnDepends = lambda files, env, max_age: None  # noqa: E731
"""Called with each declaration, None for what it does not name; replaced while the engine runs a script."""


def depends(
    files: Iterable[str | os.PathLike[str]] | None = None,
    env: Iterable[str] | None = None,
    max_age: float | None = None,
) -> None:
    """Declare what this script's figure depends on that the engine cannot see.

    Files that Python opens, folders that it lists and variables that it reads are seen anyway. Run plainly
    (`python script.py`), this only checks its arguments.

    Args:
        files: Paths of files that another program reads for the script, or patterns such as `data/*.txt`.
        env: Names of environment variables.
        max_age: Seconds after which the figure is rendered again, for data from a clock or a network;
            `float("inf")` for never, where the figure does not show what was asked.

    Raises:
        TypeError: `files` or `env` is one name in place of a list, or `max_age` is no number.
        ValueError: `max_age` is below 0.
    """
    file_list = None if files is None else _list_names("files", files)
    env_list = None if env is None else _list_names("env", env)
    if max_age is not None:
        if isinstance(max_age, bool) or not isinstance(max_age, (int, float)):
            raise TypeError(f"depends(max_age=…) takes a number of seconds, not {max_age!r}")
        if math.isnan(max_age) or max_age < 0:
            raise ValueError(f"depends(max_age=…) takes a number of seconds from 0 on, not {max_age!r}")
    on_depends(file_list, env_list, max_age)


def _list_names(argument: str, value: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Return the names that an argument has.

    Raises:
        TypeError: It is one name, or something else than names.
    """
    if isinstance(value, (str, bytes, os.PathLike)):
        single = os.fsdecode(value)
        raise TypeError(
            f"depends({argument}=…) takes a list of names; write depends({argument}=[{single!r}])"
        )
    names: list[str] = []
    for name in value:
        if not isinstance(name, str) and not (argument == "files" and isinstance(name, os.PathLike)):
            raise TypeError(f"depends({argument}=…) takes names, not {name!r}")
        names.append(os.fspath(name))
    return names
