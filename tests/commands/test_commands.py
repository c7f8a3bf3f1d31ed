"""What authors do with the command beside checking: new sites and figures, pictures, lists, comparisons."""

import json
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path

import jsonschema
import pytest
import yaml
from live_diagrams.commands import schema, standalone
from PIL import Image

from tests.support import ROOT, program, write

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


@pytest.fixture
def site(tmp_path):
    return write(tmp_path / "site", SITE)


def run(site, *arguments):
    return program("live-diagrams", *arguments, cwd=site)


def refused(site, *arguments):
    """What a command says that ends without having done anything."""
    done = run(site, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    "command", ["new", "add", "render", "list", "watch", "diff", "schema", "check", "cache"]
)
def test_every_command_explains_itself(tmp_path, command):
    done = run(tmp_path, command, "--help")
    assert done.returncode == 0
    assert len(done.stdout.split("Options:")[0].split()) > 10


def test_a_new_site_says_what_it_wrote(tmp_path):
    done = run(tmp_path, "new", "my-site")
    assert done.returncode == 0
    written = {line for line in done.stdout.splitlines() if line}
    there = {p.relative_to(tmp_path).as_posix() for p in (tmp_path / "my-site").rglob("*") if p.is_file()}
    assert written == there
    assert 'site_name: "My site"\n' in (tmp_path / "my-site/mkdocs.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ['it\'s "new": #1', "<b>*x*", "a\\b & {c}", "Ä site", "--"])
def test_a_new_site_builds_whatever_it_is_called(tmp_path, name):
    done = run(tmp_path, "new", "--", name)
    assert done.returncode == 0, done.stderr
    built = program("mkdocs", "build", "--strict", cwd=tmp_path / name)
    assert built.returncode == 0, built.stderr


def test_a_new_site_takes_no_place_that_is_taken(tmp_path):
    write(tmp_path, {"taken/precious.txt": "mine"})
    assert "not empty" in refused(tmp_path, "new", "taken")
    assert [p.name for p in (tmp_path / "taken").iterdir()] == ["precious.txt"]


@pytest.mark.parametrize("name", ["hello", "net/hosts", "a_b-2", "hello.py"])
def test_a_new_figure_can_be_embedded_with_the_line_that_is_printed(site, name):
    done = run(site, "add", name)
    assert done.returncode == 0, done.stderr
    write(site, {"docs/new.md": done.stdout})
    checked = run(site, "check")
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize(
    "name", ["Bad Name", "../out", "/abs", "a//b", "-x", ".hidden", "_helper", "é", "diagrams", "json"]
)
def test_a_figure_of_an_impossible_name_is_not_made(site, name):
    before = set(site.parent.rglob("*"))
    assert "cannot be the name" in refused(site, "add", "--", name)
    assert set(site.parent.rglob("*")) == before


def test_a_figure_that_is_there_is_not_overwritten(site):
    assert "exists; nothing was written" in refused(site, "add", "web")
    assert (site / "diagram_src/web.py").read_text(encoding="utf-8") == SCRIPT


def test_shells_complete_the_names_of_figures(site):
    asked = {
        "_LIVE_DIAGRAMS_COMPLETE": "bash_complete",
        "COMP_WORDS": "live-diagrams render w",
        "COMP_CWORD": "2",
    }
    assert program("live-diagrams", cwd=site, env=asked).stdout == "plain,web\n"
    nowhere = program("live-diagrams", cwd=site.parent, env=asked)
    assert (nowhere.stdout, nowhere.stderr) == ("\n", "")


def test_render_writes_an_svg_that_needs_nothing_else(site):
    done = run(site, "render", "web")
    root = ET.fromstring(done.stdout)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    links = [
        value
        for part in root.iter()
        for key, value in part.attrib.items()
        if key.rpartition("}")[2] == "href"
    ]
    assert links
    assert all(link.startswith(("#", "data:image/png;base64,")) for link in links)
    assert not re.search(r"var\(|light-dark\(|<script|url\(", done.stdout)
    assert "small" in done.stdout


def test_render_as_readers_choose(site):
    assert ">large<" in run(site, "render", "web", "--choice", "Kind=large").stdout
    assert "it can be small, large" in refused(site, "render", "web", "--choice", "Kind=huge")
    assert "there is Kind" in refused(site, "render", "web", "--choice", "Size=large")


@pytest.mark.parametrize(("scheme", "light"), [("light", True), ("dark", False)])
def test_render_an_image(site, scheme, light):
    done = run(site, "render", "web", "-o", "web.png", "--scheme", scheme, "--scale", "1")
    assert done.returncode == 0, done.stderr
    image = Image.open(BytesIO((site / "web.png").read_bytes())).convert("L")
    svg = ET.fromstring(run(site, "render", "web").stdout)
    assert abs(image.width - float(svg.get("width"))) <= 1
    assert (image.getpixel((1, 1)) > 200) == light
    assert sum(map(bool, image.histogram())) > 20  # words and icons, not a ground alone


def test_render_a_page(site):
    done = run(site, "render", "web", "-o", "web.pdf")
    if "libcairo2" in done.stderr:
        pytest.skip("no PDF without the system's Cairo")
    assert done.returncode == 0, done.stderr
    assert (site / "web.pdf").read_bytes().startswith(b"%PDF-")


def test_render_says_what_it_cannot(site):
    assert "did you mean `web`?" in refused(site, "render", "wbe")
    assert ".svg, .png, .pdf" in refused(site, "render", "web", "-o", "web.bmp")
    assert "cannot be written" in refused(site, "render", "web", "-o", "no/such/folder/web.svg")
    write(site, {"diagram_src/web.py": "1 / 0\n"})
    assert "diagram_src/web.py:1: ZeroDivisionError" in refused(site, "render", "web")


def test_the_schemes_of_a_file_are_those_of_the_stylesheet():
    style = (ROOT / "plugins/live_diagrams/assets/figures.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--ld-(\w+): ([^;]+);", block))
        for block in re.findall(r"\{[^}]*--ld-ink[^}]*\}", style)[:2]
    )
    for scheme, said in (("light", light), ("dark", dark)):
        for name, colour in standalone.SCHEMES[scheme].items():
            assert colour in said[name]


def test_list(site):
    write(site, {"diagram_src/broken.py": "1 / 0\n", "diagram_src/alone.py": SCRIPT})
    done = run(site, "list")
    rows = [line.split(maxsplit=3) for line in done.stdout.splitlines()]
    assert [(name, state, pages) for name, state, _, pages in rows[1:]] == [
        ("alone", "rendered", "(no page)"),
        ("broken", "failed", "(no page)"),
        ("web", "rendered", "index.md, two.md"),
    ]
    again = json.loads(run(site, "list", "--format", "json").stdout)
    assert [(one["name"], one["state"]) for one in again] == [
        ("alone", "cached"),
        ("broken", "failed"),
        ("web", "cached"),
    ]


def git(folder, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True).stdout


@pytest.fixture
def repository(site):
    git(site.parent, "init", "-q")  # the site is a folder of a larger repository
    git(site.parent, "add", "site/mkdocs.yml", "site/docs", "site/diagram_src")
    git(site.parent, "commit", "-qm", "first")
    return site


def test_diff_tells_what_changed(repository):
    text = SCRIPT.replace('label="asks"', 'label="calls"').replace('Cluster("Box")', 'Cluster("Crate")')
    text = text.replace('nodeid="db")', 'nodeid="db") >> Pod("new", nodeid="third")')
    write(repository, {"diagram_src/web.py": text, "diagram_src/other.py": SCRIPT.replace("Web", "Other")})
    done = run(repository, "diff", "-o", "changed.html")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "web (Kind: small): 3 added, 1 removed, 3 changed" in lines
    for line in (
        "  added: node third",
        "  added: edge db → third",
        "  added: box Crate",
        "  removed: box Box",
        "  changed: edge web → db (label: asks → calls)",
        "  changed: node web (inside: Box → Crate)",
        "other (Kind: large): new",
    ):
        assert line in lines
    page = (repository / "changed.html").read_text(encoding="utf-8")
    assert page.count('src="data:image/svg+xml;base64,') == 6
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)


def test_diff_leaves_what_is_staged_as_it_is_also_within_a_hook(repository):
    write(repository, {"diagram_src/web.py": SCRIPT.replace("asks", "calls"), "docs/more.md": "More\n"})
    git(repository, "add", "docs", "diagram_src")
    before = git(repository, "diff", "--cached", "--name-status")
    top = repository.parent
    asked = {"GIT_DIR": str(top / ".git"), "GIT_INDEX_FILE": str(top / ".git/index"), "GIT_PREFIX": "site/"}
    done = program("live-diagrams", "diff", cwd=repository, env=asked)
    assert "  changed: edge web → db (label: asks → calls)" in done.stdout.splitlines()
    assert git(repository, "diff", "--cached", "--name-status") == before


def test_diff_where_nothing_changed(repository):
    done = run(repository, "diff")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No figure has changed since HEAD.\n"


def test_diff_tells_of_scripts_that_fail_or_are_gone(repository):
    (repository / "diagram_src/web.py").write_text("1 / 0\n", encoding="utf-8")
    assert (
        "web: new" in run(repository, "diff").stdout
    )  # by its name alone, since it offers no choice any more
    (repository / "diagram_src/web.py").unlink()
    assert run(repository, "diff").stdout == "web (Kind: large): gone\nweb (Kind: small): gone\n"


def test_diff_says_what_it_cannot(repository, tmp_path):
    assert "no revision `nope`" in refused(repository, "diff", "nope")
    assert "no revision `--output=x`" in refused(repository, "diff", "--", "--output=x")
    outside = write(tmp_path.parent / f"{tmp_path.name}-outside", SITE)
    assert "git" in refused(outside, "diff")


@pytest.mark.parametrize("command", [("render", "web"), ("add", "x"), ("watch",), ("diff",)])
def test_where_there_is_no_site(tmp_path, command):
    assert "there is no mkdocs.yml" in refused(tmp_path, *command)


def test_a_site_with_the_extension_alone_will_do(site):
    text = "site_name: x\ntheme: mkdocs\nmarkdown_extensions:\n  - live_diagrams:\n      timeout: 20\n"
    write(site, {"mkdocs.yml": text})
    assert run(site, "render", "web").returncode == 0
    write(site, {"mkdocs.yml": "site_name: x\ntheme: mkdocs\n"})
    assert "neither the plugin" in refused(site, "render", "web")


def test_watch_draws_what_is_saved_and_says_what_failed(site):
    command = [str(Path(sys.executable).with_name("live-diagrams")), "watch"]
    log = site / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=site, stdout=out, stderr=subprocess.STDOUT)
        try:

            def said(words):
                end = time.monotonic() + 60
                while words not in log.read_text(encoding="utf-8"):
                    assert time.monotonic() < end, log.read_text(encoding="utf-8")
                    assert process.poll() is None
                    time.sleep(0.02)

            said("web: rendered")
            write(site, {"diagram_src/web.py": "1 / 0\n"})
            said("diagram_src/web.py:1: ZeroDivisionError")
            write(site, {"diagram_src/more.py": SCRIPT})
            said("more: rendered")
            (site / "diagram_src/web.py").unlink()
            said("web: gone")
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0


def test_the_schema_that_is_published_is_that_of_the_options():
    published = json.loads((ROOT / "docs/assets/live-diagrams.schema.json").read_text(encoding="utf-8"))
    assert published == schema.make_schema()
    jsonschema.Draft7Validator.check_schema(published)


@pytest.mark.parametrize(
    ("options", "right"),
    [
        ({}, True),
        (None, True),
        ({"timeout": 2.5, "narrow": "none", "require_figures": ["guide/*.md"], "checks": {"kube": {}}}, True),
        ({"tiemout": 3}, False),
        ({"timeout": "soon"}, False),
        ({"narrow": "maybe"}, False),
        ({"require_figures": "guide"}, False),
    ],
)
def test_editors_are_told_of_options_that_cannot_be(options, right):
    found = jsonschema.Draft7Validator(schema.make_schema())
    assert found.is_valid({"site_name": "x", "plugins": ["search", {"live-diagrams": options}]}) == right
    assert found.is_valid({"plugins": {"search": {}, "live-diagrams": options}}) == right


def test_the_options_of_the_guide_are_right():
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("!", lambda loader, tag, node: None)
    Loader.add_multi_constructor("tag:yaml.org,2002:python", lambda loader, tag, node: None)
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    jsonschema.validate(config, schema.make_schema())
