"""An icon is an input of its figure like any other file."""

from __future__ import annotations

from tests.cache.subject import list_icons, make_icon_script, make_image
from tests.project import Site, as_bytes


def test_an_icon(subject_site: Site) -> None:
    subject_site.write("icon.png", make_image("red"))
    subject_site.script("subject", make_icon_script("icon.png"))
    red = subject_site.build()
    assert subject_site.build().ran == []
    subject_site.write("icon.png", make_image("blue"))
    blue = subject_site.build()
    assert blue.ran == ["subject"]
    assert list_icons(blue.figures("subject")) != list_icons(red.figures("subject"))
    subject_site.write("icon.png", make_image("red"))
    back = subject_site.build()
    assert back.ran == []
    assert as_bytes(back.figures("subject")) == as_bytes(red.figures("subject"))


def test_an_icon_that_comes_to_stand_beside_the_script(subject_site: Site) -> None:
    (subject_site.root / "icon.png").write_bytes(make_image("red"))
    subject_site.script("subject", make_icon_script("icon.png"))
    red = subject_site.build()
    subject_site.write("icon.png", make_image("blue"))
    blue = subject_site.build()
    assert blue.ran == ["subject"]
    assert list_icons(blue.figures("subject")) != list_icons(red.figures("subject"))


def test_an_icon_that_was_missing(subject_site: Site) -> None:
    subject_site.script("subject", make_icon_script("icon.png"))
    assert subject_site.build().error("subject").kind == "icon"
    subject_site.write("icon.png", make_image("red"))
    assert subject_site.build().figures("subject")
