"""Where the store cannot write, figures are rendered and the build goes on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from live_diagrams.cache import entries
from live_diagrams.cache.store import Store

from tests.cache.store_files import KEY, OTHER, list_files
from tests.project import FIGURE, Site, as_bytes


def test_a_place_where_nothing_can_be_written() -> None:
    store = Store(Path("/proc/self/nowhere"))
    store.put("figures", KEY, b"content")
    assert store.get("figures", KEY) is None
    assert "cannot write" in store.problem


@pytest.mark.parametrize("written", [0, 1, 20, 60])
def test_a_full_disk(written: int, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put("figures", OTHER, b"before")

    def write_bytes(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:written])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write_bytes)
        store.put("figures", KEY, b"content" * 20)
        store.put("figures", OTHER, b"after")
    assert "No space left" in store.problem
    assert store.get("figures", KEY) is None
    assert store.get("figures", OTHER) == b"before"
    assert list_files(store) == [OTHER], "a temporary file was left"


def test_a_limit_of_the_system_on_what_may_be_written(store: Store) -> None:
    code = """
    import os, resource, sys
    from pathlib import Path
    from live_diagrams.cache.store import Store
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    store = Store(Path(sys.argv[1]))
    store.put("figures", "aa", os.urandom(100))
    assert store.problem == ""
    store.put("figures", "bb", os.urandom(100_000))
    print(store.problem)
    """
    done = subprocess.run([sys.executable, "-c", dedent(code), store.folder], capture_output=True, text=True)
    assert "File too large" in done.stdout, done.stderr
    assert list_files(store) == ["aa"]


def test_content_that_is_too_large_is_not_stored(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "CONTENT_LIMIT", 2**20)
    store.put("figures", KEY, bytes(2**20))
    assert store.get("figures", KEY) == bytes(2**20)
    store.put("figures", OTHER, bytes(2**20 + 1))
    assert store.get("figures", OTHER) is None
    assert store.problem == "an entry of more than 1 MB"


def test_figures_are_rendered_where_nothing_can_be_stored(site: Site) -> None:
    site.script("good", FIGURE)
    wanted = site.build(cache_dir="elsewhere")
    (site.root / ".cache").write_text("in the way")
    for _ in range(2):
        build = site.build()
        assert build.ran == ["good"]
        assert as_bytes(build.figures("good")) == as_bytes(wanted.figures("good"))
