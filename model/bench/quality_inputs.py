"""Labelled tables for `tagstream bench quality`, from public sets that keep their texts in more than one file:

    python quality_inputs.py metz METZ_DIR OUT_DIR              -> kinases.csv: smiles, protein, pKi
    python quality_inputs.py descriptor OUT_DIR FASTA...        -> descriptor.csv: protein, blosum1
    python quality_inputs.py drugs DRUGCOMBO_DIR OUT_DIR        -> combinations.csv: drug_a, drug_b, cell_line, synergy; cell-lines.smi

METZ_DIR holds pairs.csv (metz, smiles, proteinName) and proteins.csv (name, sequence); DRUGCOMBO_DIR holds synergy_score.csv
(drug_a_name, drug_b_name, cell_line, synergy) and smiles_merck.csv (Name, SMILE). The protein descriptor is the mean of BLOSUM1 over
the residues, other letters counting 0; a sequence that occurs twice is written once.
"""

import argparse
import csv
from pathlib import Path

BLOSUM1 = {
    "A": 0.08, "C": -1.08, "D": 1.55, "E": 1.48, "F": -1.62, "G": 0.85, "H": 0.72, "I": -1.46, "K": 1.14, "L": -1.41,
    "M": -0.96, "N": 1.51, "P": 0.88, "Q": 1.09, "R": 1.01, "S": 0.84, "T": 0.19, "V": -1.13, "W": -1.58, "Y": -1.14,
}  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def write(path: Path, header: list[str], table: list[list[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)
    print(f"{path}: {len(table)} rows")


def metz(folder: Path, out: Path) -> None:
    sequences = {row["name"]: row["sequence"] for row in rows(folder / "proteins.csv")}
    table = [[row["smiles"], sequences[row["proteinName"]], row["metz"]] for row in rows(folder / "pairs.csv")]
    write(out / "kinases.csv", ["smiles", "protein", "pKi"], table)


def fasta(path: Path) -> list[str]:
    sequences: list[list[str]] = []
    with open(path) as file:
        for line in map(str.strip, file):
            if line.startswith(">"):
                sequences.append([])
            elif line:
                sequences[-1].append(line)
    return ["".join(parts) for parts in sequences if parts]


def mean_blosum1(sequence: str) -> float:
    return sum(BLOSUM1.get(residue, 0) for residue in sequence) / len(sequence)


def descriptor(out: Path, files: list[Path]) -> None:
    distinct = dict.fromkeys(sequence for file in files for sequence in fasta(file))
    table = [[sequence, f"{mean_blosum1(sequence):.5f}"] for sequence in distinct]
    write(out / "descriptor.csv", ["protein", "blosum1"], table)


def drugs(folder: Path, out: Path) -> None:
    smiles = {row["Name"]: row["SMILE"].strip() for row in rows(folder / "smiles_merck.csv")}
    measured = rows(folder / "synergy_score.csv")
    unknown = {row[drug] for row in measured for drug in ("drug_a_name", "drug_b_name")} - set(smiles)
    if unknown:
        print(f"left out, without SMILES: {', '.join(sorted(unknown))}")
    table = [
        [smiles[row["drug_a_name"]], smiles[row["drug_b_name"]], row["cell_line"], row["synergy"]]
        for row in measured
        if row["drug_a_name"] in smiles and row["drug_b_name"] in smiles
    ]
    write(out / "combinations.csv", ["drug_a", "drug_b", "cell_line", "synergy"], table)
    lines = sorted({row["cell_line"] for row in measured})
    (out / "cell-lines.smi").write_text("".join(f"{line}\n" for line in lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sets = parser.add_subparsers(dest="set", required=True)
    for name in ("metz", "drugs"):
        one = sets.add_parser(name)
        one.add_argument("folder", type=Path)
        one.add_argument("out", type=Path)
    proteins = sets.add_parser("descriptor")
    proteins.add_argument("out", type=Path)
    proteins.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    if options.set == "descriptor":
        descriptor(options.out, options.files)
    else:
        {"metz": metz, "drugs": drugs}[options.set](options.folder, options.out)


if __name__ == "__main__":
    main()
