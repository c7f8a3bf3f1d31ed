"""The same attempts as a user who is not root: CI runs as root, and readers of the handbook do not."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from live_diagrams.runner.sandbox import support

ROOT = Path(__file__).resolve().parents[3]
NOBODY = 65534

# Folders of root may be closed to others, so that what the tests need is mounted where everybody can go.
COMMAND = f"""
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/checkout /mnt/python /mnt/packages
mount --bind "$CHECKOUT" /mnt/checkout
mount --bind "$PYTHON" /mnt/python
mount --bind "$PACKAGES" /mnt/packages
mkdir -m 1777 /mnt/tmp
cd /mnt/checkout
export LD_LIBRARY_PATH=/mnt/python/lib  # where that Python may have its own library
export PYTHONPATH=/mnt/checkout/plugins:/mnt/checkout:/mnt/packages TMPDIR=/mnt/tmp HOME=/mnt/tmp
exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups --bounding-set=-all --inh-caps=-all \\
  "/mnt/python/bin/$NAME" -B -m pytest -q -p no:cacheprovider -p no:xdist -p no:randomly \\
  -o addopts= tests/runner/sandbox/test_attacks.py
"""


@pytest.mark.skipif(bool(support.find_problem()), reason=support.find_problem() or "a sandbox")
@pytest.mark.skipif(os.getuid() != 0, reason="this user is an ordinary one, and has run them")
@pytest.mark.skipif(not (shutil.which("setpriv") and shutil.which("unshare")), reason="util-linux is missing")
def test_no_attempt_succeeds_for_an_ordinary_user():
    python = Path(sys.base_prefix)
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    environment = {
        "PATH": os.environ["PATH"],
        "CHECKOUT": str(ROOT),
        "PYTHON": str(python),
        "PACKAGES": sysconfig.get_paths()["purelib"],
        "NAME": name,
    }
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", COMMAND], env=environment, capture_output=True, text=True
    )
    if done.returncode and "unshare" in done.stderr:
        pytest.skip(f"no mount namespaces here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
