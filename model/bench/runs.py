"""Times peers on a workload: the fastest batch size, then a run of a stated length, of a sample of a longer workload."""

import gc
import math
import sys
import time
from dataclasses import dataclass, field

import torch

from peers import Naive, Prefix
from prompts import Pair, Tagged

VARIANTS = {
    "naive": ("span", "causal"),
    "prefix": ("copied-span", "copied-causal", "placed-span", "placed-causal", "shared-span", "shared-causal"),
}
# A workload shorter than this share of --seconds is run again.
ENOUGH = 0.7
CLEARLY_SLOWER = 0.92
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)


@dataclass
class Timing:
    """Seconds of the pairs that were run, and from them those of the whole workload."""

    pairs: int = 0
    seconds: float = 0.0  # measured, of everything that was run
    workload_seconds: float = 0.0  # what the whole workload takes
    values: dict[tuple[int, int], float] = field(default_factory=dict)

    def add(self, batch: list[Pair], values: torch.Tensor) -> None:
        self.pairs += len(batch)
        self.values.update(zip(((pair.compound, pair.target) for pair in batch), values.tolist()))


def batches(pairs: list[Pair], size: int) -> list[list[Pair]]:
    """Batches of pairs of like length."""
    rows = sorted(pairs, key=lambda pair: pair.length)
    return [rows[i : i + size] for i in range(0, len(rows), size)]


def spread(items: list, count: int) -> list:
    """`count` items at even distances, all of them where there are no more."""
    step = len(items) / min(count, len(items))
    return [items[int((i + 0.5) * step)] for i in range(min(count, len(items)))]


def now(work, *arguments):
    """What `work` returns, and the seconds until its device is done."""
    start = time.perf_counter()
    result = work(*arguments)
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return result, time.perf_counter() - start


class NaiveRun:
    def __init__(self, tagged: Tagged, variant: str, pairs: list[Pair]):
        self.peer = Naive(tagged, variant)
        self.pairs = pairs

    def probe(self, size: int) -> float:
        """Seconds a pair, from batches in the middle of the lengths."""
        found = batches(self.pairs, size)
        batch = found[len(found) // 2]
        self.peer.score(batch[:1])
        return min(now(self.peer.score, batch)[1] for _ in range(3)) / len(batch)

    def run(self, size: int, seconds: float, guess: float) -> Timing:
        chosen = spread(batches(self.pairs, size), max(4, math.ceil(seconds / (guess * size))))
        timing = Timing()
        while timing.seconds < ENOUGH * seconds:
            for batch in chosen:
                values, taken = now(self.peer.score, batch)
                timing.add(batch, values)
                timing.seconds += taken
        timing.workload_seconds = timing.seconds * len(self.pairs) / timing.pairs
        return timing


class PrefixRun:
    def __init__(self, tagged: Tagged, variant: str, pairs: list[Pair]):
        cache, mask = variant.split("-")
        tagged.model.set_attn_implementation("bench_shared" if cache == "shared" else "bench_sdpa")
        self.peer = Prefix(tagged, mask, cache)
        by_target: dict[int, list[Pair]] = {}
        for pair in pairs:
            by_target.setdefault(pair.target, []).append(pair)
        self.targets = sorted(by_target.values(), key=lambda rows: len(rows[0].parts[1]))
        self.pairs = pairs

    def probe(self, size: int) -> float:
        """Seconds a pair of the middle target, its share of the prefix left out."""
        rows = self.targets[len(self.targets) // 2]
        found = batches(rows, size)
        batch = found[len(found) // 2]
        prefix, N = self.peer.encode(batch[0], len(batch), tail_rows(rows))
        self.peer.score(batch, prefix, N)
        return min(now(self.peer.score, batch, prefix, N)[1] for _ in range(3)) / len(batch)

    def run(self, size: int, seconds: float, guess: float) -> Timing:
        a_target = guess * len(self.targets[0])
        chosen = spread(self.targets, max(2, math.ceil(seconds / a_target)))
        timing = Timing()
        encoding = tails = 0.0
        passes = 0
        while encoding + tails < ENOUGH * seconds:
            for rows in chosen:
                (prefix, N), taken = now(self.peer.encode, rows[0], min(size, len(rows)), tail_rows(rows))
                encoding += taken
                for batch in spread(batches(rows, size), max(4, math.ceil(seconds / len(chosen) / (guess * size)))):
                    values, taken = now(self.peer.score, batch, prefix, N)
                    timing.add(batch, values)
                    tails += taken
            passes += 1
        timing.seconds = encoding + tails
        timing.workload_seconds = encoding * len(self.targets) / len(chosen) / passes + tails * len(self.pairs) / timing.pairs
        return timing


def tail_rows(pairs: list[Pair]) -> int:
    return max(len(pair.parts[3]) + len(pair.parts[4]) for pair in pairs)


def search(run, largest: int, patience: float) -> dict[int, float]:
    """Pairs a second by batch size, from small to large until two sizes in a row were clearly slower or one takes too long."""
    found: dict[int, float] = {}
    for size in (size for size in SIZES if size <= largest):
        try:
            each = run.probe(size)
        except (RuntimeError, MemoryError) as error:
            print(f"batch {size}: {error}", file=sys.stderr)
            break
        found[size] = 1 / each
        rates = list(found.values())
        print(f"  batch {size}: {1 / each:.2f} pairs/s", file=sys.stderr)
        if each * size > patience or (len(rates) > 2 and max(rates[-2:]) < CLEARLY_SLOWER * max(rates)):
            break
    return found


def measure(
    tagged: Tagged,
    peer: str,
    variant: str,
    pairs: list[Pair],
    seconds: float,
    largest: int,
    size: int | None = None,
    rehearse: bool = False,
) -> tuple[dict, dict[tuple[int, int], float]]:
    """Figures of one peer, and the values by compound and target.

    The batch size is searched for up to `largest`, unless `size` is given. A rehearsal runs all of it once before the clock
    starts, for torch.compile compiles new shapes as they come.
    """
    tagged.model.set_attn_implementation("sdpa")
    run = (NaiveRun if peer == "naive" else PrefixRun)(tagged, variant, pairs)
    searched = {size: 1 / run.probe(size)} if size else search(run, largest, seconds)
    if not searched:
        raise SystemExit(f"{peer} {variant}: not even one prompt runs")
    size = max(searched, key=searched.get)
    if rehearse:
        run.run(size, seconds, 1 / searched[size])
    gc.collect()
    timing = run.run(size, seconds, 1 / searched[size])
    figures = {
        "peer": peer,
        "variant": variant,
        "same_scores": variant.endswith("span"),
        "compounds": len({pair.compound for pair in pairs}),
        "targets": len({pair.target for pair in pairs}),
        "batch": size,
        "pairs": len(pairs),
        "timed_pairs": timing.pairs,
        "timed_seconds": round(timing.seconds, 3),
        "pairs_per_s": round(len(pairs) / timing.workload_seconds, 3),
        "searched": {str(batch): round(rate, 2) for batch, rate in searched.items()},
    }
    return figures, timing.values
