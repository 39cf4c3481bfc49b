"""The engine's own program against transformers on one GPU, at LLaMA-7B size with random weights.

    tagstream model export --config model/bench/llama-7b.json --dtype bfloat16 --device cuda:0 --out llama-7b.pt
    python gpu_bench.py --program llama-7b.pt --config llama-7b.json

Prints a JSON line a run, then a table in Markdown. README.md says what is measured; no file of data is needed.
"""

import argparse
import datetime
import json
import platform
import random
import sys
from pathlib import Path

import torch
import transformers
from transformers import LlamaConfig, LlamaModel
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

from peers import Naive
from program import Program, Work
from prompts import Pair, Tagged, paired, stacked
from runs import ENOUGH, measure, now

TAG_ROWS = 10
PRODUCTS = 10  # timed together
PEERS = {"naive": ("causal", "span"), "prefix": ("shared-span", "placed-span")}


def random_pairs(given, workload: str, vocabulary: int, tags: dict[str, list[int]]) -> list[Pair]:
    """Every molecule with every protein, of random tokens; lengths at even distances over the ranges asked for."""
    source = random.Random(given.seed)

    def spans(tag: str, count: int, lengths: tuple[int, int]) -> list[list[int]]:
        shortest, longest = lengths
        sizes = [shortest + (longest - shortest) * (2 * i + 1) // (2 * count) for i in range(count)]
        return [tags[tag] + [source.randrange(3, vocabulary) for _ in range(size)] for size in sizes]

    proteins = spans("Protein", 1 if workload == "library" else given.targets, given.protein_tokens)
    molecules = spans("SMILES", given.compounds, given.molecule_tokens)
    return paired(([1], [13], [13, *tags["function"]]), proteins, molecules)


def transformers_twin(config: Path, weights: dict[str, torch.Tensor], tags, head: torch.Tensor) -> Tagged:
    """transformers' model with the very tensors that the program holds."""
    with torch.device("meta"):
        model = LlamaModel(LlamaConfig.from_pretrained(config))
    own = {name.removeprefix("model."): weight for name, weight in weights.items() if name.startswith("model.")}
    model.load_state_dict(own, assign=True)
    model.rotary_emb = LlamaRotaryEmbedding(model.config).to(head.device)
    return Tagged(model, stacked(model.embed_tokens.weight, tags)[0], head)


def matmul_peak(device: torch.device, dtype: torch.dtype) -> float:
    """Operations a second of the fastest square matrix product found."""
    best = 0.0
    for size in (1024, 2048) if device.type == "cpu" else (4096, 8192, 16384):
        a, b = (torch.randn(size, size, device=device).to(dtype) for _ in range(2))
        c = torch.mm(a, b)
        for _ in range(5):
            _, seconds = now(repeat, PRODUCTS, a, b, c)
            best = max(best, 2 * size**3 * PRODUCTS / seconds)
    return best


def repeat(times: int, a: torch.Tensor, b: torch.Tensor, c: torch.Tensor) -> None:
    for _ in range(times):
        torch.mm(a, b, out=c)


def measure_tagstream(
    program: Program, pairs: list[Pair], tags, head, peak: float, seconds: float
) -> tuple[dict, torch.Tensor]:
    """Figures of scoring all pairs with nothing kept from before, after a warm-up; and the values in the pairs' order."""
    spans = [list(span) for span in {tuple(pair.parts[place]) for pair in pairs for place in (1, 3)}]
    scoring = encoding = 0.0
    passes = 0
    done, alone = Work(program), Work(program)
    program.score(pairs, tags, head, Work(program))
    while scoring < ENOUGH * seconds:
        values, taken = now(program.score, pairs, tags, head, done)
        scoring += taken
        handles, taken = now(program.encode, spans, tags, alone)
        encoding += taken
        program.drop(handles)
        passes += 1
    figures = {
        "peer": "tagstream",
        "variant": "spans",
        "same_scores": True,
        "pairs": len(pairs),
        "timed_pairs": passes * len(pairs),
        "timed_seconds": round(scoring, 3),
        "pairs_per_s": round(passes * len(pairs) / scoring, 3),
        "computed_tokens_per_s": round(done.rows / scoring),
        "share_of_peak": round(done.operations / scoring / peak, 3),
        "encoding_tokens_per_s": round(alone.rows / encoding),
        "encoding_share_of_peak": round(alone.operations / encoding / peak, 3),
    }
    return figures, values


def agreement(program: Program, twin: Tagged, pairs: list[Pair], values: torch.Tensor, tags, head, count: int) -> dict:
    """Largest differences between read-outs of some pairs as shares of the largest read-out, on this device in this dtype."""
    twin.model.set_attn_implementation("sdpa")
    places = list(range(0, len(pairs), max(1, len(pairs) // count)))[:count]
    whole = torch.stack([program.whole(pairs[place], tags, head) for place in places])
    theirs = torch.cat([Naive(twin, "span").score([pairs[place]]) for place in places])
    ours = values[places]

    def apart(one: torch.Tensor, other: torch.Tensor) -> float:
        return ((one - other).abs().max() / ours.abs().max()).item()

    return {
        "compared_pairs": len(places),
        "cached_to_whole": apart(ours, whole),
        "cached_to_transformers": apart(ours, theirs),
        "whole_to_transformers": apart(whole, theirs),
    }


def peer_operations(program: Program, peer: str, pairs: list[Pair]) -> int:
    """Floating-point operations of a peer over all pairs."""
    work = Work(program)
    prefixes = {pair.target: sum(map(len, pair.parts[:3])) for pair in pairs} if peer == "prefix" else {}
    for rows in prefixes.values():
        work.all_layers(rows, 0)
    for pair in pairs:
        before = prefixes.get(pair.target, 0)
        work.all_layers(pair.length - before, before)
    return work.operations


COLUMNS = {
    "workload": "workload",
    "scorer": "scorer",
    "same_scores": "same scores",
    "batch": "batch",
    "pairs_per_s": "pairs/s",
    "prompt_tokens_per_s": "tokens of prompts/s",
    "share_of_peak": "share of peak",
    "ratio": "against whole prompts",
}


def markdown(lines: list[dict], about: dict) -> str:
    """A table of all runs; the last column is pairs/s as a multiple of the fastest whole prompts of transformers."""
    rows = ["| " + " | ".join(COLUMNS.values()) + " |", "|---" * 3 + "|--:" * (len(COLUMNS) - 3) + "|"]
    for line in lines:
        naive = [run["pairs_per_s"] for run in lines if run["workload"] == line["workload"] and run["peer"] == "naive"]
        cells = line | {
            "scorer": f"{line['peer']} {line['variant']}",
            "same_scores": "yes" if line["same_scores"] else "no",
            "ratio": f"{line['pairs_per_s'] / max(naive):.1f}" if naive else "",
        }
        rows.append("| " + " | ".join(str(cells.get(column, "")) for column in COLUMNS) + " |")
    facts = [f"- {name.replace('_', ' ')}: {value}" for name, value in about.items()]
    for line in lines:
        if line["peer"] == "tagstream":
            facts.append(
                f"- {line['workload']}: encoding spans alone {line['encoding_tokens_per_s']:,} tokens/s, "
                f"{line['encoding_share_of_peak']:.0%} of the peak; largest difference, of the largest read-out: "
                f"cached to whole {line['cached_to_whole']:.1e}, cached to transformers {line['cached_to_transformers']:.1e}, "
                f"whole to transformers {line['whole_to_transformers']:.1e}"
            )
    return "\n".join([*facts, "", *rows])


def options() -> argparse.Namespace:
    def lengths(text: str) -> tuple[int, int]:
        shortest, longest = map(int, text.split("-"))
        return shortest, longest

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, required=True, help="what tagstream model export --config wrote")
    parser.add_argument("--config", type=Path, required=True, help="the config.json it was written for")
    parser.add_argument("--workload", choices=("library", "panel", "both"), default="both")
    parser.add_argument("--compounds", type=int, default=512)
    parser.add_argument("--targets", type=int, default=16, help="of a panel; a library has one")
    parser.add_argument("--protein-tokens", type=lengths, default=(300, 900), metavar="SHORTEST-LONGEST")
    parser.add_argument("--molecule-tokens", type=lengths, default=(30, 60), metavar="SHORTEST-LONGEST")
    parser.add_argument("--peer", choices=("naive", "prefix", "all", "none"), default="all")
    parser.add_argument("--seconds", type=float, default=20, help="about how long a peer runs; a longer workload is sampled")
    parser.add_argument("--largest-batch", type=int, default=256)
    parser.add_argument("--compare", type=int, default=16, help="pairs whose read-outs are compared")
    parser.add_argument("--scratch-mib", type=int, default=8192, help="bounds calls as the engine's scratchBytes does")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def device_name(device: torch.device) -> str:
    return torch.cuda.get_device_name(device) if device.type == "cuda" else platform.processor() or platform.machine()


def main() -> None:
    given = options()
    transformers.logging.set_verbosity_error()
    program = Program(given.program, given.scratch_mib << 20)
    if program.device.type == "cuda" and not torch.cuda.is_available():
        raise SystemExit(f"{given.program} is for {program.device}, and PyTorch sees no GPU; export it with --device cpu")
    with torch.inference_mode():
        run(given, program)


def run(given, program: Program) -> None:
    weights = program.fill(given.seed)
    vocabulary, width = program.shapes["model.embed_tokens.weight"]
    generator = torch.Generator(program.device).manual_seed(given.seed)
    names = ("function", "Protein", "SMILES")
    table = 0.02 * torch.randn(len(names) * TAG_ROWS, width, device=program.device, generator=generator)
    tags = dict(zip(names, table.split(TAG_ROWS)))
    tag_ids = stacked(weights["model.embed_tokens.weight"], tags)[1]
    head = torch.randn(width, device=program.device, generator=generator) / width**0.5
    twin = transformers_twin(given.config, weights, tags, head)
    peak = matmul_peak(program.device, program.dtype)
    about = {
        "device": device_name(program.device),
        "date": datetime.date.today().isoformat(),
        "command": "python " + " ".join(sys.argv),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "dtype": str(program.dtype).removeprefix("torch."),
        "parameters": sum(weight.numel() for weight in weights.values()),
        "matmul_peak_tflops": round(peak / 1e12, 3),
    }
    lines = []

    def report(workload: str, pairs: list[Pair], figures: dict) -> None:
        tokens = sum(pair.length for pair in pairs) / len(pairs)
        line = {"workload": workload} | figures | {"prompt_tokens_per_s": round(figures["pairs_per_s"] * tokens)}
        lines.append(line)
        print(json.dumps(about | line), flush=True)

    for workload in ("library", "panel") if given.workload == "both" else (given.workload,):
        pairs = random_pairs(given, workload, vocabulary, tag_ids)
        figures, values = measure_tagstream(program, pairs, table, head, peak, given.seconds)
        report(workload, pairs, figures | agreement(program, twin, pairs, values, table, head, given.compare))
        for peer, variants in PEERS.items():
            for variant in variants if given.peer in (peer, "all") else ():
                figures, _ = measure(twin, peer, variant, pairs, given.seconds, given.largest_batch)
                each = peer_operations(program, peer, pairs) / len(pairs)
                share = round(figures["pairs_per_s"] * each / peak, 3)
                report(workload, pairs, figures | {"share_of_peak": share})
    print(markdown(lines, about))


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        raise SystemExit(f"gpu_bench: {error}") from error
