"""A small site, and the command that runs in it."""

from tests.programs import program

SCRIPT = """\
from diagrams import Cluster, Diagram, Edge
from diagrams.k8s.compute import Pod

from live_diagrams import choice

kind = choice("Kind", ["small", "large"])
with Diagram("Web", show=False):
    with Cluster("Box"):
        ask = Edge(label="asks", color="red")
        Pod(kind, nodeid="web") >> ask >> Pod("<script>alert(1)</script>", nodeid="db")
"""
SITE = {
    "mkdocs.yml": "site_name: Site\ntheme: mkdocs\nplugins:\n  - live-diagrams\n",
    "docs/index.md": "![Two things, one after the other](diagram:web)\n",
    "docs/two.md": "![Two things, once more](diagram:web)\n",
    "diagram_src/web.py": SCRIPT,
}

PLAIN_SITE = {
    "mkdocs.yml": "site_name: Site\ntheme: mkdocs\nplugins:\n  - live-diagrams:\n      cache_dir: .figures\n",
    "docs/index.md": "![Two things, one after the other](diagram:web)\n",
    "diagram_src/web.py": (
        "from diagrams import Diagram, Node\n\n"
        'with Diagram("Web", show=False):\n    Node("web") >> Node("db")\n'
    ),
}
"""A site without choices and icons, whose cache is elsewhere."""


def run(site, *arguments):
    return program("live-diagrams", *arguments, cwd=site)


def read_refusal(site, *arguments):
    """Return the error of a command that ends without having done anything."""
    done = run(site, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr
