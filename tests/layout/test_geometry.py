"""Rectangles and paths of a layout."""

import xml.etree.ElementTree as ET

import pytest
from live_diagrams.layout.geometry import Box, bound_shape, flatten_path, has_place

BOX = Box(0, 0, 10, 20)


def test_a_box_is_measured_moved_and_merged():
    assert (BOX.width, BOX.height, BOX.middle) == (10, 20, (5, 10))
    assert BOX.shift(1, 2) == Box(1, 2, 11, 22)
    assert BOX.expand(1) == Box(-1, -1, 11, 21)
    assert BOX.merge(Box(5, -5, 6, 0)) == Box(0, -5, 10, 20)
    assert Box.from_points(BOX.corners()) == BOX == Box.from_view_box("0 0 10 20")


@pytest.mark.parametrize(
    ("other", "overlaps"), [(Box(10, 20, 30, 30), True), (Box(11, 0, 30, 30), False), (Box(2, 2, 3, 3), True)]
)
def test_boxes_that_touch_overlap(other, overlaps):
    assert BOX.overlaps(other) is other.overlaps(BOX) is overlaps


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        ('<ellipse cx="5" cy="-5" rx="2" ry="1"/>', Box(3, -6, 7, -4)),
        ('<polygon points="0,-1 2.5,-1 2.5,3"/>', Box(0, -1, 2.5, 3)),
        ('<path d="M0,-9C1,1 2,2 3,3"/>', Box(0, -9, 3, 3)),
    ],
)
def test_a_shape_has_bounds(shape, box):
    assert has_place(ET.fromstring(shape))
    assert bound_shape(ET.fromstring(shape)) == box


def test_a_shape_without_coordinates_has_no_place():
    shape = ET.fromstring('<polygon points=""/>')
    assert not has_place(shape)
    with pytest.raises(ValueError, match="no place"):
        bound_shape(shape)
    assert not has_place(ET.fromstring("<text>a</text>"))


def test_a_path_becomes_straight_pieces():
    line = flatten_path("M0,0C0,10 10,20 20,20C30,20 40,20 50,20")
    assert line[0] == (0, 0)
    assert line[-1] == pytest.approx((50, 20))
    assert len(line) == 25
    assert all(0 <= y <= 20.001 for _, y in line)
    assert flatten_path("M1,2") == [(1, 2)]
    assert flatten_path("") == []
