"""An entry that is not what was put into the store is missing: it is never read, and never an exception."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live_diagrams.cache import entries
from live_diagrams.cache.digests import ABSENT, digest_file
from live_diagrams.cache.store import Store

from tests.cache.store_files import FEW, KEY, OTHER, find_entry, list_files


@FEW
@given(content=st.binary(max_size=300), length=st.integers(0, 400))
def test_an_entry_cut_short_is_missing(store: Store, content: bytes, length: int) -> None:
    store.put("figures", KEY, content)
    whole = find_entry(store).read_bytes()
    find_entry(store).write_bytes(whole[:length])
    assert store.get("figures", KEY) == (content if length >= len(whole) else None)


def test_an_entry_cut_short_anywhere_is_missing(store: Store) -> None:
    store.put("figures", KEY, b"content" * 20)
    whole = find_entry(store).read_bytes()
    for length in range(len(whole)):
        find_entry(store).write_bytes(whole[:length])
        assert store.get("figures", KEY) is None


@FEW
@given(content=st.binary(max_size=300), place=st.floats(0, 0.9999), bit=st.integers(0, 7))
def test_an_entry_with_a_flipped_bit_is_missing(store: Store, content: bytes, place: float, bit: int) -> None:
    store.put("figures", KEY, content)
    data = bytearray(find_entry(store).read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    find_entry(store).write_bytes(data)
    assert store.get("figures", KEY) is None


@FEW
@given(junk=st.binary(max_size=300))
def test_a_file_of_something_else_is_missing(store: Store, junk: bytes) -> None:
    store.put("figures", KEY, b"content")
    whole = find_entry(store).read_bytes()
    for data in (junk, whole + junk + b"x", whole[:16] + junk, b"live-diagrams-0\n" + whole[16:]):
        find_entry(store).write_bytes(data)
        assert store.get("figures", KEY) is None


def test_swapped_entries_are_missing(store: Store) -> None:
    store.put("figures", KEY, b"one")
    store.put("figures", OTHER, b"two")
    store.put("recipes", KEY, b"three")
    one, two, three = find_entry(store), find_entry(store, OTHER), find_entry(store, kind="recipes")
    data = one.read_bytes(), two.read_bytes(), three.read_bytes()
    for path, swapped in zip((one, two, three), (data[1], data[2], data[0]), strict=True):
        path.write_bytes(swapped)
    assert store.get("figures", KEY) is None
    assert store.get("figures", OTHER) is None
    assert store.get("recipes", KEY) is None


def test_a_damaged_entry_is_replaced_by_the_next_put(store: Store) -> None:
    key = store.add("figures", b"content")
    find_entry(store, key).write_bytes(b"")
    assert store.get("figures", key) is None
    assert store.add("figures", b"content") == key
    assert store.get("figures", key) == b"content"


def test_a_folder_in_the_place_of_an_entry(store: Store) -> None:
    find_entry(store).mkdir(parents=True)
    assert store.get("figures", KEY) is None
    store.put("figures", KEY, b"content")
    assert "cannot write" in store.problem
    assert store.get("figures", KEY) is None
    assert list_files(store) == []
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


@pytest.mark.parametrize("target", ["fifo", "/dev/zero", "/dev/stdin", "link", "loop", "sparse"])
def test_something_else_in_the_place_of_an_entry(target: str, store: Store, tmp_path: Path) -> None:
    """None of it makes a build wait, and the next entry takes its place."""
    store.put("figures", KEY, b"content")
    path = find_entry(store)
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
    whole = find_entry(store).read_bytes()
    find_entry(store).write_bytes(whole[:16] + seal + signature + body)
    tracemalloc.start()
    assert store.get("figures", KEY) is None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * entries.CONTENT_LIMIT


def test_content_is_compared_with_its_key(store: Store) -> None:
    key = store.add("figures", b"content")
    assert store.find_content("figures", key) == b"content"
    store.put("figures", key, b"other content, sealed for this key")
    assert store.find_content("figures", key) is None
