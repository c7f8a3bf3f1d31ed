"""A server of HTTP that keeps what is put into it, and misbehaves as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, bytes]
"""A status and a body."""


class CacheServer:
    """A server in this process.

    `change_answer` is called with the method, the path and the right answer, and returns the answer; None to
    close the connection without one.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []
        self.change_answer: Callable[[str, str, Answer], Answer | None] = lambda method, path, answer: answer
        self.released = threading.Event()
        self.url = ""

    def count(self, method: str, part: str = "") -> int:
        return sum(name == method and part in path for name, path in list(self.requests))

    def answer(self, method: str, path: str, body: bytes) -> Answer | None:
        self.requests.append((method, path))
        if method == "PUT":
            changed = self.change_answer(method, path, (201, b""))
            if changed and changed[0] == 201:
                self.files[path] = body
            return changed
        content = self.files.get(path)
        return self.change_answer(method, path, (404, b"") if content is None else (200, content))

    def stay_silent(self, method: str, path: str, answer: Answer) -> None:
        """Answer nothing until the test is over."""
        self.released.wait(60)


@contextmanager
def run_server() -> Iterator[CacheServer]:
    server = CacheServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_request(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = server.answer(self.command, self.path, body)
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(answer[1])))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer[1])

        do_GET = do_HEAD = do_PUT = do_MKCOL = handle_request  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # clients that give up

    listener = Server(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    server.url = f"http://127.0.0.1:{listener.server_address[1]}/cache"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        listener.shutdown()
        listener.server_close()
        thread.join()
