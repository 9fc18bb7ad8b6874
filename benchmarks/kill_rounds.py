"""Kill crawls with -9 at random moments, start them again with the same command, and count what is lost.

    python benchmarks/kill_rounds.py [--rounds 40] [--kills 3] [--pages 400] [--seed 0]

A long version of tests/test_kill.py, with its site and its judge. Ends with 1 where anything was lost or
repeated.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

from killing import kill_site, one_round  # type: ignore[import-not-found]  # noqa: E402


def _told(counts: Sequence[int]) -> str:
    return "missing {}, duplicate {}, torn {}, open {}".format(*counts)


def main() -> int:
    """Print a line a round and the sums."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sums = [0, 0, 0, 0]
    kills = 0
    with kill_site(options.pages) as url, tempfile.TemporaryDirectory() as folder:
        for number in range(options.rounds):
            seed = options.seed + number
            killed, verdict = one_round(Path(folder) / str(number), url, options.pages, seed, options.kills)
            result = verdict.of(options.pages)
            kills += killed
            sums = [a + b for a, b in zip(sums, result, strict=True)]
            told = _told(result)
            print(
                f"round {number:3} (seed {seed}): {killed} kills, {verdict.lines} lines, {told}", flush=True
            )
    print(f"{options.rounds} rounds, {kills} kills: {_told(sums)}")
    return int(any(sums))


if __name__ == "__main__":
    raise SystemExit(main())
