"""Sites that checks are tried on: an archive for each rule, whose folders are a site and `expected.txt`."""

import logging
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from tests.archive import read_cases
from tests.support import write

CASES = read_cases((Path(__file__).parent / "cases").iterdir())
CONFIG = """\
site_name: Case
theme: mkdocs
plugins:
  - live-diagrams
markdown_extensions:
  - attr_list
"""


def write_site(folder, name):
    """Write the site of a case; `CONFIG` is its configuration where it has none."""
    files = {"mkdocs.yml": CONFIG, **CASES[name].files}
    del files["expected.txt"]
    return write(folder, files)


def read_expected(name):
    return CASES[name].files["expected.txt"]


def build_strictly(site, *, strict=True):
    """Build a site. Returns the warnings of the plugin, and whether these ended the build."""
    warnings = []

    class Recorder(logging.Handler):
        def emit(self, record):
            warnings.append(record.getMessage())

    recorder = Recorder(logging.WARNING)
    logger = logging.getLogger("mkdocs.plugins.live_diagrams")
    logger.addHandler(recorder)
    config = load_config(str(site / "mkdocs.yml"), strict=strict, site_dir=str(site / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Abort:
        return warnings, True
    finally:
        config.plugins.on_shutdown()
        logger.removeHandler(recorder)
    return warnings, False
