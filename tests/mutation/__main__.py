"""`python -m tests.mutation`: every mutant, a table by kind, and what was not found.

Ends with 1 where fewer than 95 of 100 are found by a rule that is right to find them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.support import ROOT

from . import kinds
from .mutant import DERIVED, Mutant
from .trial import try_mutants

LEAST = 0.95


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="", help="only mutants whose line in the list holds this text")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes try them (default 2)")
    parser.add_argument("--sample", type=int, default=0, help="only so many, at random")
    parser.add_argument("--seed", type=int, default=0, help="of that choice (default 0): the same each time")
    chosen = parser.parse_args()
    start = time.perf_counter()
    every = [mutant for mutant in kinds.list_mutants(ROOT) if chosen.only in str(mutant)]
    if chosen.sample:
        every = random.Random(chosen.seed).sample(every, min(chosen.sample, len(every)))
    parts = [every[at :: chosen.jobs] for at in range(chosen.jobs)]
    with ProcessPoolExecutor(chosen.jobs, mp_context=get_context("spawn")) as pool:
        rules_by_mutant = {
            m: rules
            for part, some in zip(parts, pool.map(try_mutants, parts), strict=True)
            for m, rules in zip(part, some, strict=True)
        }
    changed = {mutant: rules for mutant in every if (rules := rules_by_mutant[mutant]) is not None}
    print_report(changed, time.perf_counter() - start)
    print(f"{len(every) - len(changed)} more changes of a script draw the same figure")
    return int(sum(map(is_right, changed.items())) < LEAST * len(changed))


def is_right(result: tuple[Mutant, set[str]]) -> bool:
    """Whether a mutant is found by a rule that is right to find it."""
    mutant, rules = result
    derived = DERIVED if mutant.path.endswith(".yaml") else ()
    return bool(rules & {*mutant.rules, *derived})


def print_report(rules_by_mutant: dict[Mutant, set[str]], seconds: float) -> None:
    """Print the table, and what survived."""
    total = Counter(mutant.what for mutant in rules_by_mutant)
    caught = Counter(mutant.what for mutant, rules in rules_by_mutant.items() if rules)
    right = Counter(result[0].what for result in rules_by_mutant.items() if is_right(result))
    width = max(map(len, [*total, "all"]))
    print(f"{'changed':{width}}  mutants  caught  by a right rule")
    for what in sorted(total):
        print(f"{what:{width}}  {total[what]:7}  {caught[what]:6}  {right[what]:15}")
    share = right.total() / max(1, total.total())
    sums = f"{total.total():7}  {caught.total():6}  {right.total():15}"
    print(f"{'all':{width}}  {sums}  {share:.1%}, in {seconds:.0f} s")
    for mutant, rules in rules_by_mutant.items():
        if not is_right((mutant, rules)):
            print(f"not found by a right rule: {mutant}: found by {', '.join(sorted(rules)) or 'nothing'}")


if __name__ == "__main__":
    sys.exit(main())
