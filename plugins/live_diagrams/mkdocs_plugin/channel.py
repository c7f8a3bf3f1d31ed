"""How a page that is open hears of changes: what the server answers below a path of its own.

The pages of the site are served by the application that is wrapped here, each with a script that listens
(`assets/live.js`). Only pages of the same server are answered: what is told here (lines of scripts) is
the author's.
"""

from __future__ import annotations

import ipaddress
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..model import package

PREFIX = "/__live-diagrams__/"
HEARTBEAT = 1.0
"""Seconds after which a silent stream says something, to find out whether anybody listens."""

_ASSETS = {"live.js": "text/javascript", "live.css": "text/css"}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Channel:
    """A WSGI application around that of the site.

    Args:
        site: The application that serves the site.
        host: The name or address that the server was told to listen on.
        cards: Gives what is to be told of the failed figures of a page.
    """

    def __init__(self, site: Application, host: str, cards: Callable[[str], object]) -> None:
        self.open: Counter[str] = Counter()
        self._site, self._host, self._cards = site, host, cards
        self._condition = threading.Condition()
        self._changes: dict[str, dict[int, int]] = {}
        self._version = 0
        self._closed = False

    def tell(self, page: str, parts: Iterable[int]) -> None:
        """Tell all who listen that parts of a page have changed: figures by number, -1 for the words."""
        with self._condition:
            self._version += 1
            self._changes.setdefault(page, {}).update(dict.fromkeys(parts, self._version))
            self._condition.notify_all()

    def forget(self) -> None:
        """Every page is about to be loaded anew."""
        with self._condition:
            self._changes.clear()

    def close(self) -> None:
        """End all streams."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self._page(environ, start_response)
        name = path.removeprefix(PREFIX)
        query = {key: values[0] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        if not is_own(environ, self._host):
            return _answer(start_response, "403 Forbidden", "text/plain", b"for pages of this server only")
        if name in _ASSETS:
            content = (package.ASSETS / name).read_bytes()
            return _answer(start_response, "200 OK", _ASSETS[name], content)
        if name == "cards":
            found = json.dumps(self._cards(query.get("page", ""))).encode()
            return _answer(start_response, "200 OK", "application/json", found)
        if name == "events":
            since = environ.get("HTTP_LAST_EVENT_ID") or query.get("since", "")
            start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
            return self._stream(int(since) if since.isdecimal() else 0, query.get("page", ""))
        return _answer(start_response, "404 Not Found", "text/plain", b"not found")

    def _stream(self, since: int, page: str) -> Iterator[bytes]:
        """What happens from now on, and what has happened `since`, as server-sent events."""
        self.open[page] += 1
        try:
            yield b"retry: 500\n\n"
            while not self._closed:
                with self._condition:
                    if self._version <= since and not self._closed:
                        self._condition.wait(HEARTBEAT)
                    news = self._news(since)
                    since = max(since, self._version)
                # A comment goes nowhere, but fails where nobody listens any more, which ends this thread.
                yield b"id: %d\ndata: %b\n\n" % (since, json.dumps(news).encode()) if news else b":\n\n"
        finally:
            self.open[page] -= 1

    def _news(self, since: int) -> Mapping[str, list[int]]:
        changed = {
            page: [part for part, version in parts.items() if version > since]
            for page, parts in self._changes.items()
        }
        return {page: parts for page, parts in changed.items() if parts}

    def _page(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """What the site answers; a page has the script that listens put into it."""
        said: list[Any] = []
        version = self._version  # before the page is read: what changes meanwhile is told once more
        body = self._site(environ, lambda status, headers, *more: said.extend((status, headers, *more)))
        status, headers, *more = said
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        if status != "200 OK" or not kind.startswith("text/html"):
            start_response(status, headers, *more)
            return body
        page = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        script = b'<script src="%blive.js" data-version="%d"></script>' % (PREFIX.encode(), version)
        end = page.rfind(b"</body>")
        page = page[:end] + script + page[end:] if end >= 0 else page + script
        others = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*others, ("Content-Length", str(len(page)))], *more)
        return [page]


def _answer(start_response: Callable[..., Any], status: str, kind: str, content: bytes) -> list[bytes]:
    head = [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(content)))]
    start_response(status, [*head, ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")])
    return [content]


def is_own(environ: Mapping[str, Any], host: str) -> bool:
    """Whether a request comes from a page of this server, and not from one that only leads here.

    A name under which a stranger's page reaches this machine is neither an address nor ours; and a
    browser says where a request comes from.
    """
    asked = environ.get("HTTP_HOST", "")
    if not _is_ours(urlsplit(f"//{asked}").hostname or "", host):
        return False
    if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") not in ("same-origin", "none"):
        return False
    origin = environ.get("HTTP_ORIGIN")
    return origin is None or urlsplit(origin).netloc == asked


def _is_ours(name: str, host: str) -> bool:
    if name in ("localhost", host) or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
