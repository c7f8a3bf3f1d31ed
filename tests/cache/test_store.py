"""The store gives back what was put into it, or nothing: never anything else, and never an exception."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import subprocess
import sys
import time
import tracemalloc
import zlib
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live_diagrams.cache import entries
from live_diagrams.cache.digests import ABSENT, digest_file
from live_diagrams.cache.store import Store

from tests.project import FIGURE, Site, as_bytes

KEY = "ab" * 32
OTHER = "ac" * 32
FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", limit=10**6)


def entry(store: Store, key: str = KEY, kind: str = "figures") -> Path:
    return store.folder / kind / key[:2] / key


def files(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.rglob("*") if path.is_file())


@FEW
@given(contents=st.lists(st.binary(max_size=2000), max_size=5))
def test_the_last_content_put_is_given_back(store: Store, contents: list[bytes]) -> None:
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


@FEW
@given(content=st.binary(max_size=300), length=st.integers(0, 400))
def test_an_entry_cut_short_is_missing(store: Store, content: bytes, length: int) -> None:
    store.put("figures", KEY, content)
    whole = entry(store).read_bytes()
    entry(store).write_bytes(whole[:length])
    assert store.get("figures", KEY) == (content if length >= len(whole) else None)


def test_an_entry_cut_short_anywhere_is_missing(store: Store) -> None:
    store.put("figures", KEY, b"content" * 20)
    whole = entry(store).read_bytes()
    for length in range(len(whole)):
        entry(store).write_bytes(whole[:length])
        assert store.get("figures", KEY) is None


@FEW
@given(content=st.binary(max_size=300), place=st.floats(0, 0.9999), bit=st.integers(0, 7))
def test_an_entry_with_a_flipped_bit_is_missing(store: Store, content: bytes, place: float, bit: int) -> None:
    store.put("figures", KEY, content)
    data = bytearray(entry(store).read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    entry(store).write_bytes(data)
    assert store.get("figures", KEY) is None


@FEW
@given(junk=st.binary(max_size=300))
def test_a_file_of_something_else_is_missing(store: Store, junk: bytes) -> None:
    store.put("figures", KEY, b"content")
    whole = entry(store).read_bytes()
    for data in (junk, whole + junk + b"x", whole[:16] + junk, b"live-diagrams-0\n" + whole[16:]):
        entry(store).write_bytes(data)
        assert store.get("figures", KEY) is None


def test_swapped_entries_are_missing(store: Store) -> None:
    store.put("figures", KEY, b"one")
    store.put("figures", OTHER, b"two")
    store.put("recipes", KEY, b"three")
    one, two, three = entry(store), entry(store, OTHER), entry(store, kind="recipes")
    data = one.read_bytes(), two.read_bytes(), three.read_bytes()
    for path, swapped in zip((one, two, three), (data[1], data[2], data[0]), strict=True):
        path.write_bytes(swapped)
    assert store.get("figures", KEY) is None
    assert store.get("figures", OTHER) is None
    assert store.get("recipes", KEY) is None


def test_a_damaged_entry_is_mended_by_the_next_put(store: Store) -> None:
    key = store.add("figures", b"content")
    entry(store, key).write_bytes(b"")
    assert store.get("figures", key) is None
    assert store.add("figures", b"content") == key
    assert store.get("figures", key) == b"content"


def test_a_folder_in_the_place_of_an_entry(store: Store) -> None:
    entry(store).mkdir(parents=True)
    assert store.get("figures", KEY) is None
    store.put("figures", KEY, b"content")
    assert "cannot write" in store.problem
    assert store.get("figures", KEY) is None
    assert files(store) == []
    store.prune()
    store.clear()


@pytest.mark.parametrize("place", ["", "figures", f"figures/{KEY[:2]}"])
def test_a_file_in_the_place_of_a_folder(place: str, store: Store) -> None:
    path = store.folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("in the way")
    store.put("figures", KEY, b"content")
    assert store.get("figures", KEY) is None
    assert "cannot write" in store.problem
    assert not store.has_written
    store.prune()
    store.clear()
    assert store.measure().entries == 0


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
    assert files(store) == [OTHER], "a temporary file was left"


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
    assert files(store) == ["aa"]


@pytest.mark.parametrize("target", ["fifo", "/dev/zero", "/dev/stdin", "link", "loop", "sparse"])
def test_something_else_in_the_place_of_an_entry(target: str, store: Store, tmp_path: Path) -> None:
    """None of it makes a build wait, and the next entry takes its place."""
    store.put("figures", KEY, b"content")
    path = entry(store)
    whole = path.rename(tmp_path / "whole")
    if target == "fifo":
        os.mkfifo(path)
    elif target == "sparse":
        with path.open("wb") as file:
            file.write(whole.read_bytes())
            file.truncate(2**40)
    else:
        path.symlink_to({"link": str(whole), "loop": str(path)}.get(target, target))
    assert store.get("figures", KEY) is None
    store.put("figures", KEY, b"new")
    assert store.get("figures", KEY) == b"new"
    assert store.problem == ""


def test_a_dependency_that_cannot_be_read_to_its_end(tmp_path: Path) -> None:
    """A forged recipe names it; the next build compares it."""
    sparse, pipe = tmp_path / "sparse", tmp_path / "pipe"
    with sparse.open("wb") as file:
        file.truncate(2**41)
    os.mkfifo(pipe)
    for path in (str(sparse), str(pipe), "/dev/zero"):
        assert digest_file(path) == ABSENT
    if Path("/proc/kmsg").exists():
        assert digest_file("/proc/kmsg") == hashlib.sha256().hexdigest()


@pytest.mark.parametrize("key", ["/dev/zero", "../../etc/passwd", "", "ab/cd", "AB" * 32, "ab" * 33, "ab\n"])
def test_a_key_that_is_no_digest_is_missing(key: str, store: Store) -> None:
    assert store.get("figures", key) is None


def test_a_sealed_bomb_is_missing_and_takes_no_memory(store: Store) -> None:
    body = zlib.compress(bytes(2**30), 9)
    signature = bytes(32)
    seal = hashlib.sha256(f"figures/{KEY}\n".encode() + signature + body).digest()
    store.put("figures", KEY, b"content")
    whole = entry(store).read_bytes()
    entry(store).write_bytes(whole[:16] + seal + signature + body)
    tracemalloc.start()
    assert store.get("figures", KEY) is None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * entries.CONTENT_LIMIT


def test_content_that_is_too_large_is_not_stored(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "CONTENT_LIMIT", 2**20)
    store.put("figures", KEY, bytes(2**20))
    assert store.get("figures", KEY) == bytes(2**20)
    store.put("figures", OTHER, bytes(2**20 + 1))
    assert store.get("figures", OTHER) is None
    assert store.problem == "an entry of more than 1 MB"


def test_content_is_compared_with_its_key(store: Store) -> None:
    key = store.add("figures", b"content")
    assert store.find_content("figures", key) == b"content"
    store.put("figures", key, b"other content, sealed for this key")
    assert store.find_content("figures", key) is None


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
    signed = entry(ours, kind="recipes").read_bytes()
    ours.put("recipes", OTHER, b"other")
    entry(ours, OTHER, "recipes").write_bytes(signed)
    assert ours.get("recipes", OTHER) is None


def fill(store: Store, count: int, size: int) -> list[str]:
    """So many entries, the first of them used longest ago."""
    keys = [f"{number:02d}" * 32 for number in range(count)]
    for age, key in enumerate(reversed(keys), 1):
        store.put("figures", key, random.Random(key).randbytes(size))
        os.utime(entry(store, key), (time.time() - age, time.time() - age))
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
    assert [key for key in keys if entry(store, key).exists()] == keys[removed:]
    if removed:
        assert after.bytes + before.bytes / before.entries > limit, "more was removed than had to be"


def test_reading_an_entry_keeps_it(store: Store) -> None:
    keys = fill(store, 5, 1000)
    for age, key in enumerate(reversed(keys), 1):
        os.utime(entry(store, key), (time.time() - age * 10_000, time.time() - age * 10_000))
    assert store.get("figures", keys[0])
    store.limit = 2500
    store.prune()
    assert [key for key in keys if entry(store, key).exists()] == [keys[0], keys[4]]


def test_temporary_files_of_dead_writers_are_removed_in_time(store: Store) -> None:
    store.put("figures", KEY, b"content")
    folder = entry(store).parent
    stale, fresh = folder / ".ab.1.2.tmp", folder / ".ab.3.4.tmp"
    for path, age in ((stale, 7200), (fresh, 60)):
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age, time.time() - age))
    assert store.measure().entries == 1
    store.prune()
    assert files(store) == [fresh.name, KEY]
    store.clear()
    assert files(store) == []


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
    assert not [name for name in files(store) if name.endswith(".tmp")]


def test_figures_are_made_where_nothing_can_be_remembered(site: Site) -> None:
    site.script("good", FIGURE)
    wanted = site.build(cache_dir="elsewhere")
    (site.root / ".cache").write_text("in the way")
    for _ in range(2):
        build = site.build()
        assert build.ran == ["good"]
        assert as_bytes(build.figures("good")) == as_bytes(wanted.figures("good"))


def test_a_small_store_keeps_its_size_and_the_newest(site: Site) -> None:
    store = Store(site.store)
    for key in fill(store, 8, 200_000):
        os.utime(entry(store, key), (1, 1))
    site.script("good", FIGURE)
    site.build(cache_size=1)
    assert 0 < store.measure().bytes <= 2**20
    assert site.build(cache_size=1).ran == []
