"""A case of the rules on manifests: one YAML file that holds a folder of manifests, options and diagnostics.

    # options: {outside: all, version: "1.36"}
    # with: web.yaml
    # file: pod.yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: Web  # expect: manifest-name: `Web` is not a valid name for a Pod; …

`# file:` begins a file of the folder, `# with:` names files of `shared/`. In `outside`, `all` declares every
object that the cases refer to. Where one of the files is `mkdocs.yml`, the options are those in it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from live_diagrams.checks import Diagnostic

SHARED = Path(__file__).parent / "shared"
EVERYTHING = ["Service/*", "IngressClass/*", "Secret/*", "Gateway/*", "GatewayClass/*", "Pod/app=web"]
EXPECTED = re.compile(r"  # expect: .*")


@dataclass(frozen=True)
class Case:
    """A folder of manifests, its own and shared ones by path, and the options of its site."""

    header: str
    own: dict[str, str]
    shared: dict[str, str]
    options: object

    @property
    def files(self) -> dict[str, str]:
        return {**self.shared, **self.own}

    def with_expected(self, diagnostics: list[Diagnostic]) -> str:
        """Return the text of the case's file that expects these diagnostics."""
        text = self.header
        left = [diagnostic for diagnostic in diagnostics if diagnostic.file not in self.own]
        assert not left, left
        for path, content in self.own.items():
            lines = content.split("\n")
            for diagnostic in (other for other in diagnostics if other.file == path):
                lines[diagnostic.line - 1] += f"  # expect: {diagnostic.rule}: {diagnostic.message}"
            text += f"# file: {path}\n" + "\n".join(lines)
        return text


def read_case(path: Path) -> Case:
    """Read a case from its file."""
    header, *parts = re.split(r"^(?=# file: )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    fields = dict(re.findall(r"^# (options|with): (.*)$", header, re.MULTILINE))
    shared = {name: (SHARED / name).read_text(encoding="utf-8") for name in fields.get("with", "").split()}
    own = {}
    for part in parts:
        first, _, content = part.partition("\n")
        own[first.removeprefix("# file: ")] = EXPECTED.sub("", content)
    if "mkdocs.yml" in own:
        config = yaml.safe_load(own["mkdocs.yml"])
        return Case(header, own, shared, config["plugins"][0]["live-diagrams"]["checks"]["kube"])
    options = yaml.safe_load(fields.get("options", "{}"))
    if options.get("outside") == "all":
        options["outside"] = EVERYTHING
    return Case(header, own, shared, {"manifests": ".", **options})
