"""Diagnostics in the formats of other programs: lines, JSON, GitHub's workflow commands, SARIF 2.1.0.

Every format contains the same diagnostics. `FORMATS` maps a format's name to the function that writes it.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..version import __version__
from .check import Check
from .diagnostic import Diagnostic

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
"""The schema that the log names; it is never fetched."""


@dataclass(frozen=True)
class Report:
    """The result of checking a site.

    Attributes:
        diagnostics: What the checks found.
        checks: All checks that are installed.
        handbook: The address of the handbook, or nothing.
        base: The path from the working folder to that of the configuration, where diagnostics' files start.
        counts: Sentences on how much there was to check.
        details: Lines on the same for those who ask for more.
    """

    diagnostics: tuple[Diagnostic, ...]
    checks: tuple[Check[Any], ...] = ()
    handbook: str = ""
    base: str = ""
    counts: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    def locate_file(self, diagnostic: Diagnostic) -> str:
        """Return a diagnostic's file as seen from the working folder."""
        return posixpath.normpath(posixpath.join(self.base, diagnostic.file))


def format_text(report: Report) -> str:
    """Return a line for each diagnostic: `file:line: rule: message`."""
    return "".join(f"{diagnostic}\n" for diagnostic in report.diagnostics)


def format_json(report: Report) -> str:
    """Return a list of objects with `file`, `line`, `rule`, `message` and `level`."""
    return _dump_json([vars(diagnostic) for diagnostic in report.diagnostics])


def format_github(report: Report) -> str:
    """Return workflow commands, which annotate the lines that a pull request changes."""
    return "".join(
        f"::{diagnostic.level} "
        f"file={_escape_property(report.locate_file(diagnostic))},line={diagnostic.line},"
        f"title={_escape_property(diagnostic.rule)}::{_escape_data(diagnostic.message)}\n"
        for diagnostic in report.diagnostics
    )


def _escape_data(value: str) -> str:
    """Escape a command's message as the runner undoes it, so that nothing ends or changes the command."""
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(value: str) -> str:
    return _escape_data(value).replace(":", "%3A").replace(",", "%2C")


def format_sarif(report: Report) -> str:
    """Return a SARIF log of one run that lists every check."""
    checks: dict[str, Check[Any] | None] = {check.name: check for check in report.checks}
    for diagnostic in report.diagnostics:
        checks.setdefault(diagnostic.rule, None)
    names = sorted(checks)
    driver = {
        "name": "live-diagrams",
        "semanticVersion": __version__,
        "rules": [_describe_check(name, checks[name], report.handbook) for name in names],
    }
    indices = {name: index for index, name in enumerate(names)}
    results = [
        {
            "ruleId": diagnostic.rule,
            "ruleIndex": indices[diagnostic.rule],
            "level": diagnostic.level,
            "message": {"text": diagnostic.message},
            "locations": [
                {"physicalLocation": _describe_location(report.locate_file(diagnostic), diagnostic.line)}
            ],
        }
        for diagnostic in report.diagnostics
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _describe_check(name: str, check: Check[Any] | None, handbook: str) -> dict[str, Any]:
    address = check.help_address(handbook) if check else ""
    return {
        "id": name,
        **({"shortDescription": {"text": check.why}} if check and check.why else {}),
        **({"helpUri": address} if address else {}),
    }


def _describe_location(file: str, line: int) -> dict[str, Any]:
    """Return a physical location; its address is relative to the root of the sources."""
    uri = quote(file.replace("\\", "/"))
    return {
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": max(1, line)},
    }


def _dump_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": format_text,
    "json": format_json,
    "github": format_github,
    "sarif": format_sarif,
}


def summarize(report: Report) -> str:
    """Return a sentence on how many diagnostics there are, and those on how much there was to check."""
    count = sum(diagnostic.is_error for diagnostic in report.diagnostics)
    warnings = len(report.diagnostics) - count
    result = f"{count} problem{'s' * (count != 1)}" if count else "No problem"
    result += f" and {warnings} warning{'s' * (warnings != 1)} found." if warnings else " found."
    return " ".join((result, *report.counts))
