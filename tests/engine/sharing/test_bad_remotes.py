"""A shared cache that is slow, full or broken, or lies: a build is right without it, and says so once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from live_diagrams.cache.entries import pack_entry

from tests.engine.sharing.server import Answer, CacheServer
from tests.engine.sharing.team import encode_build
from tests.engine.sharing.test_shared_cache import EVERYTHING, share
from tests.project import Build, Site

SECRET = b"a secret of all machines"


def fill(site: Site, server: CacheServer) -> Build:
    build, problem = share(site, server.url)
    assert (build.ran, problem) == (EVERYTHING, "")
    server.requests.clear()
    return build


def change(status: int, body: bytes = b"") -> Callable[[str, str, Answer], Answer]:
    return lambda method, path, answer: (status, body) if method == "GET" else answer


def other_entry(method: str, path: str, answer: Answer) -> Answer:
    """Answer with what is signed, and is no figure."""
    *_, kind, _, key = path.split("/")
    return (200, pack_entry(kind, key, b"[]", SECRET)) if method == "GET" else answer


def other_key(method: str, path: str, answer: Answer) -> Answer:
    """Answer with a figure that somebody without the secret has sealed."""
    *_, kind, _, key = path.split("/")
    return (200, pack_entry(kind, key, b"[]", b"of somebody else")) if method == "GET" else answer


@pytest.mark.parametrize(
    "answer",
    [
        change(200, b""),
        change(200, b"rubbish" * 100),
        change(200, b"\0" * (33 * 2**20)),
        other_entry,
        other_key,
    ],
    ids=["empty", "rubbish", "too large", "no figure", "another secret"],
)
def test_what_is_no_entry_is_rendered_and_replaced(
    answer: Callable[[str, str, Answer], Answer], first: Site, second: Site, server: CacheServer
) -> None:
    before = fill(first, server)
    server.change_answer = answer
    build, problem = share(second, server.url, remote_cache_timeout=60.0)
    assert (build.ran, problem) == (EVERYTHING, "")
    assert encode_build(build) == encode_build(before)
    assert server.count("PUT", "/recipes/") == 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (change(500), "it answers 500 Internal Server Error"),
        (lambda *_: None, "Server disconnected"),
    ],
)
def test_after_an_error_nothing_more_is_asked(
    answer: Callable[..., Answer | None], reason: str, first: Site, second: Site, server: CacheServer
) -> None:
    before = fill(first, server)
    server.change_answer = answer
    build, problem = share(second, server.url)
    assert build.ran == EVERYTHING
    assert encode_build(build) == encode_build(before)
    assert problem == f"{server.url}: {reason}"
    assert server.count("PUT") == 0
    assert server.count("GET") <= 2 * len(
        EVERYTHING
    )  # which were under way; one is tried again by the library
    with second.pipeline(remote_cache=server.url) as pipeline:
        assert pipeline.sharing.cache


def test_a_server_that_never_answers(first: Site, second: Site, server: CacheServer) -> None:
    before = fill(first, server)
    server.change_answer = server.stay_silent
    build, problem = share(second, server.url, remote_cache_timeout=0.2)
    assert build.ran == EVERYTHING
    assert encode_build(build) == encode_build(before)
    assert problem in (
        f"{server.url}: it does not answer within 0.2 s",
        f"{server.url}: it takes longer than rendering does",
    )
    assert server.count("GET") <= len(EVERYTHING)
    assert server.count("PUT") == 0


def test_a_server_that_dies_in_the_middle(first: Site, second: Site, server: CacheServer) -> None:
    before = fill(first, server)

    def die(method: str, path: str, answer: Answer) -> Answer | None:
        return answer if len(server.requests) <= 3 else None

    server.change_answer = die
    build, problem = share(second, server.url)
    assert encode_build(build) == encode_build(before)
    assert problem.startswith(f"{server.url}: ")
    assert build.statistics.failed == 0


@pytest.mark.parametrize(("status", "reason"), [(507, "507 Insufficient Storage"), (403, "403 Forbidden")])
def test_a_server_that_takes_nothing(
    status: int, reason: str, first: Site, second: Site, server: CacheServer
) -> None:
    fill(first, server)
    second.write("data.txt", "?")
    server.change_answer = lambda method, path, answer: (status, b"") if method == "PUT" else answer
    build, problem = share(second, server.url)
    assert build.ran == ["files"]
    assert build.statistics.shared == 1  # it is still read
    assert problem.startswith(f"{server.url}: it answers {reason}")
    assert server.count("PUT") <= 2  # a figure, and the times


def test_a_full_disk(first: Site, tmp_path: Path) -> None:
    blocked = tmp_path / "shared"
    blocked.write_text("no folder")
    build, problem = share(first, str(blocked))
    assert build.ran == EVERYTHING
    assert problem == f"{blocked}: Not a directory" or "File exists" in problem


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://user:password@127.0.0.1:1/cache", "127.0.0.1"),
        ("nonsense://bucket", "fsspec knows no `nonsense://`"),
    ],
)
def test_an_address_that_leads_nowhere(url: str, reason: str, first: Site) -> None:
    build, problem = share(first, url)
    assert build.ran == EVERYTHING
    assert reason in problem
    assert "password" not in problem
