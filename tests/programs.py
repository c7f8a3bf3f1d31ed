"""Commands of the environment, run as their users run them.

Python needs half a second to import MkDocs. On Linux a process that has imported it runs `mkdocs` and
`live-diagrams` in children, whose environment, folder, output and exit code are those of a command.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

SECONDS = 400
"""How long a command may take: the guide is built in ten, and a busy machine needs many times that."""

_WARM = {"mkdocs": "mkdocs.__main__:cli", "live-diagrams": "live_diagrams.commands.main:main"}
_IMPORTED = (
    *("mkdocs.__main__", "mkdocs.commands.build", "mkdocs.contrib.search", "markdown.extensions.toc"),
    *("markdown.extensions.fenced_code", "markdown.extensions.tables", "markdown.extensions.attr_list"),
    *("pymdownx.superfences", "pymdownx.highlight", "live_diagrams.commands.main"),
    *(
        "live_diagrams.mkdocs_plugin.plugin",
        "live_diagrams.mkdocs_plugin.site",
        "live_diagrams.engine.pipeline",
    ),
)


def program(
    name: str, *arguments: str, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment: `program("mkdocs", "build", cwd=…)`."""
    path = str(Path(sys.executable).with_name(name))
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **(env or {})}
    imports_the_same = variables.get("PYTHONPATH") == _PYTHONPATH
    if name in _WARM and imports_the_same and sys.platform == "linux":
        return _run_in_child([path, *arguments], cwd, variables)
    return subprocess.run(
        [path, *arguments],
        cwd=cwd,
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


def _run_in_child(command: list[str], cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    server = _start_server()
    assert server.stdin
    assert server.stdout
    with tempfile.TemporaryDirectory(dir=_FOLDER) as folder:
        server.stdin.write(json.dumps([command, str(cwd), env, folder]) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        out, err = (Path(folder, name).read_text(encoding="utf-8") for name in ("out", "err"))
    if code == -signal.SIGALRM:
        raise subprocess.TimeoutExpired(command, SECONDS, out, err)
    return subprocess.CompletedProcess(command, code, out, err)


# As they are before a test sets others.
_PYTHONPATH = os.environ.get("PYTHONPATH")
_FOLDER = tempfile.gettempdir()


@functools.cache
def _start_server() -> subprocess.Popen[str]:
    # Nothing that tests set for a while, since it serves all of them.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LIVE_DIAGRAMS", "TMP"))}
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.programs"],
        cwd=Path(__file__).parent.parent,
        env={**env, "NO_MKDOCS_2_WARNING": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin
    atexit.register(server.wait)
    atexit.register(server.stdin.close)
    return server


def _serve() -> None:
    for module in _IMPORTED:
        __import__(module)
    while line := sys.stdin.readline():
        if not (pid := os.fork()):
            sys.exit(_run(*json.loads(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _run(command: list[str], cwd: str, env: dict[str, str], folder: str) -> object:
    """Run a command in this process, which is no other's."""
    for descriptor, path in ((0, os.devnull), (1, f"{folder}/out"), (2, f"{folder}/err")):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), descriptor)
    signal.alarm(SECONDS)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    tempfile.tempdir = None
    sys.argv = command
    main = sys.modules["__main__"]
    main.__package__ = main.__spec__ = None  # as of a script, and not of `python -m`
    sys.path[0] = str(Path(command[0]).parent)
    module, _, function = _WARM[Path(command[0]).name].partition(":")
    return getattr(sys.modules[module], function)()


if __name__ == "__main__":
    _serve()
