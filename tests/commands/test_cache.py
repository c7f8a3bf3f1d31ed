"""The command that shows and empties the cache."""

import re

from tests.programs import program


def test_the_cache_is_measured_and_emptied(plain_site):
    assert program("live-diagrams", "check", cwd=plain_site).returncode == 0
    full = program("live-diagrams", "cache", "info", cwd=plain_site)
    folder, usage = full.stdout.splitlines()
    assert folder == str(plain_site / ".figures")
    assert re.fullmatch(r"[1-9]\d* entries, 0\.0 MB", usage)

    elsewhere = program("live-diagrams", "cache", "info", "-f", "site/mkdocs.yml", cwd=plain_site.parent)
    assert elsewhere.stdout == full.stdout

    cleared = program("live-diagrams", "cache", "clear", cwd=plain_site)
    assert cleared.stdout == usage.replace("entries", "entries removed") + "\n"
    assert (
        program("live-diagrams", "cache", "info", cwd=plain_site).stdout == f"{folder}\n0 entries, 0.0 MB\n"
    )


def test_the_cache_of_a_folder_without_a_site_is_empty(tmp_path):
    done = program("live-diagrams", "cache", "info", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.endswith("0 entries, 0.0 MB\n")
    assert "Traceback" not in done.stderr


def test_a_shared_cache_is_tried(plain_site, tmp_path):
    def read_line(address, **variables):
        names = {"LIVE_DIAGRAMS_CACHE_KEY": "secret", "LIVE_DIAGRAMS_REMOTE_CACHE": address, **variables}
        done = program("live-diagrams", "cache", "info", cwd=plain_site, env=names)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()[2].removeprefix(f"shared: {address}, ")

    shared = str(tmp_path / "shared")
    assert read_line(shared) == "read and written, signed entries; it answers; no build so far"
    environment = {"LIVE_DIAGRAMS_CACHE_KEY": "secret", "LIVE_DIAGRAMS_REMOTE_CACHE": shared}
    assert program("mkdocs", "build", cwd=plain_site, env=environment).returncode == 0
    line = read_line(shared, LIVE_DIAGRAMS_REMOTE_CACHE_MODE="read-only")
    assert re.fullmatch(r"only read, signed entries; it answers; last build 20\S+ \S+ UTC", line)
    assert read_line(shared, LIVE_DIAGRAMS_CACHE_KEY="").startswith(
        "not used: LIVE_DIAGRAMS_CACHE_KEY is not"
    )
    unreachable = read_line("http://127.0.0.1:1")
    assert unreachable.startswith("read and written, signed entries; it cannot be used: Connect call failed")
    assert read_line("ftpx://host").endswith("it cannot be used: fsspec knows no `ftpx://`")
    cleared = program("live-diagrams", "cache", "clear", cwd=plain_site, env=environment)
    assert f"The shared cache {shared} keeps its entries." in cleared.stderr
    assert (tmp_path / "shared" / "v1").is_dir()
