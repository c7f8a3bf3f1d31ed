"""The guide's own manifests: they have no problem, and a fault that is planted in them is found."""

import re
from pathlib import Path

import pytest
from live_diagrams_kube.manifest_rules.rules import find_diagnostics
from live_diagrams_kube.manifests.collection import read_yaml_files
from live_diagrams_kube.manifests.context import Context
from live_diagrams_kube.manifests.yaml_lines import parse_yaml
from live_diagrams_kube.site_manifests import parse_with_variants, read_options

ROOT = Path(__file__).parents[2]
(CONFIG,), _ = parse_yaml((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
RAW = next(each["live-diagrams"] for each in CONFIG.value["plugins"] if "live-diagrams" in each)
CHOSEN, _ = read_options(RAW["checks"]["kube"], str(ROOT))
TEXTS = read_yaml_files(str(ROOT / CHOSEN.manifests), display_folder=CHOSEN.folder)

PLANTED = {
    "manifest-schema": r"^ +(replicas|selector|ports|rules|endpoints|backend|termination):",
    "manifest-name": r"^  name: (.*)$",
    "workload-selector": r"^  selector:\n    matchLabels:\n +app: (.*)$",
    "container-probe": r"httpGet:\n +path: .*\n +port: (.*)$",
    "service-selector": r"  selector:\n    app: (.*)$",
    "service-target-port": r"^kind: Service\n(?:(?!---).*\n)*? +targetPort: (.*)$",
    "ingress-backend": r"service:\n +name: (.*)$",
    "ingress-class": r"ingressClassName: (.*)$",
    "tls-secret": r"secretName: (shop-tls)$",
    "route-backend": r"^    (?:- )?kind: Service\n +name: (.*)$",
    "route-termination": r"insecureEdgeTerminationPolicy: (.*)$",
}
"""For each rule, where a letter too many has to be found by it."""


def diagnose(texts):
    return find_diagnostics(Context(parse_with_variants(texts, CHOSEN), CHOSEN))


def test_the_guide_has_no_problem():
    assert [str(problem) for problem in diagnose(TEXTS)] == []


@pytest.mark.parametrize("rule", PLANTED)
def test_a_letter_too_many_is_found(rule):
    count = 0
    for file, text in TEXTS.items():
        for match in re.finditer(PLANTED[rule], text, re.MULTILINE):
            broken = f"{text[: match.end(1)]}{'_' if rule == 'manifest-name' else 'x'}{text[match.end(1) :]}"
            line = text.count("\n", 0, match.start(1)) + 1
            there = [problem for problem in diagnose({**TEXTS, file: broken}) if problem.rule == rule]
            assert there, f"{file}:{line}"
            assert any(problem.file == file for problem in there), f"{file}:{line}"
            count += 1
    assert count


BROKEN = sorted((ROOT / "docs/broken").glob("*.yaml"))
PAGE = (ROOT / "docs/guide/breaks.md").read_text(encoding="utf-8")


def objects(text):
    (first, *_), _ = parse_yaml(text)
    return first.value["kind"], first.value["metadata"]["name"]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_manifest_is_refused_with_the_words_of_the_page(path):
    text = path.read_text(encoding="utf-8")
    same = [file for file, good in TEXTS.items() if objects(good) == objects(text)]
    (fixed,) = (file for file in same if Path(file).name not in CHOSEN.variants)
    whole = {file: good for file, good in TEXTS.items() if file != fixed}
    messages = [str(problem) for problem in diagnose({**whole, path.name: text}) if problem.file == path.name]
    assert [line for line in messages if f"    ```text\n    {line}\n    ```\n" in PAGE] == messages != []
    assert f'--8<-- "broken/{path.name}"' in PAGE
