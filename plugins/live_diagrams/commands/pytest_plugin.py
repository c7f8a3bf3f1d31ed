"""The pytest plugin: `pytest --live-diagrams` checks a site, one test a rule. Off unless asked for.

pytest loads this module in every run of an environment that the package is installed in; so it imports
nothing of weight before it is asked for. The site is built once, when the first of its tests runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ..checks.report import Checked

MARKER = "live_diagrams"
OTHERS = "others"
"""The test of the problems whose rules have said nothing of themselves."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--live-diagrams`."""
    parser.getgroup("live-diagrams").addoption(
        "--live-diagrams",
        nargs="?",
        const="mkdocs.yml",
        metavar="FILE",
        help="check the site of this configuration (default: mkdocs.yml), one test a rule; "
        f"`-m {MARKER}` runs these tests alone",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and refuse what is no configuration: a folder of tests, most likely."""
    config.addinivalue_line("markers", f"{MARKER}: a rule of a site's content (pytest --live-diagrams)")
    chosen = config.getoption("--live-diagrams")
    if chosen is not None and not Path(chosen).is_file():
        hint = "write --live-diagrams=FILE, or the option last"
        raise pytest.UsageError(f"--live-diagrams: there is no file `{chosen}`; {hint}")


@pytest.hookimpl(tryfirst=True)  # so that -k and -m choose among these tests too
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the tests of the site."""
    if chosen := config.getoption("--live-diagrams"):
        items.extend(SiteFile.from_parent(session, path=Path(chosen).resolve()).collect())


class SiteFile(pytest.File):
    """A site, by its configuration."""

    def collect(self) -> Iterator[RuleItem]:
        """A test for each rule that says what it is for, and one for all others."""
        from ..checks import rules as checks

        for name in [*dict.fromkeys(rule.id for rule in checks.rules()), OTHERS]:
            yield RuleItem.from_parent(self, name=name)

    @cached_property
    def checked(self) -> Checked:
        """The site, built and checked once."""
        from . import check as checker

        return checker.check(str(self.path))


class RuleItem(pytest.Item):
    """One rule: it passes where the site has no problem of it."""

    parent: SiteFile

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.add_marker(MARKER)

    def runtest(self) -> None:
        """Fail with every problem of the rule."""
        checked = self.parent.checked
        known = {rule.id for rule in checked.rules}
        found = [
            str(problem)
            for problem in checked.problems
            if problem.rule == self.name or (self.name == OTHERS and problem.rule not in known)
        ]
        if found:
            raise BrokenRuleError("\n".join(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any, **kwargs: Any) -> Any:
        """The problems, a line each, or why there was no check; a traceback only for faults of ours."""
        from ..model.errors import CheckError

        if isinstance(excinfo.value, BrokenRuleError | CheckError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *args, **kwargs)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the test is, and how a report calls it."""
        return self.path, None, f"live-diagrams: {self.name}"


class BrokenRuleError(Exception):
    """A site breaks a rule; the message is a line a problem."""
