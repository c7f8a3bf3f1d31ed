"""The packages that addresses need, by their names."""

import sys
from pathlib import Path

import pytest
from live_diagrams.cache.remote.errors import RemoteError
from live_diagrams.cache.remote.transport import FolderTransport, find_transport


@pytest.mark.parametrize(
    ("url", "package"), [("s3://bucket/site", "s3fs"), ("gs://bucket", "gcsfs"), ("az://box", "adlfs")]
)
def test_a_missing_package_is_named(url: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    scheme = url.partition(":")[0]
    with pytest.raises(RemoteError) as error:
        find_transport(url)
    assert str(error.value) == f"`{scheme}://` needs another package: pip install fsspec {package}"


def test_without_fsspec(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(RemoteError, match=r"needs the package fsspec: .*mkdocs-live-diagrams.remote"):
        find_transport("http://127.0.0.1:1")


@pytest.mark.parametrize("is_address", [True, False])
def test_a_folder_needs_none(is_address: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    folder = tmp_path / "a folder"
    transport = find_transport(folder.as_uri() if is_address else str(folder))()
    assert isinstance(transport, FolderTransport)
    assert (transport.read("a/b", 9), transport.has("a/b")) == (None, False)
    transport.write("a/b", b"0123456789")
    assert (transport.read("a/b", 9), transport.has("a/b")) == (b"012345678", True)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["b"]
