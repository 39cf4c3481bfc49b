"""Pairs a second of what a user would write with transformers instead of tagstream, on the same machine.

    python cpu_peers.py --checkpoint DIR --workload library --smiles library.smi --fasta targets.fasta --compounds 512

Prints one JSON line a run. README.md says what the peers are and how their figures come about.
"""

import argparse
import csv
import json
import platform
import sys
from pathlib import Path

import torch
import transformers

from inputs import read_fasta, read_metz, read_smi
from prompts import TaggedCheckpoint
from runs import SIZES, VARIANTS, measure


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
    parser.add_argument("--variant", type=lambda names: names.split(","), help="some of those README.md lists, default: all")
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
        for variant in VARIANTS[peer]:
            if given.variant and variant not in given.variant:
                continue
            print(f"{peer} {variant}", file=sys.stderr)
            with torch.inference_mode():
                figures, values = measure(
                    tagged, peer, variant, pairs, given.seconds, given.largest_batch, given.batch, rehearse=given.compile
                )
            line = {"workload": given.workload, "checkpoint": given.checkpoint.resolve().name, "dtype": given.dtype}
            line |= {"threads": given.threads, "compiled": given.compile} | figures
            line |= {"torch": torch.__version__, "transformers": transformers.__version__, "python": platform.python_version()}
            if reference:
                line["max_abs_difference"] = difference(values, reference)
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        raise SystemExit(f"cpu_peers: {error}") from error
