"""A script imports the project's modules from their sources."""

from __future__ import annotations

import os
import py_compile

from tests.cache.subject import write_subject
from tests.project import Site


def test_bytecode_of_a_helper_is_not_trusted(site: Site) -> None:
    """Python would: it has the size and, to the second, the time of the source that it was made of."""
    write_subject(site, "from _helper import label")
    path = site.write("_helper.py", "label = 'old'")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    py_compile.compile(str(path))
    path.write_text("label = 'new'")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert site.build().labels("subject") == ["new"]


def test_no_bytecode_is_written_into_the_project(site: Site) -> None:
    write_subject(site, "from _helper import label")
    site.write("_helper.py", "label = 'one'")
    site.build()
    assert not list(site.root.rglob("__pycache__"))


def test_one_server_sees_a_change_of_a_helper(site: Site) -> None:
    write_subject(site, "from _helper import label")
    site.write("_helper.py", "label = 'one'")
    with site.pipeline() as pipeline:
        labels = []
        for text in ("label = 'one'", "label = 'two'", "label = 'one'", "label = 'six'"):
            site.write("_helper.py", text)
            pipeline.start_build()
            labels += [node.label for node in pipeline.render_figure("subject").graph.nodes]
        assert labels == ["one", "two", "one", "six"]
