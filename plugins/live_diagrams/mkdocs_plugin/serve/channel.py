"""The channel from `mkdocs serve` to the pages that are open: a WSGI application around that of the site.

It adds a script that listens (`assets/live.js`) to each page, and answers below a separate path: a
stream of changes for each open page, and details of what failed. Those are lines of the author's
scripts, so only pages of the same server get an answer. MkDocs' own script, which loads every page again
after each build, is taken out: ours learns which pages differ.

The server answers each request in a thread. A stream keeps its thread until the page is closed or the
server ends; a condition wakes all of them after a change.
"""

from __future__ import annotations

import ipaddress
import json
import re
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ...model import package
from .site_pages import SitePages

PREFIX = "/__live-diagrams__/"
HEARTBEAT = 1.0
"""Seconds of silence after which a stream writes a comment, to find out whether anybody listens."""

_ASSETS = {"live.js": "text/javascript", "live_text.js": "text/javascript", "live.css": "text/css"}
_MKDOCS_SCRIPT = re.compile(rb"<script>\s*var livereload = .*?</script>", re.DOTALL)

_HTML = ("Content-Type", "text/html; charset=utf-8")

Environment = Mapping[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Channel:
    """The application that the server runs.

    Args:
        site: The application that serves the site.
        pages: The pages of the site.
        host: The name or address at which the server listens.
        describe_failures: Returns details of the failed figures of a page, for its author.
        describe_fault: Returns why a page cannot be built; empty where it can.
        note_choices: Takes the values that a page shows, by their labels.
    """

    def __init__(
        self,
        site: Application,
        pages: SitePages,
        host: str,
        describe_failures: Callable[[str], object],
        describe_fault: Callable[[str], str],
        note_choices: Callable[[Mapping[str, str]], None],
    ) -> None:
        self.listeners: Counter[str] = Counter()
        """How many browsers have a page open, by the path of the page."""
        self.pages = pages
        self._site, self._host = site, host
        self._describe_failures, self._describe_fault = describe_failures, describe_fault
        self._note_choices = note_choices
        self._server = secrets.token_hex(8)
        self._condition = threading.Condition()
        self._changes: dict[str, dict[int, int]] = {}
        self._version = 0
        self._closed = False

    def announce(self, page: str, parts: Iterable[int]) -> None:
        """Send the numbers of a page's changed parts to all listeners; see `served_page`."""
        with self._condition:
            self._version += 1
            self._changes.setdefault(page, {}).update(dict.fromkeys(parts, self._version))
            self._condition.notify_all()

    def close(self) -> None:
        """End all streams."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self._answer_page(environ, start_response)
        name = path.removeprefix(PREFIX)
        try:
            query = {key: values[0] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
            is_ours = is_same_site(environ, self._host)
            since = int(environ.get("HTTP_LAST_EVENT_ID") or query.get("since", "0"))
        except ValueError:
            return _answer(start_response, "400 Bad Request", "text/plain", b"malformed request")
        if not is_ours:
            return _answer(start_response, "403 Forbidden", "text/plain", b"for pages of this server only")
        if name in _ASSETS:
            content = (package.ASSETS / name).read_bytes()
            return _answer(start_response, "200 OK", _ASSETS[name], content)
        if name == "cards":
            failures = json.dumps(self._describe_failures(query.get("page", ""))).encode()
            return _answer(start_response, "200 OK", "application/json", failures)
        if name == "fault":
            fault = self._describe_fault(query.get("page", "")).encode()
            return _answer(start_response, "200 OK", "text/plain", fault)
        if name == "choices":
            self._note_choices(query)
            return _answer(start_response, "204 No Content", "text/plain", b"")
        if name == "events":
            start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
            return self._stream_changes(since, query.get("page", ""))
        return _answer(start_response, "404 Not Found", "text/plain", b"not found")

    def _stream_changes(self, since: int, page: str) -> Iterator[bytes]:
        """Yield all changes after the version `since`, past and future ones, as server-sent events."""
        self.listeners[page] += 1
        try:
            # A page that another server has sent, which has been stopped since, is loaded again.
            yield b"retry: 500\nevent: server\ndata: %b\n\n" % self._server.encode()
            while not self._closed:
                with self._condition:
                    if self._version <= since and not self._closed:
                        self._condition.wait(HEARTBEAT)
                    changes = self._list_changes(since)
                    since = max(since, self._version)
                # A browser ignores the comment. Where it has gone, writing fails, and this thread ends.
                yield b"id: %d\ndata: %b\n\n" % (since, json.dumps(changes).encode()) if changes else b":\n\n"
        finally:
            self.listeners[page] -= 1

    def _list_changes(self, since: int) -> Mapping[str, list[int]]:
        """Return the parts that changed after a version, by the path of their page."""
        changes = {
            page: [part for part, version in parts.items() if version > since]
            for page, parts in self._changes.items()
        }
        return {page: parts for page, parts in changes.items() if parts}

    def _answer_page(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the site does; a page has the script that listens added to it."""
        response: list[Any] = []
        version = self._version  # before the page is read: a change meanwhile is announced once more
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore").removesuffix("index.html")
        if fresh := self.pages.fresh.get(path):  # without waiting for a build that is under way
            return self._send_page(start_response, "200 OK", [_HTML], path, fresh, version)
        body = self._site(environ, lambda status, headers, *more: response.extend((status, headers, *more)))
        status, headers, *more = response
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        if status != "200 OK" or not kind.startswith("text/html"):
            start_response(status, headers, *more)
            return body
        page = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return self._send_page(start_response, status, headers, path, page, version)

    def _send_page(
        self,
        start_response: StartResponse,
        status: str,
        headers: list[tuple[str, str]],
        path: str,
        page: bytes,
        version: int,
    ) -> list[bytes]:
        page = _MKDOCS_SCRIPT.sub(b"", page)
        self.pages.note_shown(path, page)
        page = _insert_script(page, version)
        others = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*others, ("Content-Length", str(len(page)))])
        return [page]


def _insert_script(page: bytes, version: int) -> bytes:
    script = b'<script src="%blive.js" data-version="%d"></script>' % (PREFIX.encode(), version)
    end = page.rfind(b"</body>")
    return page[:end] + script + page[end:] if end >= 0 else page + script


def _answer(start_response: StartResponse, status: str, kind: str, content: bytes) -> list[bytes]:
    head = [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(content)))]
    start_response(status, [*head, ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")])
    return [content]


def is_same_site(environ: Environment, host: str) -> bool:
    """Return whether a page of this server sent a request, and not one of another site.

    A stranger's page reaches this machine under a name that is neither an address nor ours (DNS
    rebinding); and a browser names the site that a request comes from.
    """
    requested = environ.get("HTTP_HOST", "")
    if not _is_local_name(urlsplit(f"//{requested}").hostname or "", host):
        return False
    if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") not in ("same-origin", "none"):
        return False
    origin = environ.get("HTTP_ORIGIN")
    return origin is None or urlsplit(origin).netloc == requested


def _is_local_name(name: str, host: str) -> bool:
    if name in ("localhost", host) or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
