"""Icons: which images are read, and how large they become."""

from __future__ import annotations

import io

import pytest
from live_diagrams.svg import icons
from PIL import Image


def encode_image(width: int, height: int, format_: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 20, 20)).save(out, format_)
    return out.getvalue()


@pytest.mark.parametrize("format_", icons.FORMATS)
def test_each_format_is_read(format_: str) -> None:
    assert icons.read_size(icons.shrink_image(encode_image(32, 32, format_))) == (32, 32)


@pytest.mark.parametrize("format_", ["EPS", "TIFF", "PPM", "PDF"])
def test_no_other_format_is_opened(format_: str) -> None:
    with pytest.raises(ValueError, match="no image of a kind that can be read"):
        icons.shrink_image(encode_image(40, 40, format_))


def test_an_image_of_too_many_pixels_is_not_decoded() -> None:
    with pytest.raises(ValueError, match="has 8000 x 6000 pixels"):
        icons.shrink_image(encode_image(8000, 6000))


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(icons, "MOST_BYTES", 2**20)
    (tmp_path / "icon.png").write_bytes(bytes(2**20 + 1))
    with pytest.raises(ValueError, match="larger than 1 MB"):
        icons.read_image(tmp_path / "icon.png")


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(900, 300, (336, 112)), (900, 90, (336, 34)), (300, 900, (37, 112)), (500, 500, (112, 112))],
)
def test_an_authors_icon_keeps_its_proportions(width: int, height: int, size: tuple[int, int]) -> None:
    assert icons.read_size(icons.shrink_image(encode_image(width, height), icons.OWN)) == size


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(112, 112, (1, 1)), (224, 112, (2, 1)), (336, 34, (3, 1)), (37, 112, (1, 1))],
)
def test_a_logo_has_space_as_wide_as_itself_up_to_three_times_its_height(
    width: int, height: int, size: tuple[float, float]
) -> None:
    assert icons.fit_size(width, height) == size


def test_kinds_have_keys_of_their_own() -> None:
    assert len({icons.digest_source(b"a", kind) for kind in (icons.LIBRARY, icons.OWN, icons.FLOWCHART)}) == 3
