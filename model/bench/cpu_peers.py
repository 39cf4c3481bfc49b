"""Pairs a second of what a user would write with transformers instead of tagstream, on the same machine.

    python cpu_peers.py --checkpoint DIR --workload library --smiles library.smi --fasta targets.fasta --compounds 512

Prints one JSON line a run. README.md says what the peers are and how their figures come about.
"""

import argparse
import csv
import gc
import json
import math
import platform
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch
import transformers

from inputs import read_fasta, read_metz, read_smi
from peers import Naive, Prefix
from prompts import Pair, TaggedCheckpoint

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
    start = time.perf_counter()
    result = work(*arguments)
    return result, time.perf_counter() - start


class NaiveRun:
    def __init__(self, tagged: TaggedCheckpoint, variant: str, pairs: list[Pair]):
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
    def __init__(self, tagged: TaggedCheckpoint, variant: str, pairs: list[Pair]):
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


def read_reference(path: Path, library, targets) -> dict[tuple[int, int], float]:
    """Values that `tagstream score` wrote, by places of compound and target."""
    compounds = {compound.id: place for place, compound in enumerate(library)}
    proteins = {target.id: place for place, target in enumerate(targets)}
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (compounds[row["compound_id"]], proteins[row["target_id"]]): float(row["value"])
        for row in rows
        if row["compound_id"] in compounds and row["target_id"] in proteins
    }


def difference(values: dict, reference: dict) -> float | None:
    both = values.keys() & reference.keys()
    return max((abs(values[pair] - reference[pair]) for pair in both), default=None)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True, help="LLaMA folder in Hugging Face layout, with its tags")
    parser.add_argument("--function", default="BindingAffinity")
    parser.add_argument("--workload", choices=("library", "panel"), required=True, help="one target, or all of them")
    parser.add_argument("--compounds", type=int, default=256)
    parser.add_argument("--targets", type=int, default=16, help="of a panel; a library has the first alone")
    parser.add_argument("--smiles", type=Path, help=".smi file")
    parser.add_argument("--fasta", type=Path)
    parser.add_argument("--metz", type=Path, help="folder of the Metz kinase set, instead of --smiles and --fasta")
    parser.add_argument("--peer", choices=(*VARIANTS, "all"), default="all")
    parser.add_argument("--variant", help="one variant of the peer, default: each")
    parser.add_argument("--dtype", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, help="batch size, default: the fastest found")
    parser.add_argument("--largest-batch", type=int, default=SIZES[-1])
    parser.add_argument("--seconds", type=float, default=15, help="about how long a timed run lasts; a longer one is sampled")
    parser.add_argument("--compile", action="store_true", help="run the model through torch.compile")
    parser.add_argument("--reference", type=Path, help="CSV that `tagstream score` wrote")
    parsed = parser.parse_args()
    if not parsed.metz and not (parsed.smiles and parsed.fasta):
        parser.error("name the pairs with --smiles and --fasta, or with --metz")
    return parsed


def main() -> None:
    given = options()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.set_num_threads(given.threads)
    count = 1 if given.workload == "library" else given.targets
    if given.metz:
        library, targets = read_metz(given.metz, given.compounds, count)
    else:
        library, targets = read_smi(given.smiles, given.compounds), read_fasta(given.fasta, count)
    tagged = TaggedCheckpoint(given.checkpoint, given.function, getattr(torch, given.dtype))
    if given.compile:
        tagged.model.compile(dynamic=True)
    pairs = tagged.pairs(library, targets)
    reference = read_reference(given.reference, library, targets) if given.reference else {}
    for peer in VARIANTS if given.peer == "all" else (given.peer,):
        for variant in (given.variant,) if given.variant else VARIANTS[peer]:
            print(f"{peer} {variant}", file=sys.stderr)
            with torch.inference_mode():
                measure(given, tagged, peer, variant, pairs, reference)


def measure(given, tagged: TaggedCheckpoint, peer: str, variant: str, pairs: list[Pair], reference: dict) -> None:
    tagged.model.set_attn_implementation("sdpa")
    run = (NaiveRun if peer == "naive" else PrefixRun)(tagged, variant, pairs)
    searched = {given.batch: 1 / run.probe(given.batch)} if given.batch else search(run, given.largest_batch, given.seconds)
    size = max(searched, key=searched.get)
    gc.collect()
    timing = run.run(size, given.seconds, 1 / searched[size])
    line = {
        "peer": peer,
        "variant": variant + ("+compile" if given.compile else ""),
        "same_scores": variant.endswith("span"),
        "workload": given.workload,
        "checkpoint": given.checkpoint.resolve().name,
        "dtype": given.dtype,
        "threads": given.threads,
        "compounds": given.compounds,
        "targets": len({pair.target for pair in pairs}),
        "batch": size,
        "pairs": len(pairs),
        "timed_pairs": timing.pairs,
        "timed_seconds": round(timing.seconds, 3),
        "pairs_per_s": round(len(pairs) / timing.workload_seconds, 3),
        "searched": {str(batch): round(rate, 2) for batch, rate in searched.items()},
        "python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }
    if reference:
        line["max_abs_difference"] = difference(timing.values, reference)
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
