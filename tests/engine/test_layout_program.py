"""A `dot` program that fails is an error of the figure."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.project import FIGURE, Site


@pytest.mark.parametrize("said", ["sys.exit(3)", "print('<svg')", "sys.exit('no fonts')"])
def test_a_layout_program_that_fails(said: str, site: Site, tmp_path: Path) -> None:
    site.script("other", FIGURE)
    program = tmp_path / "dot"
    program.write_text(f"#!{sys.executable}\nimport sys\n{said}\n")
    program.chmod(0o755)
    error = site.build(dot=str(program)).error("other")
    assert error.kind == "layout"
    assert error.line == 2 + 1
    assert "\n" not in error.message


def test_a_layout_program_that_does_not_exist(site: Site) -> None:
    site.script("other", FIGURE)
    error = site.build(dot="/nowhere/dot").error("other")
    assert "'/nowhere/dot' does not run" in error.message
