"""Type `make serve`, wait for the landing page with its figure, press Ctrl+C, and see that it ends."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request

ADDRESS = "http://127.0.0.1:8000/"
PATIENCE = 300  # seconds, on a slow and busy machine; a quiet one needs less than a minute


def page() -> str:
    """Return the landing page; nothing while nobody serves it."""
    try:
        with urllib.request.urlopen(ADDRESS, timeout=10) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def has_figure(html: str) -> bool:
    """Return whether a drawing with nodes is in the page."""
    figure = html.partition('<figure class="live-diagram')[2].partition("</figure>")[0]
    return "<svg" in figure and 'class="node"' in figure


def main() -> None:
    """Exit with a sentence where the newcomer would be disappointed."""
    if page():
        sys.exit(f"something else is served on {ADDRESS}")
    # A shell that starts a job in the background has it ignore Ctrl+C, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    began = time.monotonic()
    make = subprocess.Popen(["make", "serve"], start_new_session=True)
    try:
        while not (html := page()):
            if make.poll() is not None:
                sys.exit(f"`make serve` ended with status {make.returncode}")
            if time.monotonic() - began > PATIENCE:
                sys.exit(f"`make serve` did not serve anything in {PATIENCE} s")
            time.sleep(0.2)
        print(f"The first page was there after {time.monotonic() - began:.0f} s.", flush=True)
        if not has_figure(html):
            sys.exit("the first page has no figure")
        os.killpg(make.pid, signal.SIGINT)
        try:
            status = make.wait(20)
        except subprocess.TimeoutExpired:
            sys.exit("`make serve` did not end within 20 s of Ctrl+C")
        # make itself ends by the signal, or with 2 or 130 for what it ran.
        if status not in (0, 2, 130, -signal.SIGINT):
            sys.exit(f"`make serve` ended with status {status} after Ctrl+C")
        if page():
            sys.exit("something is served after Ctrl+C")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(make.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
