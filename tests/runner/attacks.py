"""Scripts that attack the engine: forged results, broken pipes, limits that they try to escape.

`FIGURE` stands for the three lines that draw a good figure. `send(data)` writes a forged result into every
descriptor that may be the one that results leave by, and ends the process.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

from tests.project import FIGURE

SEND = """
import os, stat
def descriptors():
    for number in range(3, 64):
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        if stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode):
            yield number
def send(data, length=None):
    head = (len(data) if length is None else length).to_bytes(8, "big")
    for number in descriptors():
        rest = memoryview(head + data)
        try:
            while rest:
                rest = rest[os.write(number, rest):]
        except OSError:
            pass
    os._exit(0)
"""
PAINTED = """
import dataclasses
from live_diagrams.svg import drawing
paint = drawing.paint_drawing
def change(old, new):
    def paint_changed(*args):
        painted = paint(*args)
        assert old in painted.body
        return dataclasses.replace(painted, body=painted.body.replace(old, new, 1))
    drawing.paint_drawing = paint_changed
"""


@dataclass(frozen=True)
class Attack:
    """A script, and the kinds of error that its figure may end with; `fine` where it is drawn."""

    name: str
    script: str
    kinds: str


def attack(name: str, kinds: str, script: str) -> Attack:
    text = dedent(script).lstrip("\n").replace("FIGURE\n", FIGURE)
    return Attack(name, text.replace("#SEND\n", SEND).replace("#PAINTED\n", PAINTED), kinds)


ATTACKS = [
    attack(
        "error_with_a_wrong_line",
        "state|exception",
        """
        from live_diagrams.model.errors import FigureError
        raise FigureError("mine", line="three")
        """,
    ),
    attack(
        "error_of_lists",
        "state|exception",
        """
        from live_diagrams.model.errors import FigureError
        deep = []
        for _ in range(100_000): deep = [deep]
        raise FigureError(deep, "a.py", 1)
        """,
    ),
    attack("deep_result", "state", '#SEND\nsend(b"[" * 2_000_000)\n'),
    attack("typeless_result", "state", '#SEND\nsend(b\'{"figures": [{"name": 3}], "icons": []}\')\n'),
    attack("empty_result", "state", '#SEND\nsend(b"{}")\n'),
    attack(
        "error_that_names_a_file",
        "error",
        """
        #SEND
        send(b'{"failure": {"message": "see", "script": "/etc/passwd", "line": 1}}')
        """,
    ),
    attack("announces_too_much", "output", '#SEND\nsend(b"x", 2**62)\n'),
    attack("sends_without_end", "output", '#SEND\nsend(b"x" * 2**27)\n'),
    attack("script_element", "state", '#PAINTED\nchange("</g>", "<script>alert(1)</script></g>")\nFIGURE\n'),
    attack("event_handler", "state", "#PAINTED\nchange('<rect ', '<rect onclick=\"alert(1)\" ')\nFIGURE\n"),
    attack("leaves_the_svg", "state", '#PAINTED\nchange("</g>", "</g></svg><b>out</b><svg>")\nFIGURE\n'),
    attack(
        "icon_in_the_place_of_another",
        "state",
        """
        import base64, glob, io
        from PIL import Image
        from live_diagrams.runner.child import icon_lookup
        out = io.BytesIO()
        Image.new("P", (9, 9)).save(out, "PNG")
        icon_lookup.make_icon_key = lambda png: "{pod}"
        icon_lookup.icons.shrink_image = lambda *_: out.getvalue()
        icon_lookup.Store.get = lambda *_: None
        icon_lookup.Store.put = lambda *_: None
        from diagrams import Diagram
        from diagrams.k8s.compute import Pod
        with Diagram("Evil", show=False): Pod("a")
        """,
    ),
    attack(
        "graph_without_its_nodes",
        "state",
        """
        from live_diagrams.runner.child import render
        encode = render.codec.encode
        def encode_other(message):
            data = encode(message)
            return data.replace(b'"head":"', b'"head":"x') if type(message).__name__ == "Graph" else data
        render.codec.encode = encode_other
        FIGURE
        """,
    ),
    attack(
        "endless_outline",
        "state",
        """
        from live_diagrams.model.figure import Description
        from live_diagrams.runner.child import render
        render.describe_graph = lambda graph: Description(((10**12, "deep"),))
        FIGURE
        """,
    ),
    attack(
        "writes_into_its_parent",
        "fine",
        """
        import os
        # Without a fork server, the parent is the build: it may be this test, with pipes of others.
        is_server = "fork_server" in open(f"/proc/{os.getppid()}/cmdline").read()
        for number in range(64 if is_server else 0):
            try:
                pipe = os.open(f"/proc/{os.getppid()}/fd/{number}", os.O_WRONLY | os.O_NONBLOCK)
                os.write(pipe, b'\\xff{"task": 1, "state": "finished", "size": -1}\\n' * 9)
            except OSError:
                pass
        FIGURE
        """,
    ),
    attack(
        "pipes_in_the_cache",
        "fine",
        """
        import os
        from pathlib import Path
        store = Path({store!r})
        for path in store.glob("*/*/*"):
            if path.parts[-3] in ("icons", "sources"):
                path.unlink(missing_ok=True)
                os.mkfifo(path)
        FIGURE
        """,
    ),
    attack(
        "holds_its_pipes_open",
        "exit|left",
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(600)
            os._exit(0)
        os.wait()
        os._exit(0)
        """,
    ),
    attack(
        "floods_from_a_daemon",
        "output|exit",
        """
        import os
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True: os.write(1, b"x" * 65536)
            os._exit(0)
        os.wait()
        os._exit(0)
        """,
    ),
    attack(
        "deaf_and_blocked",
        "timeout",
        """
        import signal
        signal.pthread_sigmask(signal.SIG_BLOCK, set(range(1, 65)))
        signal.alarm(0)
        while True: pass
        """,
    ),
]
