"""The pairs that every bench here and `tagstream bench engine` run: compounds from a .smi file, targets from a FASTA file.

As a script, writes both files, and pairs.csv for `tagstream score`, from a folder of the Metz kinase set:

    python inputs.py METZ_DIR OUT_DIR --compounds 256 --targets 16

METZ_DIR holds proteins.csv (name, sequence) and pairs.csv (smiles, ...). Compounds are the first distinct SMILES, targets the
first kinases of full length with at most 1,024 residues.
"""

import argparse
import csv
from pathlib import Path
from typing import NamedTuple

LONGEST_TARGET = 1024


class Named(NamedTuple):
    """A SMILES or a protein sequence with its id."""

    id: str
    text: str


def read_smi(path: Path, count: int) -> list[Named]:
    """The first `count` lines of SMILES, blank, id; a line without an id is called by its number."""
    rows = []
    with open(path) as file:
        for number, line in enumerate(file, 1):
            if fields := line.split(maxsplit=1):
                rows.append(Named(fields[1].strip() if len(fields) > 1 else str(number), fields[0]))
            if len(rows) == count:
                break
    return enough(rows, count, path, "compounds")


def read_fasta(path: Path, count: int) -> list[Named]:
    """The first `count` sequences; the id is the header's first word."""
    headers, sequences = [], []
    with open(path) as file:
        for line in map(str.strip, file):
            if line.startswith(">"):
                if len(headers) == count:
                    break
                headers.append(line[1:].split(maxsplit=1)[0])
                sequences.append([])
            elif line:
                sequences[-1].append(line)
    rows = [Named(name, "".join(parts)) for name, parts in zip(headers, sequences)]
    return enough(rows, count, path, "targets")


def read_metz(folder: Path, compounds: int, targets: int) -> tuple[list[Named], list[Named]]:
    with open(folder / "pairs.csv", newline="") as file:
        smiles = list(dict.fromkeys(row["smiles"] for row in csv.DictReader(file)))[:compounds]
    with open(folder / "proteins.csv", newline="") as file:
        kinases = [Named(row["name"], row["sequence"]) for row in csv.DictReader(file)]
    kinases = [kinase for kinase in kinases if len(kinase.text) <= LONGEST_TARGET][:targets]
    library = [Named(f"metz-{number}", text) for number, text in enumerate(smiles, 1)]
    return enough(library, compounds, folder, "compounds"), enough(kinases, targets, folder, "targets")


def enough(rows: list[Named], count: int, path: Path, what: str) -> list[Named]:
    if len(rows) < count:
        raise SystemExit(f"{path} holds {len(rows)} {what}, not {count}")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Write library.smi, targets.fasta and pairs.csv from the Metz kinase set.")
    parser.add_argument("metz", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--compounds", type=int, default=256)
    parser.add_argument("--targets", type=int, default=16)
    options = parser.parse_args()
    library, targets = read_metz(options.metz, options.compounds, options.targets)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "library.smi").write_text("".join(f"{smiles} {name}\n" for name, smiles in library))
    (options.out / "targets.fasta").write_text("".join(f">{name}\n{sequence}\n" for name, sequence in targets))
    with open(options.out / "pairs.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "smiles", "target"])
        writer.writerows((name, smiles, target) for target, _ in targets for name, smiles in library)
    print(f"{options.out}: {len(library)} compounds x {len(targets)} targets")


if __name__ == "__main__":
    main()
