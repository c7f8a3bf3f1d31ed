"""`python -m tests.guide` builds the guide and prints what there is to count."""

import sys
import tempfile
from pathlib import Path

from tests.guide import figures
from tests.guide.published import build, report

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.stdout.writelines(f"{line}\n" for line in report(build(Path(place))))
    sys.stdout.writelines(f"{line}\n" for line in figures.describe())
