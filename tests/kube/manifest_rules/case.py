"""A case of the rules on manifests: a folder of manifests with the diagnostics at their lines.

    -- good/pod.yaml --
    …
    -- bad/case --
    options: {outside: all, version: "1.36"}
    with: [web.yaml]
    -- bad/pod.yaml --
    apiVersion: v1
    kind: Pod
    metadata:
      name: Web  # expect: manifest-name: `Web` is not a valid name for a Pod; …

There is an archive for each rule. In `case`, `with` names files of `shared.txt`, and `outside: all`
declares every object of the cases. Where one of the files is `mkdocs.yml`, the options are those in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from live_diagrams.checks import Diagnostic

from tests import archive

SHARED = archive.read_archive(Path(__file__).with_name("shared.txt"))
EVERYTHING = ["Service/*", "IngressClass/*", "Secret/*", "Gateway/*", "GatewayClass/*", "Pod/app=web"]
EXPECTED = re.compile(r"  # expect: (?P<rule>[a-z-]+): .*")


@dataclass(frozen=True)
class ManifestCase:
    """A folder of manifests, its own and shared ones by path, and the options of its site."""

    case: archive.Case
    own: dict[str, str]
    shared: dict[str, str]
    options: object

    @property
    def rule(self) -> str:
        return self.case.archive.stem

    @property
    def files(self) -> dict[str, str]:
        return {**self.shared, **self.own}

    @property
    def expected_rules(self) -> set[str]:
        """The rules whose diagnostics the case expects."""
        return {match["rule"] for text in self.case.files.values() for match in EXPECTED.finditer(text)}

    def assert_found(self, diagnostics: list[Diagnostic]) -> None:
        """Compare diagnostics with those at the lines of the case's own files."""
        assert [diagnostic for diagnostic in diagnostics if diagnostic.file not in self.own] == []
        for path, content in self.own.items():
            lines = content.split("\n")
            for diagnostic in (other for other in diagnostics if other.file == path):
                lines[diagnostic.line - 1] += f"  # expect: {diagnostic.rule}: {diagnostic.message}"
            self.case.assert_file("\n".join(lines), path)


def read_case(case: archive.Case) -> ManifestCase:
    """Return what an archive says of a case."""
    own = {path: EXPECTED.sub("", text) for path, text in case.files.items() if path != "case"}
    about = yaml.safe_load(case.files.get("case", "{}"))
    shared = {name: SHARED[name] for name in about.get("with", ())}
    if "mkdocs.yml" in own:
        config = yaml.safe_load(own["mkdocs.yml"])
        return ManifestCase(case, own, shared, config["plugins"][0]["live-diagrams"]["checks"]["kube"])
    options = about.get("options", {})
    if options.get("outside") == "all":
        options["outside"] = EVERYTHING
    return ManifestCase(case, own, shared, {"manifests": ".", **options})


CASES = {
    name: read_case(case)
    for name, case in archive.read_cases((Path(__file__).parent / "cases").iterdir()).items()
}
