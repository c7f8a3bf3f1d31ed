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
    first = subject_site.build()
    assert [icon.path for icon in first.figures("subject")[0].missing_icons] == ["icon.png"]
    assert not subject_site.build().ran
    subject_site.write("icon.png", make_image("red"))
    second = subject_site.build()
    assert second.ran == ["subject"]
    assert not second.figures("subject")[0].missing_icons
    assert list_icons(second.figures("subject"))


def test_an_icon_that_was_missing_where_that_is_an_error(subject_site: Site) -> None:
    subject_site.script("subject", make_icon_script("icon.png"))
    assert subject_site.build(missing_icons="error").error("subject").kind == "icon"
    subject_site.write("icon.png", make_image("red"))
    assert subject_site.build(missing_icons="error").figures("subject")


def test_an_icon_in_a_folder_that_comes_later(subject_site: Site) -> None:
    subject_site.script("subject", make_icon_script("img/icon.png"))
    assert subject_site.build().figures("subject")[0].missing_icons
    (subject_site.root / "img").mkdir()
    (subject_site.root / "img/icon.png").write_bytes(make_image("red"))
    assert not subject_site.build().figures("subject")[0].missing_icons


def test_an_icon_whose_name_differs_in_case_until_it_is_renamed(subject_site: Site) -> None:
    subject_site.script("subject", make_icon_script("./Img/icon.png"))
    (subject_site.folder / "img").mkdir()
    other = subject_site.folder / "img/Icon.PNG"
    other.write_bytes(make_image("red"))
    (missing,) = subject_site.build().figures("subject")[0].missing_icons
    assert "; write `img/Icon.PNG`, whose name differs only in case" in missing.message
    other.rename(subject_site.folder / "img/other.png")
    again = subject_site.build()
    assert again.ran == ["subject"]
    assert "only in case" not in again.figures("subject")[0].missing_icons[0].message
    (subject_site.folder / "Img").mkdir()
    (subject_site.folder / "img/other.png").rename(subject_site.folder / "Img/icon.png")
    assert not subject_site.build().figures("subject")[0].missing_icons


def test_an_icon_that_cannot_be_read_until_it_can(subject_site: Site) -> None:
    subject_site.write("icon.png", b"%!PS-Adobe-3.0 EPSF-3.0\n")
    subject_site.script("subject", make_icon_script("icon.png"))
    (missing,) = subject_site.build().figures("subject")[0].missing_icons
    assert missing.message.startswith("icon icon.png: it is no image of a kind that can be read")
    subject_site.write("icon.png", make_image("red"))
    assert not subject_site.build().figures("subject")[0].missing_icons
