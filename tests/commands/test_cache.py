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
