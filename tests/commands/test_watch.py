"""Figures are rendered as they are saved, and errors reported."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.support import write

from .site import SCRIPT

ICON = """\
from diagrams import Diagram
from diagrams.custom import Custom

with Diagram("Icon", show=False):
    Custom("web", "logo.png")
"""


def test_saved_scripts_are_rendered_and_errors_reported(site):
    command = [str(Path(sys.executable).with_name("live-diagrams")), "watch"]
    log = site / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=site, stdout=out, stderr=subprocess.STDOUT)
        try:

            def wait_for(words):
                end = time.monotonic() + 60
                while words not in log.read_text(encoding="utf-8"):
                    assert time.monotonic() < end, log.read_text(encoding="utf-8")
                    assert process.poll() is None
                    time.sleep(0.02)

            wait_for("web: rendered")
            write(site, {"diagram_src/web.py": "1 / 0\n"})
            wait_for("diagram_src/web.py:1: ZeroDivisionError")
            write(site, {"diagram_src/more.py": SCRIPT})
            wait_for("more: rendered")
            write(site, {"diagram_src/icon.py": ICON})
            wait_for("icon: rendered")
            wait_for("diagram_src/icon.py:5: icon file not found: logo.png")
            write(site, {"diagram_src/clock.py": "import time\ntime.time()\n" + SCRIPT})
            wait_for("clock: rendered")
            wait_for("diagram_src/clock.py:2: ")
            (site / "diagram_src/web.py").unlink()
            wait_for("web: gone")
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
