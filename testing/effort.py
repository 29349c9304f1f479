"""How much the tests with random input try: a little in `make test`, much more in `make test-long`.

`make test-long` sets TEST_LONG=1 and runs only the tests marked `long`. TEST_SEED repeats a run.
"""

import os
import random
import sys

LONG = os.environ.get("TEST_LONG") == "1"


def effort(usual: int, long: int) -> int:
    """Returns how many rounds a test runs: `usual` in `make test`, `long` in `make test-long`."""
    return long if LONG else usual


def chosen_seed() -> int:
    """Returns the seed of this test's random choices and prints it, so that a failed run can be repeated."""
    seed = int(os.environ.get("TEST_SEED") or random.SystemRandom().randrange(10**6))
    sys.stdout.write(f"TEST_SEED={seed}\n")
    return seed
