"""Which cached outputs of a script are used again: of an earlier state, a moved project, other limits."""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from live_diagrams.cache import recipes
from live_diagrams.cache.store import Store
from live_diagrams.model.errors import FigureError
from PIL import Image

from tests.cache.subject import DRAW, make_icon_script, make_image, write_files, write_subject
from tests.dot_program import install_dot_program
from tests.project import Site, as_bytes


def test_the_script_itself(subject_site: Site) -> None:
    write_subject(subject_site, "label = 'one'")
    subject_site.build()
    write_subject(subject_site, "label = 'two'")
    changed = subject_site.build()
    assert changed.ran == ["subject"]
    assert changed.labels("subject") == ["two"]


def test_one_helper_of_many_scripts(subject_site: Site) -> None:
    subject_site.write("_helper.py", "label = 'one'")
    for name in ("a", "b", "c"):
        subject_site.script(name, f"from _helper import label\n{DRAW}")
    assert subject_site.build().ran == ["a", "b", "c", "other"]
    subject_site.write("_helper.py", "label = 'two'")
    assert subject_site.build().ran == ["a", "b", "c"]


def test_switching_back_and_forth_is_remembered(subject_site: Site) -> None:
    write_subject(subject_site, "from _helper import label; label += open('data.txt').read()")
    states = [(helper, data) for helper in ("x", "y") for data in ("1", "2", "3")]

    def switch(state: tuple[str, str]) -> None:
        subject_site.write("_helper.py", f"label = {state[0]!r}")
        subject_site.write("data.txt", state[1])

    with subject_site.pipeline() as pipeline:
        for state in states:
            switch(state)
            assert "subject" in subject_site.build_with(pipeline).ran
    for state in reversed(states):
        switch(state)
        build = subject_site.build()
        assert build.ran == []
        assert build.labels("subject") == ["".join(state)]


def test_moving_the_project_keeps_it_remembered(subject_site: Site, tmp_path: Path) -> None:
    subject_site.write("_helper.py", "label = 'one'")
    subject_site.write("data.txt", "!")
    Image.new("RGB", (20, 20), "red").save(subject_site.folder / "icon.png")
    write_subject(
        subject_site,
        "import os, pathlib; from _helper import label; os.listdir('.'); os.path.exists('absent');"
        "label += pathlib.Path(__file__).with_name('data.txt').read_text()",
    )
    subject_site.script("icon", make_icon_script("icon.png"))
    before = subject_site.build()
    assert len(before.ran) == 3
    subject_site.root = subject_site.root.rename(tmp_path / "elsewhere, moved")
    after = subject_site.build()
    assert after.ran == []
    assert [as_bytes(after.figures(name)) for name in after.results] == [
        as_bytes(before.figures(name)) for name in before.results
    ]
    subject_site.write("data.txt", "?")
    assert subject_site.build().ran == ["subject"]


def test_a_project_reached_by_a_link(subject_site: Site, tmp_path: Path) -> None:
    real = subject_site.root.rename(tmp_path / "real")
    subject_site.root.symlink_to(real)
    subject_site.write("_helper.py", "label = 'one'")
    write_subject(subject_site, "from _helper import label; label += open('data.txt').read()")
    subject_site.write("data.txt", "!")
    assert subject_site.build().labels("subject") == ["one!"]
    assert subject_site.build().ran == []
    subject_site.write("_helper.py", "label = 'two'")
    assert subject_site.build().ran == ["subject"]
    subject_site.write("data.txt", "raise")
    write_subject(subject_site, "from _helper import label; import _fails")
    subject_site.write("_fails.py", "1 / 0")
    assert subject_site.build().error("subject").location == "diagram_src/_fails.py:1"
    subject_site.root.unlink()
    subject_site.root = real
    write_subject(subject_site, "from _helper import label; label += open('data.txt').read()")
    assert subject_site.build().ran == ["subject"]
    subject_site.root = real.rename(tmp_path / "moved")
    assert subject_site.build().ran == []


def test_a_failure_is_not_remembered(subject_site: Site) -> None:
    write_subject(subject_site, "label = open('data.txt').read()")
    for _ in range(2):
        build = subject_site.build()
        assert "subject" in build.ran
        assert isinstance(build.results["subject"], FigureError)
    write_files(subject_site, {"data.txt": "one"})
    assert subject_site.build().labels("subject") == ["one"]


def test_a_direction_is_an_entry_of_its_own(subject_site: Site) -> None:
    wide = subject_site.build()
    tall = subject_site.build(direction="TB")
    assert tall.ran == ["other"]
    assert as_bytes(tall.figures("other")) != as_bytes(wide.figures("other"))
    assert subject_site.build(direction="TB").ran == []
    assert as_bytes(subject_site.build().figures("other")) == as_bytes(wide.figures("other"))
    assert subject_site.build(direction="LR").ran == ["other"]


def test_a_layout_program_is_an_entry_of_its_own(subject_site: Site, tmp_path: Path) -> None:
    program = install_dot_program(tmp_path)
    without = subject_site.build()
    with_it = subject_site.build(dot=program)
    assert with_it.ran == ["other"]
    assert as_bytes(with_it.figures("other")) == as_bytes(without.figures("other"))
    assert subject_site.build(dot=program).ran == []


def test_another_version_of_a_layout_program(subject_site: Site, tmp_path: Path) -> None:
    program = install_dot_program(tmp_path)
    subject_site.build(dot=program)
    with open(program, "a", encoding="utf-8") as file:
        file.write("# a newer version\n")
    assert subject_site.build(dot=program).ran == ["other"]


@pytest.mark.parametrize(
    "settings", [{"timeout": 19.0}, {"workers": 1}, {"memory": 900}, {"cache_size": 200}]
)
def test_bounds_are_no_part_of_a_figure(settings: dict[str, object], subject_site: Site) -> None:
    subject_site.build()
    assert subject_site.build(**settings).ran == []


def test_a_recipe_says_nothing_of_the_machine(subject_site: Site, tmp_path: Path) -> None:
    subject_site.write("icon.png", make_image("red"))
    subject_site.script("icon", make_icon_script("icon.png"))
    build = subject_site.build()
    with subject_site.pipeline() as pipeline:
        for path in subject_site.store.glob("recipes/*/*"):
            recipe = json.loads(pipeline.store.get("recipes", path.name) or b"")
            assert str(tmp_path) not in json.dumps(recipe)
    assert str(tmp_path) not in "".join(figure.drawings["wide"].body for figure in build.figures("icon"))


@pytest.mark.parametrize("kind", ["recipes", "figures"])
@pytest.mark.parametrize("content", [b"", b"[", b"null", b'[{"key": 1}]', b'[{"key": "ab"}]', b"\xff"])
def test_an_entry_of_another_version_is_a_miss(kind: str, content: bytes, subject_site: Site) -> None:
    """Each entry is whole, so it is not the store that finds out."""
    subject_site.build()
    with subject_site.pipeline() as pipeline:
        for path in subject_site.store.glob(f"{kind}/*/*"):
            pipeline.store.put(kind, path.name, content)
    build = subject_site.build()
    assert build.ran == ["other"]
    assert build.figures("other")
    assert subject_site.build().ran == []


def test_an_age_counted_by_a_clock_that_was_ahead(
    subject_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_subject(subject_site, "from live_diagrams import depends; label = 'one'; depends(max_age=3600)")
    with monkeypatch.context() as patch:
        patch.setattr(recipes, "time", SimpleNamespace(time=lambda: time.time() + 10**6))
        assert "subject" in subject_site.build().ran
    assert subject_site.build().ran == ["subject"]
    assert subject_site.build().ran == []


def forge_figures(site: Site) -> int:
    """Put a script into every cached drawing, as somebody can who writes to the cache; return how many."""
    store = Store(site.store)
    with site.pipeline() as pipeline:
        for path in list(site.store.glob("recipes/*/*")):
            (newest, *_) = json.loads(store.get("recipes", path.name) or b"")
            content = (store.get("figures", newest["key"]) or b"").replace(b"</g>", b"<script>1</script></g>")
            newest["key"] = pipeline.store.add("figures", content)
            pipeline.store.put("recipes", path.name, json.dumps([newest]).encode())
    return len(list(site.store.glob("recipes/*/*")))


def test_a_forged_drawing_is_a_miss(subject_site: Site) -> None:
    before = subject_site.build()
    assert forge_figures(subject_site) == 1
    after = subject_site.build()
    assert after.ran == ["other"]
    assert as_bytes(after.figures("other")) == as_bytes(before.figures("other"))
    assert subject_site.build().ran == []


def test_with_a_secret_what_others_wrote_is_a_miss(
    subject_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject_site.build()
    monkeypatch.setenv("LIVE_DIAGRAMS_CACHE_KEY", "secret")
    assert subject_site.build().ran == ["other"]
    assert subject_site.build().ran == []
    monkeypatch.delenv("LIVE_DIAGRAMS_CACHE_KEY")
    assert subject_site.build().ran == []
