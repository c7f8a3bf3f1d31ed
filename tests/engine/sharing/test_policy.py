"""Who may read and write a shared cache, and when nothing of it is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.engine.sharing.policy import find_remote
from live_diagrams.model.errors import FigureError
from live_diagrams.model.settings import Settings

from tests.engine.sharing.server import CacheServer
from tests.engine.sharing.team import FILES
from tests.engine.sharing.test_shared_cache import EVERYTHING, share
from tests.programs import program
from tests.project import Site


def list_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file())


def test_without_a_secret_nothing_is_used(
    first: Site, server: CacheServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIVE_DIAGRAMS_CACHE_KEY")
    build, problem = share(first, server.url)
    assert build.ran == EVERYTHING
    assert problem.startswith("LIVE_DIAGRAMS_CACHE_KEY is not set")
    assert not server.requests


def test_a_site_may_do_without_a_secret(
    first: Site, second: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIVE_DIAGRAMS_CACHE_KEY")
    url = str(tmp_path / "shared")
    share(first, url, remote_cache_unsigned=True)
    monkeypatch.setenv("LIVE_DIAGRAMS_REMOTE_CACHE_UNSIGNED", "true")
    assert share(second, url)[0].ran == []


def test_with_a_secret_unsigned_entries_are_rendered_again(
    first: Site, second: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = str(tmp_path / "shared")
    monkeypatch.delenv("LIVE_DIAGRAMS_CACHE_KEY")
    share(first, url, remote_cache_unsigned=True)
    monkeypatch.setenv("LIVE_DIAGRAMS_CACHE_KEY", "secret")
    assert share(second, url, remote_cache_unsigned=True)[0].ran == EVERYTHING


def test_reading_only(first: Site, second: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "shared"
    share(first, str(shared), remote_cache_mode="read-only")
    assert not shared.exists()
    share(first, str(shared))  # hits of its own cache are nothing new
    assert not shared.exists()
    monkeypatch.setenv("LIVE_DIAGRAMS_REMOTE_CACHE_MODE", "read-only")
    monkeypatch.setenv("LIVE_DIAGRAMS_REMOTE_CACHE", str(shared))
    share(second, "elsewhere")
    assert not shared.exists()


def test_a_sandboxed_build_reads_what_others_trust_and_writes_beside_it(
    first: Site, second: Site, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    share(first, str(shared))
    second.write("data.txt", "?")
    second.write("files.py", FILES)
    build, _ = share(second, str(shared), sandbox="auto")
    assert (build.statistics.shared, build.statistics.rendered) == (1, 1)
    assert set(list_files(shared)) == {"v1", "sandbox"}
    trusted = {path.name for path in (shared / "v1" / "recipes").rglob("*") if path.is_file()}
    theirs = {path.name for path in (shared / "sandbox" / "v1" / "recipes").rglob("*") if path.is_file()}
    assert len(trusted) == 2
    assert len(theirs) == 1
    assert theirs < trusted
    first.write("data.txt", "?")
    assert share(first, str(shared))[0].ran == ["files"]


@pytest.mark.parametrize(("sandbox", "folders"), [("off", ("",)), ("required", ("sandbox/", ""))])
def test_the_folders_of_a_build(sandbox: str, folders: tuple[str, ...], tmp_path: Path) -> None:
    remote = find_remote(Settings(tmp_path, remote_cache="s3://bucket", sandbox=sandbox))
    assert remote
    assert (remote.folders, remote.is_writable) == (folders, True)


def test_the_environment_overrules_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(tmp_path, remote_cache="https://user:password@host/a?token=secret")
    remote = find_remote(settings)
    assert remote
    assert remote.name == "https://host/a?token=…"
    monkeypatch.setenv("LIVE_DIAGRAMS_REMOTE_CACHE", "gs://other")
    remote = find_remote(settings)
    assert remote
    assert remote.url == "gs://other"
    monkeypatch.setenv("LIVE_DIAGRAMS_REMOTE_CACHE", "off")
    assert find_remote(settings) is None
    monkeypatch.delenv("LIVE_DIAGRAMS_REMOTE_CACHE")
    monkeypatch.setenv("LIVE_DIAGRAMS_REMOTE_CACHE_MODE", "write-only")
    with pytest.raises(FigureError, match="read-write or read-only"):
        find_remote(settings)


def test_only_the_first_build_of_a_served_site_asks(first: Site, tmp_path: Path, secret: None) -> None:
    pipeline = Pipeline(Settings(first.root, remote_cache=str(tmp_path / "shared")))
    pipeline.start_build(serving=True)
    assert pipeline.sharing.cache
    assert not pipeline.sharing.cache.remote.is_writable
    pipeline.start_build(serving=True)
    assert pipeline.sharing.cache is None
    pipeline.start_build()
    assert pipeline.sharing.cache
    assert pipeline.sharing.cache.remote.is_writable


@pytest.mark.parametrize("url", ["", "shared"])
def test_fsspec_is_imported_for_an_address_only(url: str, first: Site) -> None:
    code = (
        "import sys; from pathlib import Path; from live_diagrams.engine.pipeline import Pipeline;"
        "from live_diagrams.model.settings import Settings;"
        f"pipeline = Pipeline(Settings(Path.cwd(), remote_cache={url!r}, layout_budget=0.0));"
        "pipeline.request_all(); pipeline.wait_for_requests(); pipeline.close();"
        "assert pipeline.monitor.statistics.rendered == 2;"
        "print([name for name in sys.modules if name.split('.')[0] in ('fsspec', 'aiohttp', 's3fs')],"
        "      'live_diagrams.cache.remote.requests' in sys.modules)"
    )
    done = program("python", "-c", code, cwd=first.root)
    assert done.stdout == f"[] {bool(url)}\n", done.stderr
