"""Files in the folder of the scripts that are no scripts."""

from __future__ import annotations

from tests.project import FIGURE, Site


def test_a_folder_that_is_called_like_a_script(site: Site) -> None:
    site.script("other", FIGURE)
    (site.folder / "folder.py").mkdir()
    (site.folder / "dangling.py").symlink_to("nowhere")
    assert list(site.build().results) == ["other"]
