"""`python -m tests.mutation`: every mutant, a table by kind, and what was not found.

Ends with 1 where fewer than 95 of 100 are found by a rule that is right to find them.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.support import ROOT

from . import guide, kinds

LEAST = 0.95


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="", help="only mutants whose line in the list holds this text")
    only = parser.parse_args().only
    logging.disable(logging.WARNING)
    total, caught, right = Counter[str](), Counter[str](), Counter[str]()
    survivors = []
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder, guide.opened(ROOT, Path(folder)) as copy:
        if copy.problems:
            sys.exit(
                "the guide has problems before anything is changed:\n" + "\n".join(map(str, copy.problems))
            )
        for mutant in kinds.mutants(ROOT):
            if only not in str(mutant):
                continue
            found = {problem.rule for problem in copy.found(mutant)}
            total[mutant.what] += 1
            caught[mutant.what] += bool(found)
            right[mutant.what] += bool(found & set(mutant.rules))
            if not found & set(mutant.rules):
                survivors.append(f"{mutant}: found by {', '.join(sorted(found)) or 'nothing'}")
    took = time.perf_counter() - start
    width = max(map(len, [*total, "all"]))
    print(f"{'changed':{width}}  mutants  caught  by the right rule")
    for what in sorted(total):
        print(f"{what:{width}}  {total[what]:7}  {caught[what]:6}  {right[what]:17}")
    share = right.total() / max(1, total.total())
    sums = f"{total.total():7}  {caught.total():6}  {right.total():17}"
    print(f"{'all':{width}}  {sums}  {share:.1%}, in {took:.0f} s")
    for survivor in survivors:
        print(f"not found by a right rule: {survivor}")
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
