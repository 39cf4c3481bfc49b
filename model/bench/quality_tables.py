"""The tables of docs/quality.md: runs `tagstream bench quality` on public sets, and prints what came of it.

    python quality_tables.py run INPUTS MOLNET_DIR RESULTS [--tasks kinases-random esol ...] [--seeds 1 2 3] [--] [OPTION ...]
    python quality_tables.py print RESULTS [--] [OPTION ...]

INPUTS is where quality_inputs.py wrote its tables, MOLNET_DIR holds esol.csv, lipo.csv, zinc_qed.csv and bbbp.csv. Each task and seed
leaves a file of JSON lines in RESULTS once it is done, and is not run again then. What stands behind `--` is given to bench quality,
and told again for the commands that are printed. Printed are means over the seeds with their standard deviations, and which predictors
each is better than beyond noise, with the number of seeds where it is not on all of them.

Combinations have cell lines, whose domain tag has to be learned first, in a copy of the model's folder (not with `-- --no-tag`):

    tagstream train domain CellLine --data INPUTS/cell-lines.smi --out INPUTS/tags --held-out 5 --epochs 20 --batch 8
"""

import argparse
import json
import math
import shlex
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINASES = "BindingAffinity --data {inputs}/kinases.csv --span Protein=protein --span SMILES=smiles --value pKi --unit pKi --split "
DRUGS = (
    "Synergy --data {inputs}/combinations.csv --span CellLine=cell_line --span SMILES=drug_a --span SMILES=drug_b --value synergy "
    "--tags {inputs}/tags --split "
)
REGRESSION = [("Pearson", "pearson"), ("MSE", "mse"), ("R2", "r2")]


@dataclass(frozen=True)
class Task:
    title: str
    options: str
    columns: list[tuple[str, str]] = field(default_factory=lambda: REGRESSION)
    wins: tuple[str, str] = ("better beyond noise than", "betterThan")

    def command(self, inputs: str, molnet: str, seed: str, more: list[str]) -> list[str]:
        own = [argument.format(inputs=inputs, molnet=molnet) for argument in shlex.split(self.options)]
        return ["tagstream", "bench", "quality", *own, "--probe", "--split-seed", seed, "--seed", seed, *more]


def combinations(split: str, title: str) -> Task:
    columns = [("MAE", "mae"), ("R2", "r2"), ("Pearson", "pearson")]
    return Task(title, DRUGS + split, columns, ("closer beyond noise than", "closerThan"))


TASKS = {
    "kinases-random": Task("Kinases, random", KINASES + "random"),
    "kinases-compounds": Task("Kinases, cold compounds", KINASES + "cold:SMILES"),
    "kinases-targets": Task("Kinases, cold targets", KINASES + "cold:Protein"),
    "esol": Task(
        "Solubility (molnet/esol)",
        "Solubility --data {molnet}/esol.csv --value 'measured log solubility in mols per litre' --unit logS",
    ),
    "lipo": Task("logD (molnet/lipo)", "LogD --data {molnet}/lipo.csv --value exp --unit logD"),
    "qed": Task("QED (molnet/zinc_qed, 4,000 rows)", "QED --data {molnet}/zinc_qed.csv --value qed --sample 4000"),
    "descriptor": Task(
        "Protein descriptor (mean BLOSUM1)",
        "Descriptor --data {inputs}/descriptor.csv --span Protein=protein --value blosum1",
    ),
    "bbbp": Task(
        "Blood-brain barrier (molnet/bbbp), classes",
        "Permeability --data {molnet}/bbbp.csv --value p_np --classes no,yes",
        [("ROC AUC", "auc"), ("accuracy", "accuracy")],
    ),
    "combinations-random": combinations("random", "Drug combinations, random"),
    "combinations-drugs": combinations("cold:SMILES", "Drug combinations, cold drugs"),
    "combinations-pairs": combinations("cold-pair:SMILES", "Drug combinations, cold pairs of drugs"),
}


def run(options: argparse.Namespace) -> None:
    options.results.mkdir(parents=True, exist_ok=True)
    for name in options.tasks or TASKS:
        for seed in options.seeds:
            out = options.results / f"{name}-{seed}.jsonl"
            if out.exists():
                continue
            command = TASKS[name].command(str(options.inputs), str(options.molnet), str(seed), options.more)
            print(shlex.join(command), file=sys.stderr)
            part = out.with_suffix(".part")
            with open(part, "w") as lines_of:
                subprocess.run([str(ROOT / command[0]), *command[1:]], stdout=lines_of, check=True)
            part.rename(out)


def lines(results: Path, task: str) -> list[dict[str, dict]]:
    """By seed, the lines of a task by predictor."""
    found = []
    for path in sorted(results.glob(f"{task}-[0-9]*.jsonl")):
        each = [json.loads(line) for line in path.read_text().splitlines()]
        found.append({line["predictor"]: line for line in each})
    return found


def spread(values: list[float], decimals: int | None) -> str:
    mean = statistics.fmean(values)
    if decimals is None:  # three digits that count
        decimals = max(0, 3 - math.ceil(math.log10(abs(mean)))) if mean else 3
    shown = f"{mean:.{decimals}f}"
    return f"{shown} ± {statistics.stdev(values):.{decimals}f}" if len(values) > 1 else shown


def won(seeds: list[dict], key: str, order: list[str]) -> str:
    counts = {name: sum(name in line[key] for line in seeds) for name in order}
    return "; ".join(
        name if count == len(seeds) else f"{name} ({count} of {len(seeds)})" for name, count in counts.items() if count
    )


def table(task: Task, seeds: list[dict[str, dict]], more: list[str]) -> None:
    first = next(iter(seeds[0].values()))
    rows = f"{first['train']:,} to learn from, {first['stop']:,} to stop by, {first['test']:,} to test on"
    drawn = ", ".join(first["resampled"]) or "rows"
    print(f"**{task.title}**, seeds {len(seeds)}: in the first {rows}; resampled: {drawn}.\n")
    print("```\n./" + shlex.join(task.command("OUT", "MOLNET_DIR", "N", more)) + "\n```\n")
    heads = ["predictor", *(title for title, _ in task.columns), task.wins[0]]
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    order = list(dict.fromkeys(name for lines_of in seeds for name in lines_of))
    for name in order:
        of = [lines_of[name] for lines_of in seeds if name in lines_of]
        cells = []
        for _, key in task.columns:
            values = [line[key] for line in of if line.get(key) is not None]
            cells.append(spread(values, None if key in ("mse", "mae") else 3) if values else "")
        print("| " + " | ".join([name, *cells, won(of, task.wins[1], order)]) + " |")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    runs = verbs.add_parser("run")
    runs.add_argument("inputs", type=Path)
    runs.add_argument("molnet", type=Path)
    runs.add_argument("results", type=Path)
    runs.add_argument("--tasks", nargs="+", choices=TASKS)
    runs.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    prints = verbs.add_parser("print")
    prints.add_argument("results", type=Path)
    own, more = split_at(sys.argv[1:], "--")
    options = parser.parse_args(own)
    options.more = more
    if options.verb == "run":
        run(options)
    else:
        for name, task in TASKS.items():
            seeds = lines(options.results, name)
            if seeds:
                table(task, seeds, options.more)


def split_at(arguments: list[str], mark: str) -> tuple[list[str], list[str]]:
    place = arguments.index(mark) if mark in arguments else len(arguments)
    return arguments[:place], arguments[place + 1 :]


if __name__ == "__main__":
    main()
