"""Labelled CSV files of public tasks, for `tagstream bench quality` and `tagstream train function`.

    python tasks.py DATA_DIR OUT_DIR

DATA_DIR holds the sets in the layout that README.md lists; what is not there is left out. Nothing but Python is needed.
"""

import csv
import sys
from pathlib import Path

# Mean over residues of the first BLOSUM-derived index (Georgiev, 2009), the protein descriptor of Tag-LLM's evaluation.
BLOSUM1 = dict(
    zip(
        "ACDEFGHIKLMNPQRSTVWY",
        (0.08, -1.08, 1.55, 1.48, -1.62, 0.85, 0.72, -1.46, 1.14, -1.41, -0.96, 1.51, 0.88, 1.09, 1.01, 0.84, 0.19, -1.13, -1.48, -1.14),
    )
)
LONGEST_PROTEIN = 1024


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def fasta(path: Path) -> list[str]:
    records = path.read_text().split(">")[1:]
    return ["".join(record.split("\n")[1:]).strip() for record in records]


def metz(data: Path):
    """Kinase pKi: protein, smiles, value."""
    sequences = {row["name"]: row["sequence"][:LONGEST_PROTEIN] for row in rows(data / "metz/proteins.csv")}
    for row in rows(data / "metz/pairs.csv"):
        yield {"protein": sequences[row["proteinName"]], "smiles": row["smiles"], "value": row["metz"]}


def descriptor(data: Path):
    """Mean BLOSUM1 of proteins of up to 512 residues: protein, value."""
    for name in ("deeploc_test_set", "deeploc_our_val_set", "setHARD"):
        for sequence in fasta(data / f"protein/{name}.fasta"):
            if 0 < len(sequence) <= 512:
                mean = sum(BLOSUM1.get(residue, 0) for residue in sequence) / len(sequence)
                yield {"protein": sequence, "value": f"{mean:.6f}"}


def column(file: str, label: str):
    def task(data: Path):
        for row in rows(data / file):
            yield {"smiles": row["smiles"].strip(), "value": row[label]}

    return task


def drug_combination(data: Path):
    """Synergy of two drugs on a cell line, of the set's five folds over drug pairs: smiles1, smiles2, cell, value, fold."""
    smiles = {row["Name"]: row["SMILE"] for row in rows(data / "drugcombo/smiles_merck.csv")}
    for row in rows(data / "drugcombo/synergy_score.csv"):
        pair = (smiles.get(row["drug_a_name"]), smiles.get(row["drug_b_name"]))
        if all(pair):
            yield {"smiles1": pair[0], "smiles2": pair[1], "cell": row["cell_line"], "value": row["synergy"], "fold": row["fold"]}


TASKS = {
    "metz": metz,
    "descriptor": descriptor,
    "qed": column("molnet/zinc_qed.csv", "qed"),
    "lipo": column("molnet/lipo.csv", "exp"),
    "esol": column("molnet/esol.csv", "measured log solubility in mols per litre"),
    "bbbp": column("molnet/bbbp.csv", "p_np"),
    "drugcombo": drug_combination,
}


def main() -> None:
    data, out = map(Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    for name, task in TASKS.items():
        try:
            examples = list(task(data))
        except FileNotFoundError as missing:
            print(f"{name}: left out, there is no {missing.filename}")
            continue
        with open(out / f"{name}.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, examples[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(examples)
        print(f"{name}: {len(examples)} rows")


if __name__ == "__main__":
    main()
