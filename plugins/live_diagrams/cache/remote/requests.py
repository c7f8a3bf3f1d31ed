"""Requests to a shared cache: many at once, and none any more after the first that fails or takes too long.

A thread that is stuck in a library cannot be stopped. So threads only make the requests, and end with the
process; whoever waits for one waits in another thread.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TypeVar

from .errors import RemoteError, describe_error
from .patience import Patience
from .transport import Transport, find_transport

T = TypeVar("T")

THREADS = 32
"""Requests at once."""

PREPARATION = 10.0
"""Seconds that imports may take, beyond the time of a request."""

_STEP = 0.1
"""Seconds after which a wait looks whether it still pays."""


class Connection:
    """The transport to an address, which all requests share. Made by the first that needs it.

    Importing the libraries of an object store takes a second. That is no fault of the other side.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._transport: Transport | None = None
        self.is_ready = threading.Event()

    def get_transport(self) -> Transport:
        """Return the transport.

        Raises:
            RemoteError: A package is missing.
        """
        with self._lock:
            if self._transport is None:
                try:
                    self._transport = find_transport(self._url)()
                finally:
                    self.is_ready.set()
            return self._transport


class Requests:
    """A queue of requests, and the threads that make them."""

    def __init__(
        self,
        connection: Connection,
        timeout: float,
        on_failure: Callable[[], None] = lambda: None,
        threads: int = THREADS,
    ) -> None:
        self.timeout = timeout
        self.problem = ""
        self.is_closed = False
        self.closed_at = 0.0
        self._connection, self._on_failure = connection, on_failure
        self._queue: queue.SimpleQueue[tuple[Callable[[Transport], object], Future[object]] | None]
        self._queue = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._pending: dict[Future[object], None] = {}
        self._most = threads
        self._threads = 0

    def submit(self, call: Callable[[Transport], T]) -> Future[T]:
        """Start a request."""
        future: Future[object] = Future()
        with self._lock:
            if self.is_closed:
                future.set_exception(RemoteError(self.problem))
                return future  # type: ignore[return-value]
            self._pending[future] = None
            if self._threads < min(len(self._pending), self._most):
                try:
                    threading.Thread(target=self._make_requests, daemon=True).start()
                    self._threads += 1
                except RuntimeError as error:  # there are too many
                    if not self._threads:
                        del self._pending[future]
                        future.set_exception(RemoteError(str(error)))
                        return future  # type: ignore[return-value]
        self._queue.put((call, future))
        return future  # type: ignore[return-value]

    def wait_until_ready(self) -> None:
        """Wait until the first request is under way."""
        if not self._connection.is_ready.wait(PREPARATION + self.timeout):
            self.close(f"it cannot be prepared within {PREPARATION + self.timeout:g} s")

    def wait(self, future: Future[T], patience: Patience | None = None) -> T:
        """Return the answer to a request.

        Raises:
            RemoteError: There is none, or there are no requests any more.
        """
        self.wait_until_ready()
        deadline = time.monotonic() + self.timeout
        while True:
            rest = deadline - time.monotonic()
            paying = patience.get_rest() if patience else rest
            try:
                return future.result(max(0.0, min(rest, paying, _STEP)))
            except FutureTimeout:
                if future.done():
                    continue
                if rest <= 0:
                    self.close(f"it does not answer within {self.timeout:g} s")
                elif paying <= 0:
                    self.close("it takes longer than rendering does")

    def close(self, problem: str = "") -> None:
        """Make no request any more. Those under way fail at once; their threads end when they can."""
        with self._lock:
            if self.is_closed:
                return
            self.is_closed, self.problem, self.closed_at = True, problem, time.monotonic()
            pending = list(self._pending)
            self._pending.clear()
            threads = self._threads
        if problem:
            self._on_failure()
        for future in pending:
            with contextlib.suppress(InvalidStateError):
                future.set_exception(RemoteError(problem))
        for _ in range(threads):
            self._queue.put(None)

    def drain(self, seconds: float, patience: float) -> int:
        """Wait until no request is left, at most some seconds, and `patience` without one that ends.

        Returns:
            How many are left.
        """
        deadline, last_change = time.monotonic() + seconds, time.monotonic()
        left = self._count_pending()
        while left and time.monotonic() < min(deadline, last_change + patience):
            with self._lock:
                future = next(iter(self._pending), None)
            if future is not None:
                with contextlib.suppress(Exception):
                    future.exception(_STEP)
            if (now_left := self._count_pending()) < left:
                left, last_change = now_left, time.monotonic()
        return left

    def _count_pending(self) -> int:
        with self._lock:
            return len(self._pending)

    def _make_requests(self) -> None:
        while entry := self._queue.get():
            call, future = entry
            if future.done():
                continue
            try:
                answer = call(self._connection.get_transport())
            except Exception as error:
                self.close(describe_error(error))
            else:
                with contextlib.suppress(InvalidStateError):
                    future.set_result(answer)
            with self._lock:
                self._pending.pop(future, None)
