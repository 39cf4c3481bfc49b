"""A LLaMA checkpoint with its tags as PyTorch and transformers see it, and the prompts of compound-target pairs.

Tags are rows of the input: the embedding table is the model's with the rows of the tags below it, so that a tag is a run of ids
from the vocabulary's size on. Letters: B prompts, T rows of the longest, D hidden size.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import LlamaModel

from inputs import Named

SLOT = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)}")


@dataclass(frozen=True)
class Pair:
    """Token ids of one prompt, in the order they stand: opening, protein span, middle, molecule span, ending."""

    target: int
    compound: int
    parts: tuple[list[int], list[int], list[int], list[int], list[int]]

    @property
    def length(self) -> int:
        return sum(map(len, self.parts))

    @property
    def ids(self) -> list[int]:
        return [i for part in self.parts for i in part]

    def first_seen(self) -> list[int]:
        """The first row each row sees: a span's rows see that span alone, causally, the others see all before them."""
        opening, protein, middle, molecule, ending = map(len, self.parts)
        at = opening + protein + middle
        return [0] * opening + [opening] * protein + [0] * middle + [at] * molecule + [0] * ending


class Tagged:
    """A transformers model with the rows of tags below its embedding table, and a linear head.

    model: LlamaModel; table (V + tag rows, D); head (D); value = mean + deviation * (head . hidden state)
    """

    def __init__(self, model: LlamaModel, table: torch.Tensor, head: torch.Tensor, mean: float = 0.0, deviation: float = 1.0):
        self.model = model.eval().requires_grad_(False)
        self.table = table
        self.head = head
        self.mean = mean
        self.deviation = deviation

    def rows(self, ids: list[list[int]], length: int) -> torch.Tensor:
        """Input rows (B, length, D)."""
        return F.embedding(self.pad(ids, length), self.table)

    def pad(self, rows: list[list[int]], length: int) -> torch.Tensor:
        """(B, length), filled up at the right."""
        return torch.tensor([row + [0] * (length - len(row)) for row in rows], device=self.table.device)

    def read_out(self, hidden: torch.Tensor, last: list[int]) -> torch.Tensor:
        """Values (B) in the label's unit, from hidden states (B, T, D) at rows `last` (B)."""
        rows = hidden[torch.arange(len(last)), last].float()
        return self.mean + self.deviation * (rows @ self.head)


class TaggedCheckpoint(Tagged):
    """Model, tokenizer, domain tags and one function tag of a checkpoint folder."""

    def __init__(self, folder: Path, function: str, dtype: torch.dtype):
        functions = load_file(folder / "function-tags.safetensors")
        if function not in functions:
            raise SystemExit(f"{folder} holds no function tag {function}")

        def part(name: str) -> torch.Tensor:
            return functions.get(f"{function}.{name}", functions.get(name)).float()

        model = LlamaModel.from_pretrained(folder, dtype=dtype, attn_implementation="sdpa")
        table, self.tag_ids = stacked(
            model.embed_tokens.weight, {**load_file(folder / "domain-tags.safetensors"), "function": functions[function]}
        )
        super().__init__(model, table, part("head").flatten(), *part("target").tolist())
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.texts = self._texts(json.loads((folder / "tags.json").read_text())[function]["template"])

    def _texts(self, template: str) -> tuple[list[int], list[int], list[int]]:
        """Ids of the template's text before the protein, between protein and molecule, and after the molecule."""
        texts: list[list[int]] = [[]]
        at = 0
        domains = []
        for slot in SLOT.finditer(template):
            texts[-1] += self.tokens(template[at : slot.start()])
            at = slot.end()
            if slot[1] == "bos":
                texts[-1].append(self.model.config.bos_token_id)
            elif slot[1] == "function":
                texts[-1] += self.tag_ids["function"]
            else:
                domains.append(slot[1])
                texts.append([])
        if domains != ["Protein", "SMILES"]:
            raise SystemExit(f'the template "{template}" holds {domains}, and this bench wants Protein, then SMILES')
        return tuple(texts)

    def tokens(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def span(self, domain: str, text: str) -> list[int]:
        """The domain tag with its data, cut as the engine cuts: to half of the model's positions, a molecule to a quarter."""
        limit = self.model.config.max_position_embeddings // (2 if domain == "Protein" else 4)
        return self.tag_ids[domain] + self.tokens(text)[:limit]

    def pairs(self, library: list[Named], targets: list[Named]) -> list[Pair]:
        """Every compound against every target."""
        proteins = [self.span("Protein", target.text) for target in targets]
        molecules = [self.span("SMILES", compound.text) for compound in library]
        return paired(self.texts, proteins, molecules)


def stacked(embedding: torch.Tensor, tags: dict[str, torch.Tensor]) -> tuple[torch.Tensor, dict[str, list[int]]]:
    """The embedding table with the tags' rows below it, and the ids of each tag's rows."""
    ids, at = {}, len(embedding)
    for name, tag in tags.items():
        ids[name] = list(range(at, at + len(tag)))
        at += len(tag)
    return torch.cat([embedding, *(tag.to(embedding) for tag in tags.values())]), ids


def paired(texts, proteins: list[list[int]], molecules: list[list[int]]) -> list[Pair]:
    """Every molecule with every protein, target by target; `texts` stand before, between and after them."""
    opening, middle, ending = texts
    return [
        Pair(t, c, (opening, protein, middle, molecule, ending))
        for t, protein in enumerate(proteins)
        for c, molecule in enumerate(molecules)
    ]
