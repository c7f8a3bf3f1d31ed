"""Scripts that fail, each for another reason, and some that only look as if they did.

`FIGURE` stands for the three lines that draw a good figure. `# <-` marks the line that an error has to
name; without it the error has no line.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

from tests.project import FIGURE

FINE = "fine"
TIMEOUT = 4.0
"""Seconds of those that need more; the others, which need a tenth of one on a quiet machine, have 20."""


@dataclass(frozen=True)
class Case:
    """A script, the kind of its error (or `FINE`), a part of the message, and the file that it names."""

    name: str
    script: str | bytes
    kind: str
    message: str = ""
    file: str = ""

    @property
    def location(self) -> tuple[str, int]:
        """The file and the line that the error names."""
        file = self.file or f"{self.name}.py"
        text = HELPERS.get(file, self.script)
        lines = (text if isinstance(text, bytes) else text.encode()).split(b"\n")
        line = next((number for number, line in enumerate(lines, 1) if b"# <-" in line), 0)
        return f"diagram_src/{file}", line


def case(name: str, kind: str, message: str, script: str | bytes, file: str = "") -> Case:
    if isinstance(script, str):
        script = dedent(script).lstrip("\n").replace("FIGURE\n", FIGURE)
    return Case(name, script, kind, message, file)


HELPERS = {
    "_raises.py": "ready = 1\nraise RuntimeError('the helper is broken')  # <-\n",
    "_calls.py": "def outer():\n    return inner()\n\ndef inner():\n    return {}['nowhere']  # <-\n",
    "_syntax.py": "ready = 1\ndef wrong(:  # <-\n    pass\n",
    "not-an-image.png": "this is text",
}

WRONG = [
    # What Python itself refuses.
    case("syntax_error", "syntax", "invalid syntax", "x = 1\nx = = 2  # <-\n"),
    case("indentation", "syntax", "indented block", "if True:\nx = 1  # <-\n"),
    case("tabs", "syntax", "tabs and spaces", "if True:\n\tx = 1\n        y = 2  # <-\n"),
    case("null_byte", "syntax", "null", b"x = 1\ny = '\0'  # <-\n"),
    case("not_utf8", "syntax", "utf-8", b"x = 1\ny = '\xff\xfe'  # <-\n"),
    case("no_such_encoding", "syntax", "unknown encoding: nonsense", b"# coding: nonsense\n"),
    case("binary", "syntax", "null", b"# <-" + bytes(range(256))),
    # Exceptions.
    case("raises_before", "exception", "ValueError: no data", "raise ValueError('no data')  # <-\nFIGURE\n"),
    case(
        "raises_inside",
        "exception",
        "ZeroDivisionError: division by zero",
        """
        from diagrams import Diagram, Node
        with Diagram("g", show=False):
            Node("a")
            1 / 0  # <-
        """,
    ),
    case("raises_after", "exception", "ValueError: too late", "FIGURE\nraise ValueError('too late')  # <-\n"),
    case("helper_raises", "exception", "the helper is broken", "import _raises\nFIGURE\n", "_raises.py"),
    case(
        "helper_call_raises",
        "exception",
        "KeyError: 'nowhere'",
        """
        import _calls
        _calls.outer()
        """,
        "_calls.py",
    ),
    case("helper_syntax", "syntax", "invalid syntax", "import _syntax\nFIGURE\n", "_syntax.py"),
    case("missing_import", "exception", "No module named 'no_such_module'", "import no_such_module  # <-\n"),
    case(
        "many_lines",
        "exception",
        "ValueError: first second third",
        """
        raise ValueError('first\\nsecond\\n third')  # <-
        """,
    ),
    case("long_text", "exception", r"^ValueError: y{500,600}…$", "raise ValueError('y' * 10**7)  # <-\n"),
    case("no_text", "exception", "^AssertionError$", "assert False  # <-\n"),
    case(
        "str_raises",
        "exception",
        "Odd: .*__str__ raises",
        """
        class Odd(Exception):
            def __str__(self):
                raise ValueError("no words")
        raise Odd()  # <-
        """,
    ),
    case(
        "base_exception",
        "exception",
        "Odd: odd",
        """
        class Odd(BaseException): pass
        raise Odd('odd')  # <-
        """,
    ),
    case("generator_exit", "exception", "GeneratorExit", "raise GeneratorExit  # <-\n"),
    case(
        "group",
        "exception",
        "2 sub-exceptions",
        """
        raise ExceptionGroup('many', [ValueError(), OSError()])  # <-
        """,
    ),
    case("interrupt", "exception", "KeyboardInterrupt", "FIGURE\nraise KeyboardInterrupt  # <-\n"),
    case("recursion", "exception", "RecursionError: maximum recursion", "def f():\n    f()  # <-\nf()\n"),
    case("asks", "exception", "cannot ask for input", "input('name? ')  # <-\nFIGURE\n"),
    case(
        "own_figure_error",
        "error",
        "^mine$",
        """
        from live_diagrams.model.errors import FigureError
        raise FigureError('mine')  # <-
        """,
    ),
    case("node_outside", "exception", "context not set up", "FIGURE\nNode('c')  # <-\n"),
    case(
        "patches_diagrams",
        "exception",
        "RuntimeError: patched",
        """
        import diagrams
        def render(self):
            raise RuntimeError("patched")  # <-
        diagrams.Diagram.render = render
        FIGURE
        """,
    ),
    # Nothing to draw.
    case("empty_file", "empty", "draws nothing", "# <-"),
    case("draws_nothing", "empty", "draws nothing", "from diagrams import Diagram  # <-\n"),
    case(
        "no_node",
        "empty",
        "no node",
        """
        from diagrams import Diagram
        with Diagram('g', show=False):  # <-
            pass
        """,
    ),
    # The script ends itself.
    case("exit_before", "empty", r"sys\.exit\(0\) before it drew", "import sys\nsys.exit(0)  # <-\nFIGURE\n"),
    case(
        "exit_inside",
        "empty|exit",
        r"ended itself with sys\.exit\(0\)",
        """
        import sys
        from diagrams import Diagram, Node
        with Diagram("g", show=False):
            Node("a")
            sys.exit(0)  # <-
        """,
    ),
    case("exit_1", "exit", r"sys\.exit\(1\)", "import sys\nFIGURE\nsys.exit(1)  # <-\n"),
    case("exit_message", "exit", r"sys\.exit\('no data'\)", "import sys\nsys.exit('no data')  # <-\n"),
    case("exit_huge", "exit", r"sys\.exit\('x{500,600}…\)$", "raise SystemExit('x' * 10**7)  # <-\n"),
    case(
        "exit_odd",
        "exit",
        r"sys\.exit\('Odd'\)",
        """
        class Odd:
            def __repr__(self):
                raise ValueError("no words")
        raise SystemExit(Odd())  # <-
        """,
    ),
    case("os_exit_0", "exit", "status 0 before it was drawn", "import os\nFIGURE\nos._exit(0)\n"),
    case("os_exit_3", "exit", "status 3 before it was drawn", "import os\nFIGURE\nos._exit(3)\n"),
    # The process crashes, or is killed.
    case("segfault", "crash", "Segmentation fault", "import ctypes\nFIGURE\nctypes.string_at(0)  # <-\n"),
    case("abort", "crash", "Aborted", "import os\nos.abort()  # <-\nFIGURE\n"),
    case(
        "crash_after_traceback",
        "crash",
        "Segmentation fault",
        """
        import ctypes, traceback
        try:
            1 / 0
        except ZeroDivisionError:
            traceback.print_exc()
        ctypes.string_at(0)  # <-
        """,
    ),
    case("terminates_itself", "crash", "Terminated", "import os\nos.kill(os.getpid(), 15)\n"),
    case("kills_itself", "memory", "killed from outside", "import os\nos.kill(os.getpid(), 9)\n"),
    case("kills_its_group", "memory", "killed from outside", "import os\nos.killpg(0, 9)\n"),
    # Time and size.
    case("endless_loop", "timeout", f"within {TIMEOUT:g} s", "FIGURE\nwhile True: pass  # <-\n"),
    case(
        "endless_loop_that_prints",
        "timeout",
        f"within {TIMEOUT:g} s",
        "print('still here', flush=True)\nwhile True: pass  # <-\n",
    ),
    case(
        "misspelt_name",
        "exception",
        r"^NameError: name 'prots' is not defined\. Did you mean: 'ports'\?$",
        "ports = [80]\nprint(prots)  # <-\n",
    ),
    case(
        "misspelt_attribute",
        "exception",
        r"^AttributeError: .* has no attribute 'joim'\. Did you mean: 'join'\?$",
        "import os\nos.path.joim('a')  # <-\n",
    ),
    case("endless_sleep", "timeout", f"within {TIMEOUT:g} s", "import time\ntime.sleep(600)  # <-\nFIGURE\n"),
    case(
        "deaf_loop",
        "timeout",
        f"within {TIMEOUT:g} s",
        """
        import signal
        for number in (1, 2, 3, 6, 14, 15):
            signal.signal(number, signal.SIG_IGN)
        while True: pass
        """,
    ),
    case(
        "blocked_loop",
        "timeout",
        f"within {TIMEOUT:g} s",
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, set(range(1, 65)))\nwhile True: pass\n",
    ),
    case(
        "stopped",
        "timeout",
        f"within {TIMEOUT:g} s",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n",
    ),
    case(
        "endless_layout",
        "timeout",
        f"within {TIMEOUT:g} s: Graphviz was laying its graph out",
        """
        from diagrams import Diagram, Node
        with Diagram("Dense", show=False):
            nodes = [Node(str(i)) for i in range(110)]
            for a in nodes:
                for b in nodes:
                    a >> b
        """,
    ),
    case(
        "crashes_graphviz",  # a fault of Graphviz 14.1: a labelled edge within a rank, beside another
        "crash",
        "Segmentation fault: Graphviz was laying its graph out",
        """
        from diagrams import Diagram, Edge, Node
        with Diagram("Flat", show=False, direction="TB") as diagram:
            a, b, c = (Node(name, nodeid=name) for name in "abc")
            diagram.dot.body.append("{rank=same; a; b; c}")
            a >> b
            a >> Edge(label="x") >> b
            c >> b
        """,
    ),
    case(
        "endless_executor",
        "timeout",
        f"within {TIMEOUT:g} s",
        """
        import time
        from concurrent.futures import ThreadPoolExecutor
        FIGURE
        ThreadPoolExecutor(1).submit(time.sleep, 600)
        """,
    ),
    case(
        "prints_a_gigabyte",
        "output",
        "printed more than 8 MB",
        """
        FIGURE
        for _ in range(1024): print('x' * 2**20)
        """,
    ),
    case("huge_block", "memory", "more memory than it may have", "held = bytearray(2**31)  # <-\nFIGURE\n"),
    case(
        "many_blocks",
        "memory",
        "more memory than it may have",
        """
        held = []
        while True: held.append(b'x' * 2**20)  # <-
        """,
    ),
    case("memory_error", "memory", "more memory than it may have", "raise MemoryError  # <-\n"),
    case(
        "huge_file",
        "exception",
        "File too large",
        """
        with open("huge", "wb") as file:
            file.truncate(2**28)
            file.seek(2**28)
            file.write(bytes(2**16)), file.flush()  # <-
        """,
    ),
    # What is left running.
    case(
        "leaves_a_process",
        "left",
        r"process running \(sleep 600\)",
        """
        import subprocess
        FIGURE
        subprocess.Popen(['sleep', '600'])
        """,
    ),
    case(
        "leaves_a_daemon",
        "left",
        "process running",
        """
        import os, time
        FIGURE
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.setsid()
                os.chdir("/")
                time.sleep(600)
            os._exit(0)
        os.wait()
        """,
    ),
    case(
        "leaves_a_daemon_and_ends",
        "exit",
        "status 0",
        """
        import os
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.setsid()
                os.chdir("/")
                os.execlp("sleep", "sleep", "600")
            os._exit(0)
        os.wait()
        os._exit(0)
        """,
    ),
    case(
        "leaves_many",
        "left",
        r"process running \(a fork of the script\)",
        """
        import os, time
        FIGURE
        if 0 not in [os.fork() for _ in range(5)]: pass
        else: time.sleep(600)
        """,
    ),
    case(
        "leaves_a_thread",
        "left",
        r"thread running \(Thread-1",
        """
        import threading, time
        FIGURE
        threading.Thread(target=time.sleep, args=(600,)).start()
        """,
    ),
    # The state of the process.
    case("closes_descriptors", "exit", "closed descriptors", "import os\nFIGURE\nos.closerange(0, 256)\n"),
    case(
        "reuses_descriptors",
        "exit",
        "closed descriptors",
        """
        import os
        FIGURE
        os.closerange(3, 256)
        held = [open(f'f{i}', 'w') for i in range(30)]
        """,
    ),
    case(
        "no_descriptors",
        "state",
        "Too many open files",
        """
        import resource
        FIGURE
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
        """,
    ),
    case(
        "breaks_os",
        "state",
        "'NoneType' object is not callable",
        """
        import os
        FIGURE
        os.write = None
        """,
    ),
    case(
        "writes_to_the_result_pipe",
        "exit|state",
        "ended its process|no figure",
        """
        import os
        for descriptor in range(3, 30):
            try: os.write(descriptor, (4).to_bytes(8, "big") + b"junk")
            except OSError: pass
        os._exit(0)
        """,
    ),
    # Pictures and layout.
    case(
        "no_such_icon",
        "icon",
        "icon file not found: nowhere.png",
        """
        from diagrams import Diagram
        from diagrams.custom import Custom
        with Diagram("g", show=False):
            Custom("a", "nowhere.png")  # <-
        """,
    ),
    case(
        "icon_is_text",
        "icon",
        "icon not-an-image.png: it is no image",
        """
        from diagrams import Diagram
        from diagrams.custom import Custom
        with Diagram("g", show=False):
            Custom("a", "not-an-image.png")  # <-
        """,
    ),
    case(
        "unknown_engine",
        "layout",
        "no layout engine 'nonsense'",
        """
        from diagrams import Diagram, Node
        with Diagram("g", show=False, graph_attr={"layout": "nonsense"}):  # <-
            Node("a")
        """,
    ),
]

RIGHT = [
    case("good", FINE, "", "FIGURE\n"),
    case("exit_after", FINE, "", "import sys\nFIGURE\nsys.exit(0)\n"),
    case("exit_none", FINE, "", "import sys\nFIGURE\nsys.exit()\n"),
    case(
        "daemon_thread",
        FINE,
        "",
        """
        import threading, time
        FIGURE
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        """,
    ),
    case(
        "thread_that_ends",
        FINE,
        "",
        """
        import threading, time
        FIGURE
        threading.Thread(target=time.sleep, args=(0.2,)).start()
        """,
    ),
    case(
        "idle_executor",
        FINE,
        "",
        """
        from concurrent.futures import ThreadPoolExecutor
        FIGURE
        ThreadPoolExecutor(2).submit(print)
        """,
    ),
    case("fork_to_the_end", FINE, "", "import os\nos.fork()\nFIGURE\n"),
    case(
        "joined_at_the_end",
        FINE,
        "",
        """
        import multiprocessing, time
        FIGURE
        multiprocessing.get_context("fork").Process(target=time.sleep, args=(0.2,)).start()
        """,
    ),
    case(
        "ended_at_the_end",
        FINE,
        "",
        """
        import atexit, subprocess
        FIGURE
        atexit.register(subprocess.Popen(['sleep', '600']).kill)
        """,
    ),
    case(
        "breaks_json",
        FINE,
        "",
        """
        import json
        FIGURE
        json.dumps = None
        """,
    ),
    case("goes_elsewhere", FINE, "", "import os\nos.chdir('/')\nFIGURE\n"),
    case("removes_its_folder", FINE, "", "import os, shutil\nshutil.rmtree(os.getcwd())\nFIGURE\n"),
    case(
        "blocks_signals",
        FINE,
        "",
        """
        import signal
        signal.pthread_sigmask(signal.SIG_BLOCK, set(range(1, 65)))
        FIGURE
        """,
    ),
    case("no_streams", FINE, "", "import sys\nsys.stdout = sys.stderr = sys.excepthook = None\nFIGURE\n"),
    case("reads_nothing", FINE, "", "import sys\nassert sys.stdin.read() == ''\nFIGURE\n"),
    case(
        "writes_files",
        FINE,
        "",
        """
        import os, tempfile
        FIGURE
        for path in ("made.txt", "Good.png", tempfile.mkdtemp() + "/x", tempfile.mkstemp()[1]):
            open(path, "w").write("x")
        os.mkdir("made")
        """,
    ),
    case(
        "odd_labels",
        FINE,
        "",
        """
        FIGURE
        with Diagram('Odd', show=False): Node('\\udcff'); Node('a\\0b'); Node('\\x1b[0m')
        """,
    ),
    case(
        "fails_and_goes_on",
        FINE,
        "",
        """
        from diagrams import Diagram, Node
        try:
            with Diagram("Bad", show=False):
                Node("x")
                1 / 0
        except ZeroDivisionError:
            pass
        FIGURE
        """,
    ),
]

CASES = [*WRONG, *RIGHT]
