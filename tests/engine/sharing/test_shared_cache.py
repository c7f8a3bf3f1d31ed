"""A cache that machines share: what one has rendered, no other renders, wherever its folders are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from live_diagrams.engine.progress import format_summary

from tests.engine.sharing.server import CacheServer
from tests.engine.sharing.team import ICONS, copy_site, encode_build
from tests.project import Build, Site
from tests.support import ROOT

EVERYTHING = ["files", "icons"]


def share(site: Site, url: str, **settings: object) -> tuple[Build, str]:
    """Return a build with a shared cache, and what it says of it."""
    with site.pipeline(remote_cache=url, layout_budget=0.0, **settings) as pipeline:
        build = site.build_with(pipeline)
        pipeline.sharing.finish_site(build.statistics)
        assert pipeline.sharing.cache
        return build, pipeline.sharing.cache.problem


def test_another_machine_runs_no_script(first: Site, second: Site, tmp_path: Path) -> None:
    url = (tmp_path / "shared").as_uri()
    before, problem = share(first, url)
    assert (before.ran, problem) == (EVERYTHING, "")
    after, problem = share(second, url)
    assert (after.ran, problem) == ([], "")
    assert encode_build(after) == encode_build(before)
    assert (after.statistics.from_cache, after.statistics.shared) == (2, 2)
    assert "0 rendered, 2 from cache (2 shared), 0 failed" in format_summary(after.statistics)
    own, _ = share(second, "nowhere")
    assert (own.ran, own.statistics.from_cache, own.statistics.shared) == ([], 2, 0)
    assert "2 from cache, 0 failed" in format_summary(own.statistics)


def test_what_differs_there_is_rendered_there(first: Site, second: Site, tmp_path: Path) -> None:
    url = str(tmp_path / "shared")
    share(first, url)
    second.write("data.txt", "?")
    build, _ = share(second, url)
    assert build.ran == ["files"]
    assert build.labels("files") == ["one?"]
    second.write("_helper.py", "label = 'two'")
    assert share(second, url)[0].labels("files") == ["two?"]
    third = copy_site(first, tmp_path / "third")
    assert share(third, url)[0].ran == []
    third.write("data.txt", "?")
    assert share(third, url)[0].ran == []


def test_a_server_gets_each_entry_once(first: Site, second: Site, server: CacheServer) -> None:
    for site in (first, second):
        site.script("more", ICONS.replace('"b"', '"c"'))
    before, problem = share(first, server.url)
    assert (before.ran, problem) == ([*EVERYTHING, "more"], "")
    paths = [path.removeprefix("/cache/v1/").split("/")[0] for path in server.files]
    assert sorted(paths) == ["figures"] * 3 + ["icons"] * 2 + ["recipes"] * 3 + ["times"]
    assert server.count("PUT") == len(server.files)
    after, problem = share(second, server.url)
    assert (after.ran, problem) == ([], "")
    assert encode_build(after) == encode_build(before)
    assert server.count("PUT") == len(server.files) + 1  # the times of one more build
    first.write("data.txt", "?")
    share(first, server.url)
    assert server.count("PUT", "/icons/") == 2


def test_a_server_without_folders_is_asked_to_make_them(first: Site, server: CacheServer) -> None:
    made: list[str] = []

    def need_folders(method: str, path: str, answer: tuple[int, bytes]) -> tuple[int, bytes]:
        if method == "MKCOL":
            made.append(path)
        is_placed = any(path.rpartition("/")[0] + "/" == folder for folder in made)
        return (409, b"") if method == "PUT" and not is_placed else answer

    server.change_answer = need_folders
    build, problem = share(first, server.url)
    assert (build.ran, problem) == (EVERYTHING, "")
    assert any("/recipes/" in path for path in server.files)


@pytest.mark.skipif(sys.platform == "win32", reason="the environment is made of links")
def test_another_environment_user_and_folder(first: Site, second: Site, tmp_path: Path) -> None:
    """The second machine has its Python environment, its home and its user elsewhere."""
    url = str(tmp_path / "shared")
    for site in (first, second):
        site.write("data.yaml", "a: one")
        site.write(
            "package.py",
            "import yaml\nfrom diagrams import Diagram, Node\n"
            "with Diagram('Package', show=False): Node(yaml.safe_load(open('data.yaml'))['a'])\n",
        )
    outputs = [
        _build_elsewhere(sys.executable, first, url, tmp_path / "home" / "a"),
        _build_elsewhere(_copy_environment(tmp_path / "b" / "environment"), second, url, tmp_path / "b"),
    ]
    assert outputs == ["3 rendered, 0 from cache, 0 shared, ''", "0 rendered, 3 from cache, 3 shared, ''"]


def _build_elsewhere(python: str, site: Site, url: str, home: Path) -> str:
    home.mkdir(parents=True, exist_ok=True)
    code = (
        "import sys\nfrom pathlib import Path\nfrom live_diagrams.engine.pipeline import Pipeline\n"
        "from live_diagrams.model.settings import Settings\n"
        "settings = Settings(Path.cwd(), remote_cache=sys.argv[1], timeout=60.0, layout_budget=0.0)\n"
        "pipeline = Pipeline(settings)\n"
        "pipeline.request_all()\npipeline.wait_for_requests()\npipeline.close()\n"
        "assert not pipeline.list_errors(), pipeline.list_errors()\n"
        "found = pipeline.monitor.statistics\n"
        "print(f'{found.rendered} rendered, {found.from_cache} from cache, {found.shared} shared, '\n"
        "      f'{pipeline.sharing.cache.problem!r}')\n"
    )
    variables = {"HOME": str(home), "USER": home.name, "LOGNAME": home.name, "PYTHONPATH": ""}
    done = subprocess.run(
        [python, "-c", code, url],
        cwd=site.root,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert not done.returncode, done.stderr
    return done.stdout.strip()


def _copy_environment(folder: Path) -> str:
    """Make an environment with the same packages, ours among them; return its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    python = folder / "bin" / "python"
    packages = next((folder / "lib").iterdir()) / "site-packages"
    own = Path(pytest.__file__).parent.parent
    wanted = (
        "diagrams graphlay resources graphviz pygraphviz pil pillow msgspec click markdown resvg yaml polib"
    )
    for entry in own.iterdir():
        if entry.name.lower().lstrip("_").startswith((*wanted.split(), "pyyaml")):
            copy = shutil.copytree if entry.is_dir() else shutil.copy2
            copy(entry, packages / entry.name, **({"copy_function": os.link} if entry.is_dir() else {}))
    shutil.copytree(ROOT / "plugins" / "live_diagrams", packages / "live_diagrams")
    return str(python)
