"""A figure as an SVG, PNG or PDF file, and the output of its script."""

import re
import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from PIL import Image

from tests.programs import program
from tests.support import write

from .site import PLAIN_SITE, read_refusal, run

PRINTING = PLAIN_SITE["diagram_src/web.py"] + 'print("two nodes\\n  and an edge")\n'


def test_an_svg_contains_all_that_it_needs(site):
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


def test_a_choice_selects_the_drawing(site):
    assert ">large<" in run(site, "render", "web", "--choice", "Kind=large").stdout
    assert "it can be small, large" in read_refusal(site, "render", "web", "--choice", "Kind=huge")
    assert "there is Kind" in read_refusal(site, "render", "web", "--choice", "Size=large")


@pytest.mark.parametrize(("scheme", "light"), [("light", True), ("dark", False)])
def test_a_png_is_painted_in_its_scheme(site, scheme, light):
    done = run(site, "render", "web", "-o", "web.png", "--scheme", scheme, "--scale", "1")
    assert done.returncode == 0, done.stderr
    image = Image.open(BytesIO((site / "web.png").read_bytes())).convert("L")
    svg = ET.fromstring(run(site, "render", "web").stdout)
    assert abs(image.width - float(svg.get("width"))) <= 1
    assert (image.getpixel((1, 1)) > 200) == light
    assert sum(map(bool, image.histogram())) > 20  # words and icons, not a ground alone


def test_a_pdf_is_written(site):
    done = run(site, "render", "web", "-o", "web.pdf")
    if "libcairo2" in done.stderr:
        pytest.skip("no PDF without the system's Cairo")
    assert done.returncode == 0, done.stderr
    assert (site / "web.pdf").read_bytes().startswith(b"%PDF-")


def test_a_file_that_cannot_be_rendered_is_an_error(site):
    assert "did you mean `web`?" in read_refusal(site, "render", "wbe")
    assert ".svg, .png, .pdf" in read_refusal(site, "render", "web", "-o", "web.bmp")
    assert "cannot be written" in read_refusal(site, "render", "web", "-o", "no/such/folder/web.svg")
    write(site, {"diagram_src/web.py": "1 / 0\n"})
    assert "diagram_src/web.py:1: ZeroDivisionError" in read_refusal(site, "render", "web")


def test_every_figure_is_rendered_into_a_folder_and_failures_come_at_the_end(site):
    broken = {"diagram_src/broken.py": "1 / 0\n", "diagram_src/net/more.py": PRINTING}
    write(site, {**broken, "diagram_src/web.py": PLAIN_SITE["diagram_src/web.py"]})
    done = run(site, "render", "--all", "-o", "figures")
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[-1] == "Error: diagram_src/broken.py:1: ZeroDivisionError: division by zero"
    assert lines[-2] == "figures: 2 figures"
    written = {p.relative_to(site / "figures").as_posix() for p in (site / "figures").rglob("*.*")}
    assert written == {"web.svg", "net/more.svg"}
    (site / "diagram_src/broken.py").unlink()
    done = run(site, "render", "--all", "--format", "png", "-o", "images")
    assert done.returncode == 0, done.stderr
    assert Image.open(site / "images/net/more.png").format == "PNG"
    assert "-o" in read_refusal(site, "render", "--all")
    assert "--all" in read_refusal(site, "render")
    assert "does not end with `.png`" in read_refusal(
        site, "render", "web", "--format", "png", "-o", "web.svg"
    )


def test_a_figure_is_rendered_in_another_direction(plain_site):
    sizes = {}
    for direction in ("LR", "TB"):
        root = ET.fromstring(run(plain_site, "render", "web", "--direction", direction).stdout)
        sizes[direction] = float(root.get("width")) > float(root.get("height"))
    assert sizes == {"LR": True, "TB": False}


def test_the_output_of_a_script_is_shown_once(plain_site):
    write(plain_site, {"diagram_src/web.py": PRINTING})
    built = program("mkdocs", "build", "--strict", cwd=plain_site)
    assert "diagram_src/web.py printed:\n    two nodes\n      and an edge\n" in built.stderr
    assert "printed" not in program("mkdocs", "build", cwd=plain_site).stderr  # the script does not run again
    write(plain_site, {"diagram_src/web.py": f"{PRINTING}1 / 0\n"})
    failed = program("mkdocs", "build", cwd=plain_site)
    assert "diagram_src/web.py printed:\n    two nodes\n" in failed.stderr


def test_the_output_of_a_script_is_not_in_its_drawing(plain_site):
    write(plain_site, {"diagram_src/web.py": PRINTING})
    done = program("live-diagrams", "render", "web", cwd=plain_site)
    assert done.stdout.startswith("<svg")
    assert done.stderr == "diagram_src/web.py printed:\n    two nodes\n      and an edge\n"


def test_equal_output_of_all_combinations_is_shown_once(plain_site):
    text = PRINTING.replace(
        "with", 'from live_diagrams import choice\nchoice("Kind", ["a", "b", "c"])\n\nwith'
    )
    write(plain_site, {"diagram_src/web.py": text})
    assert program("mkdocs", "build", cwd=plain_site).stderr.count("printed:") == 1


def test_a_missing_icon_is_reported_beside_the_image(site):
    script = (
        "from diagrams import Diagram\nfrom diagrams.custom import Custom\n"
        'with Diagram("Icon", show=False):\n    Custom("web", "logo.png")\n'
    )
    write(site, {"diagram_src/icon.py": script})
    done = program("live-diagrams", "render", "icon", cwd=site)
    assert done.returncode == 0
    assert done.stdout.startswith("<svg")
    assert done.stderr.startswith("diagram_src/icon.py:4: icon file not found: logo.png")
