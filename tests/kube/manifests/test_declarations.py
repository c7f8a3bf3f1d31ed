"""Lines of a page's code that declare the object for which a node stands."""

from importlib.metadata import entry_points

import pytest
from live_diagrams_kube.manifests.declarations import find_declaring_lines

SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"
POD = "kind: Pod\nmetadata: { name: web-1 }\n"


def lines_of(id_, first, last):
    return [(number, id_) for number in range(first, last + 1)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (SERVICE, lines_of("Service/web", 1, 4)),
        (
            f"\n# words\n{SERVICE}\n\n---\n{POD}",
            lines_of("Service/web", 2, 6) + lines_of("Pod/web-1", 10, 11),
        ),
        (f"---\n{POD}---\n", lines_of("Pod/web-1", 2, 3)),
        (f"{POD}---\nkind: [\n---\n{SERVICE}", lines_of("Pod/web-1", 1, 2) + lines_of("Service/web", 6, 9)),
        ("kind: Pod\n", []),
        ("kind: Pod\nmetadata: web\n", []),
        ("kind: Pod\nmetadata: { generateName: web- }\n", []),
        ("  kind: Pod\n", []),
        ("- kind: Pod\n", []),
        ("kind: " + "[" * 100_000, []),
        ("", []),
    ],
)
def test_the_lines_of_each_object_are_found(code, expected):
    assert list(find_declaring_lines(code)) == expected


def test_the_function_is_registered():
    (point,) = entry_points(group="live_diagrams.declarations")
    assert point.load() is find_declaring_lines
