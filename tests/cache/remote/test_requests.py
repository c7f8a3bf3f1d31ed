"""Requests run at once, and none does after the first that fails."""

import threading
from pathlib import Path

import pytest
from live_diagrams.cache.remote.errors import RemoteError, describe_error, hide_credentials
from live_diagrams.cache.remote.requests import THREADS, Connection, Requests


def make_requests(tmp_path: Path, timeout: float = 30.0) -> Requests:
    return Requests(Connection(str(tmp_path)), timeout)


def test_many_run_at_once(tmp_path: Path) -> None:
    requests = make_requests(tmp_path)
    barrier = threading.Barrier(THREADS)
    answers = [requests.submit(lambda _: barrier.wait(30)) for _ in range(THREADS)]
    assert sorted(requests.wait(answer) for answer in answers) == list(range(THREADS))
    assert requests.drain(30, 30) == 0
    requests.close()


def test_a_failure_ends_those_that_wait(tmp_path: Path) -> None:
    requests, release = make_requests(tmp_path), threading.Event()
    stuck = [requests.submit(lambda _: release.wait(30)) for _ in range(3)]

    def fail(_: object) -> None:
        raise PermissionError(13, "not yours")

    for request in (requests.submit(fail), *stuck):
        with pytest.raises(RemoteError, match=r"refuses the access \(not yours\)"):
            requests.wait(request)
    with pytest.raises(RemoteError, match="not yours"):
        requests.wait(requests.submit(lambda _: 1))
    assert requests.drain(30, 30) == 0
    release.set()


def test_who_does_not_answer_is_asked_no_more(tmp_path: Path) -> None:
    requests, release = make_requests(tmp_path, timeout=0.05), threading.Event()
    stuck = requests.submit(lambda _: release.wait(30))
    with pytest.raises(RemoteError, match=r"does not answer within 0\.05 s"):
        requests.wait(stuck)
    assert requests.is_closed
    release.set()


def test_what_is_left_is_counted(tmp_path: Path) -> None:
    requests, release = make_requests(tmp_path), threading.Event()
    for _ in range(THREADS + 2):
        requests.submit(lambda _: release.wait(30))
    assert requests.drain(0.05, 30) == THREADS + 2
    assert requests.drain(30, 0.05) == THREADS + 2
    requests.close()
    release.set()


def test_errors_have_one_line_and_no_password() -> None:
    error = OSError("failed\nat https://me:secret@host/x?X-Amz-Signature=abc&part=1 " + "long " * 100)
    text = describe_error(error)
    assert text.startswith("failed at https://host/x?X-Amz-Signature=…&part=1 long")
    assert len(text) <= 201
    assert hide_credentials("s3://bucket/site") == "s3://bucket/site"
