"""Problems as other programs read them: lines, JSON, GitHub's workflow commands, SARIF 2.1.0. Pure.

Each format says the same of the same problems; `FORMATS` maps a format's name to what writes it.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..version import __version__
from .site import Problem, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
"""What names the version of SARIF for other programs; nothing fetches it."""


@dataclass(frozen=True)
class Checked:
    """A site that was checked: its problems, the rules that looked, and where authors read about these.

    `base` leads from the working folder to that of the configuration, which problems' files are relative to.
    `counts` are sentences on how much there was to look at, `details` lines on it for those who asked.
    """

    problems: tuple[Problem, ...]
    rules: tuple[Rule, ...] = ()
    handbook: str = ""
    base: str = ""
    counts: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    def file(self, problem: Problem) -> str:
        """A problem's file as seen from the working folder."""
        return posixpath.normpath(posixpath.join(self.base, problem.file))


def text(checked: Checked) -> str:
    """A line a problem: `file:line: rule: message`."""
    return "".join(f"{problem}\n" for problem in checked.problems)


def as_json(checked: Checked) -> str:
    """A list of problems, each an object with `file`, `line`, `rule` and `message`."""
    return _dump([vars(problem) for problem in checked.problems])


def github(checked: Checked) -> str:
    """Workflow commands, which become annotations of the lines that a pull request changes."""
    return "".join(
        f"::error file={_property(checked.file(problem))},line={problem.line},"
        f"title={_property(problem.rule)}::{_data(problem.message)}\n"
        for problem in checked.problems
    )


def _data(value: str) -> str:
    """A command's message; what would end or change it is escaped as the runner undoes it."""
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def sarif(checked: Checked) -> str:
    """A SARIF log of one run, with every rule that looked."""
    known = {rule.id: rule for rule in checked.rules}
    for problem in checked.problems:
        known.setdefault(problem.rule, Rule(problem.rule, ""))
    rules = sorted(known.values(), key=lambda rule: rule.id)
    places = {rule.id: index for index, rule in enumerate(rules)}
    driver = {
        "name": "live-diagrams",
        "semanticVersion": __version__,
        "rules": [_described(rule, checked.handbook) for rule in rules],
    }
    results = [
        {
            "ruleId": problem.rule,
            "ruleIndex": places[problem.rule],
            "level": "error",
            "message": {"text": problem.message},
            "locations": [{"physicalLocation": _location(checked.file(problem), problem.line)}],
        }
        for problem in checked.problems
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _described(rule: Rule, handbook: str) -> dict[str, Any]:
    page = rule.page(handbook)
    return {
        "id": rule.id,
        **({"shortDescription": {"text": rule.why}} if rule.why else {}),
        **({"helpUri": page} if page else {}),
    }


def _location(file: str, line: int) -> dict[str, Any]:
    """A place, as an address relative to the root of the sources."""
    uri = quote(file.replace("\\", "/"))
    return {
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": max(1, line)},
    }


def _dump(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


FORMATS: Mapping[str, Callable[[Checked], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "sarif": sarif,
}


def summary(checked: Checked) -> str:
    """How many problems there are, in words, and how much there was to look at."""
    count = len(checked.problems)
    found = f"{count} problem{'s' * (count != 1)} found." if count else "No problem found."
    return " ".join((found, *checked.counts))
