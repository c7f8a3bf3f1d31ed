"""A run of Graphviz that can be stopped: in a separate process, which is killed when its time is up.

Nothing can interrupt Graphviz inside a process, and on some graphs it aborts. A run by itself costs about
three milliseconds where the system can fork, else the start of a Python; so only large graphs are laid out
like this.
"""

from __future__ import annotations

import faulthandler
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NoReturn

CAN_FORK = sys.platform == "linux"
"""Whether a process may be forked without a new program; macOS's own libraries do not allow it."""

TOOK_TOO_LONG = "the layout took too long"
_OK, _REFUSED = b"+", b"-"
_PROCESS = f"{__package__}.binding_process"
PATIENCE = 2.5
"""How many times its processor time a run may take by the clock, as it does on a busy machine."""


def run_engine(run: Callable[[str, str], str], source: str, engine: str, seconds: float) -> str:
    """Return the layout of a DOT source as an SVG document, made by `run` in a separate process.

    Args:
        run: Lays a source out by an engine.
        source: The DOT source.
        engine: The name of the engine.
        seconds: After these of processor time it is stopped; or after `PATIENCE` times as many by the clock.

    Raises:
        ValueError: Graphviz refuses the source, ends, or takes too long.
    """
    if seconds <= 0:
        raise ValueError(TOOK_TOO_LONG)
    data = _run_fork(run, source, engine, seconds) if CAN_FORK else _run_python(source, engine, seconds)
    if data[:1] not in (_OK, _REFUSED):
        raise ValueError("Graphviz ended without a layout")
    text = data[1:].decode()
    if data[:1] == _REFUSED:
        raise ValueError(text)
    return text


def _run_fork(run: Callable[[str, str], str], source: str, engine: str, seconds: float) -> bytes:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _answer(run, source, engine, writer, seconds)
    os.close(writer)
    try:
        data = _read_all(reader, time.monotonic() + seconds * PATIENCE)
    finally:
        os.close(reader)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
        raise ValueError(TOOK_TOO_LONG)
    return data


def _answer(
    run: Callable[[str, str], str], source: str, engine: str, writer: int, seconds: float
) -> NoReturn:
    """Run the engine in this process, write what comes of it, and exit."""
    try:
        faulthandler.disable()  # a crash costs one layout, and is nothing that an author has to see
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 2)
        for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGABRT, signal.SIGPROF):
            signal.signal(number, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)  # ends this process
        data = encode_outcome(run, source, engine)
        signal.setitimer(signal.ITIMER_PROF, 0)
        while data:
            data = data[os.write(writer, data) :]
    finally:
        os._exit(0)


def encode_outcome(run: Callable[[str, str], str], source: str, engine: str) -> bytes:
    """Return what a process of a run sends: the layout, or why Graphviz refuses the source."""
    try:
        return _OK + run(source, engine).encode()
    except ValueError as error:
        return _REFUSED + str(error).encode()


def _read_all(reader: int, deadline: float) -> bytes:
    """Return all that a pipe brings until its end.

    Raises:
        ValueError: It has not ended at the deadline, in seconds of the monotonic clock.
    """
    data = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(reader, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise ValueError(TOOK_TOO_LONG)
            chunk = os.read(reader, 1 << 18)
            if not chunk:
                return bytes(data)
            data += chunk


def _run_python(source: str, engine: str, seconds: float) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", _PROCESS, engine],
            input=source.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=seconds * PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise ValueError(TOOK_TOO_LONG) from None
    except OSError as error:
        raise ValueError(f"no process can be started for the layout: {error.strerror}") from error
    return done.stdout
