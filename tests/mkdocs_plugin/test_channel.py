"""Requests that no browser sends to the channel of `mkdocs serve`: an answer for each, and no traceback."""

from __future__ import annotations

import pytest
from live_diagrams.mkdocs_plugin.serve.channel import PREFIX, Channel
from live_diagrams.mkdocs_plugin.serve.site_pages import SitePages


def ask(name: str = "cards", query: str = "page=/", **environ: str) -> str:
    """Return the status of the answer."""
    channel = Channel(lambda *_: [], SitePages("", "/"), "127.0.0.1", lambda page: [], lambda page: "", dict)
    channel.close()
    answers: list[str] = []
    headers = {"HTTP_HOST": "127.0.0.1:8000", **environ}
    request = {"PATH_INFO": PREFIX + name, "QUERY_STRING": query, **headers}
    b"".join(channel(request, lambda status, headers: answers.append(status)))
    return answers[0]


@pytest.mark.parametrize(
    ("name", "query", "environ"),
    [
        ("cards", "page=/", {"HTTP_HOST": "[::1"}),
        ("cards", "page=/", {"HTTP_HOST": "[nonsense]"}),
        ("cards", "page=/", {"HTTP_ORIGIN": "http://["}),
        ("events", f"since={'9' * 5000}", {}),
        ("events", "since=x", {}),
        ("events", "", {"HTTP_LAST_EVENT_ID": "²"}),
        ("events", "", {"HTTP_LAST_EVENT_ID": "9" * 5000}),
    ],
)
def test_a_malformed_request_is_answered_with_400(name: str, query: str, environ: dict[str, str]) -> None:
    assert ask(name, query, **environ) == "400 Bad Request"


@pytest.mark.parametrize(
    "environ", [{"HTTP_HOST": ""}, {"HTTP_HOST": "evil.example"}, {"HTTP_ORIGIN": "null"}]
)
def test_a_request_from_elsewhere_is_answered_with_403(environ: dict[str, str]) -> None:
    assert ask(**environ).startswith("403")


@pytest.mark.parametrize(
    "environ", [{}, {"HTTP_HOST": "[::1]:8000"}, {"HTTP_ORIGIN": "http://127.0.0.1:8000"}]
)
def test_a_request_of_its_own_pages_is_answered(environ: dict[str, str]) -> None:
    assert ask(**environ) == "200 OK"
    assert ask("events", "since=0&page=/", **environ) == "200 OK"
