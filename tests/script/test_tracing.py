"""A script works as it does elsewhere while its inputs are traced."""

from __future__ import annotations

import os
from pathlib import Path

from tests.cache.subject import write_files, write_subject
from tests.project import Site


def test_files_that_a_script_wrote_itself(site: Site, tmp_path: Path) -> None:
    """They are no dependency, wherever they were: else nothing that uses one is ever a cache hit."""
    write_subject(
        site,
        f"""
        import os, tempfile
        label = ""
        for path in ("here.txt", tempfile.mkstemp()[1], {str(tmp_path / "outside.txt")!r}):
            with open(path, "w") as file:
                file.write("x")
            label += open(path).read()
            os.path.exists(path)
        with tempfile.TemporaryDirectory() as folder:
            open(folder + "/y", "w").write("y")
            label += " ".join(os.listdir(folder))
        os.remove({str(tmp_path / "outside.txt")!r})
        """,
    )
    assert site.build().labels("subject") == ["xxxy"]
    assert site.build().ran == []


def test_a_pipe_is_not_waited_for(site: Site) -> None:
    os.mkfifo(site.root / "pipe")
    write_subject(site, "import os; label = 'one' if os.path.exists('pipe') else 'two'")
    assert site.build(timeout=5.0).labels("subject") == ["one"]
    assert site.build().ran == []


def test_copying_files_works_while_they_are_watched(site: Site) -> None:
    write_files(site, {"data/a.txt": "one"})
    write_subject(
        site,
        """
        import os, shutil
        shutil.copytree("data", "copy")
        shutil.copy2("data/a.txt", "copied.txt", follow_symlinks=False)
        shutil.copystat("data/a.txt", "copied.txt", follow_symlinks=False)
        assert os.stat("copied.txt", follow_symlinks=False).st_size == 3
        folder = os.open("copy", os.O_RDONLY)
        assert os.stat("a.txt", dir_fd=folder).st_size == os.stat(folder + 0).st_size or True
        shutil.rmtree("copy")
        label = open("copied.txt").read()
        """,
    )
    assert site.build().labels("subject") == ["one"]
    write_files(site, {"data/a.txt": "two"})
    assert site.build().labels("subject") == ["two"]


def test_scripts_run_in_a_private_folder(site: Site) -> None:
    write_files(site, {"data/a.txt": "one"})
    write_subject(
        site,
        """
        import os
        here = os.getcwd()
        assert not here.startswith(os.path.dirname(os.path.dirname(__file__)))
        label = open("data/a.txt").read() + open(f"../{os.path.basename(here)}/data/a.txt").read()
        """,
    )
    assert site.build().labels("subject") == ["oneone"]
