"""The store returns what was put into it, also where several processes write, and prunes the oldest."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.cache.store import Store

from tests.cache.store_files import FEW, KEY, OTHER, find_entry, list_files
from tests.project import FIGURE, Site


@FEW
@given(contents=st.lists(st.binary(max_size=2000), max_size=5))
def test_the_last_content_put_is_returned(store: Store, contents: list[bytes]) -> None:
    for content in contents:
        store.put("figures", KEY, content)
        assert store.get("figures", KEY) == content
        assert store.get("recipes", KEY) is None
        assert store.get("figures", OTHER) is None
    assert store.problem == ""


@FEW
@given(content=st.binary(max_size=500))
def test_content_can_be_named_by_its_digest(store: Store, content: bytes) -> None:
    key = store.add("figures", content)
    assert store.add("figures", content) == key
    assert store.get("figures", key) == content


def open_store(folder: Path, secret: str) -> Store:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVE_DIAGRAMS_CACHE_KEY", secret)
        return Store(folder)


def test_only_entries_signed_with_the_secret_are_read(tmp_path: Path) -> None:
    plain, ours, theirs = (open_store(tmp_path / "store", secret) for secret in ("", "ours", "theirs"))
    plain.put("recipes", KEY, b"unsigned")
    assert (plain.get("recipes", KEY), ours.get("recipes", KEY)) == (b"unsigned", None)
    theirs.put("recipes", KEY, b"theirs")
    assert ours.get("recipes", KEY) is None
    ours.put("recipes", KEY, b"ours")
    assert (ours.get("recipes", KEY), theirs.get("recipes", KEY)) == (b"ours", None)
    assert plain.get("recipes", KEY) == b"ours", "a build without the secret can use what others have signed"
    signed = find_entry(ours, kind="recipes").read_bytes()
    ours.put("recipes", OTHER, b"other")
    find_entry(ours, OTHER, "recipes").write_bytes(signed)
    assert ours.get("recipes", OTHER) is None


def fill(store: Store, count: int, size: int) -> list[str]:
    """So many entries, the first of them used longest ago."""
    keys = [f"{number:02d}" * 32 for number in range(count)]
    for age, key in enumerate(reversed(keys), 1):
        store.put("figures", key, random.Random(key).randbytes(size))
        os.utime(find_entry(store, key), (time.time() - age, time.time() - age))
    return keys


@FEW
@given(count=st.integers(0, 12), limit=st.integers(0, 12_000))
def test_pruning_keeps_the_limit_and_what_was_used_last(store: Store, count: int, limit: int) -> None:
    store.clear()
    keys = fill(store, count, 1000)
    before = store.measure()
    store.limit = limit
    removed = store.prune()
    after = store.measure()
    assert after.bytes <= limit
    assert removed == before.entries - after.entries
    assert [key for key in keys if find_entry(store, key).exists()] == keys[removed:]
    if removed:
        assert after.bytes + before.bytes / before.entries > limit, "more was removed than had to be"


def test_reading_an_entry_keeps_it(store: Store) -> None:
    keys = fill(store, 5, 1000)
    for age, key in enumerate(reversed(keys), 1):
        os.utime(find_entry(store, key), (time.time() - age * 10_000, time.time() - age * 10_000))
    assert store.get("figures", keys[0])
    store.limit = 2500
    store.prune()
    assert [key for key in keys if find_entry(store, key).exists()] == [keys[0], keys[4]]


def test_temporary_files_of_dead_writers_are_removed_in_time(store: Store) -> None:
    store.put("figures", KEY, b"content")
    folder = find_entry(store).parent
    stale, fresh = folder / ".ab.1.2.tmp", folder / ".ab.3.4.tmp"
    for path, age in ((stale, 7200), (fresh, 60)):
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age, time.time() - age))
    assert store.measure().entries == 1
    store.prune()
    assert list_files(store) == [fresh.name, KEY]
    store.clear()
    assert list_files(store) == []


def test_writers_in_several_processes(store: Store) -> None:
    """All put, read, prune and clear at once. What is read is whole, and one of what was written."""
    code = """
    import random, sys
    from pathlib import Path
    from live_diagrams.cache.store import Store
    store, own = Store(Path(sys.argv[1]), limit=60_000), random.Random(sys.argv[2])
    keys = [f"{n:02x}" * 32 for n in range(8)]
    hits = 0
    for step in range(400):
        key = own.choice(keys)
        if own.random() < 0.5:
            store.put("figures", key, (key + "/%d " % own.randrange(10)).encode() * 300)
        else:
            content = store.get("figures", key)
            words = set((content or b"").split())
            assert len(words) <= 1 and all(word.startswith(key.encode() + b"/") for word in words), words
            hits += bool(words)
        if step % 50 == 49:
            store.prune()
        if step == 200 and sys.argv[2] == "0":
            store.clear()
    assert not store.problem, store.problem
    print(hits)
    """
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", dedent(code), store.folder, str(number)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for writer in writers:
        out, err = writer.communicate(60)
        assert writer.returncode == 0, err
        assert int(out) > 0
    assert not [name for name in list_files(store) if name.endswith(".tmp")]


def test_a_small_store_keeps_its_size_and_the_newest(site: Site) -> None:
    store = Store(site.store)
    for key in fill(store, 8, 200_000):
        os.utime(find_entry(store, key), (1, 1))
    site.script("good", FIGURE)
    site.build(cache_size=1)
    assert 0 < store.measure().bytes <= 2**20
    assert site.build(cache_size=1).ran == []
