"""The engine's own program, as `tagstream model export --config` writes it, driven as the engine drives it.

A prompt is a chain: opening text, protein span, middle text, molecule span, ending text with the function tag. Spans are
encoded once; the opening runs once, the middle once a target, and the ending once a pair. Rows and layers of a call follow
the engine's own bounds (CallSizes).

Letters as in llama.py: B prompts, T rows, D hidden size, L layers, K key-value heads, C channels of a head.
"""

import math
from pathlib import Path

import torch

from prompts import Pair

MOST_ROWS = {"cpu": 2048, "cuda": 16384}  # of one call
LAYER = "model.layers.0."
DTYPES = {5: torch.float16, 6: torch.float32, 15: torch.bfloat16}


class Work:
    """Rows computed and floating-point operations done, of matrix products and attention alone, padding left out."""

    def __init__(self, program: "Program"):
        layer = {name: shape for name, shape in program.shapes.items() if name.startswith(LAYER)}
        sizes = {name.split(".")[-2]: math.prod(shape) for name, shape in layer.items()}
        self.keys_and_values = 2 * (sizes["k_proj"] + sizes["v_proj"])  # of a row and layer
        self.others = 2 * sum(size for name, size in sizes.items() if name.endswith("_proj")) - self.keys_and_values
        self.attention = 4 * program.heads * program.head_dim  # of a query, a key and a layer
        self.layers = program.layers
        self.rows = 0
        self.operations = 0

    def all_layers(self, rows: int, before: int, layers: int | None = None) -> None:
        """`rows` in order behind `before` others, each of which sees all before it."""
        seen = rows * before + rows * (rows + 1) // 2
        self.rows += rows
        of_layer = rows * (self.keys_and_values + self.others) + seen * self.attention
        self.operations += (layers or self.layers) * of_layer

    def keys_last(self, rows: int, before: int, read: bool = False) -> None:
        """The same where the last layer ends with keys and values, but for the last row where that is read."""
        self.all_layers(rows, before, self.layers - 1)
        self.operations += rows * self.keys_and_values
        if read:
            self.operations += self.others + (before + rows) * self.attention


class Program:
    """The TorchScript program with weights, and the handles of what it keeps."""

    def __init__(self, path: Path, scratch_bytes: int):
        self.script = torch.jit.load(str(path))
        self.device = torch.device(self.script.device)
        self.dtype = DTYPES[self.script.dtype]
        self.layers, self.heads, self.kv_heads = self.script.layers, self.script.heads, self.script.kv_heads
        self.head_dim = self.script.head_dim
        self.shapes = {name: list(shape) for name, shape in zip(self.script.names, self.script.shapes)}
        self._bound_calls(scratch_bytes)
        self.next_handle = 0
        torch._C._set_graph_executor_optimize(False)  # shapes change from call to call

    def _bound_calls(self, scratch_bytes: int) -> None:
        width, inner = self.shapes[LAYER + "mlp.down_proj.weight"]
        row = (8 * width + 3 * inner) * self.dtype.itemsize
        row_and_layer = 2 * self.kv_heads * self.head_dim * self.dtype.itemsize  # a key and a value
        most = MOST_ROWS[self.device.type]
        self.encoded_rows = max(1, min(most, scratch_bytes // (row + 2 * self.layers * row_and_layer)))
        self.tail_rows = max(1, min(most, scratch_bytes // 2 // row))
        self.gathered_rows_and_layers = scratch_bytes // 2 // row_and_layer

    def fill(self, seed: int) -> dict[str, torch.Tensor]:
        """Random weights through `put`, one at a time; returns them as the program holds them, not copied."""
        generator = torch.Generator(self.device).manual_seed(seed)
        for which, (name, shape) in enumerate(self.shapes.items()):
            weight = torch.ones(shape, dtype=self.dtype, device=self.device)
            if "norm" not in name:
                weight.normal_(0, 0.02, generator=generator)
            self.script.put({"which": torch.tensor(which), "weight": weight})
        return dict(self.script.weights)

    def handles(self, count: int) -> list[int]:
        self.next_handle += count
        return list(range(self.next_handle - count, self.next_handle))

    def encode(self, spans: list[list[int]], tags: torch.Tensor, work: Work) -> list[int]:
        """Handles of spans, encoded in buckets of like length."""
        handles = self.handles(len(spans))
        order = sorted(range(len(spans)), key=lambda place: -len(spans[place]))
        while order:
            longest = len(spans[order[0]])
            bucket, order = split(order, max(1, self.encoded_rows // longest))
            ids = [spans[place] + [0] * (longest - len(spans[place])) for place in bucket]
            lengths = [len(spans[place]) for place in bucket]
            call = {"ids": self.long(ids), "tags": tags, "lengths": integers(lengths)}
            self.script.encode(call | {"handles": integers([handles[place] for place in bucket])})
            for length in lengths:
                work.keys_last(length, 0)
        return handles

    def drop(self, handles: list[int]) -> None:
        self.script.drop({"handles": integers(handles)})

    def rows_of(self, tags: torch.Tensor) -> dict[str, torch.Tensor]:
        """`tags`, which add nothing at layers."""
        d = tags.size(1)
        return {"tags": tags, "deep": tags.new_zeros(0, 0, d), "low": tags.new_zeros(0, 0, 0, d), "uses": tags.new_zeros(0, 0)}

    def link(self, ids: list[int], tags, ends, prefixes, spans, starts, own, lengths, keep) -> torch.Tensor:
        """Runs the text `ids` behind each own span; the hidden states (B, D) of its last row. See `link` in llama.py."""
        T, B = len(ids), len(lengths)
        rows = B * (max(lengths) + T)
        call = self.rows_of(tags) | {
            "ids": self.long([ids]),
            "seen": torch.ones(T, T, dtype=torch.int64, device=self.device).tril(),
            "offsets": torch.arange(T, device=self.device)[None],
            "read": self.long([[T - 1]]),
            "ends": integers(ends),
            "prefixes": integers(prefixes),
            "spans": integers(spans),
            "starts": integers(starts),
            "own": integers(own),
            "lengths": integers(lengths),
            "keep": integers(keep),
            "layers_at_once": integers([max(1, min(self.layers, self.gathered_rows_and_layers // rows))]),
        }
        return self.script.link(call)[:, 0]

    def score(self, pairs: list[Pair], tags: torch.Tensor, head: torch.Tensor, work: Work) -> torch.Tensor:
        """Read-outs of pairs in their order, each span encoded once; adds what was done to `work`."""
        proteins = {pair.target: pair.parts[1] for pair in pairs}
        molecules = {pair.compound: pair.parts[3] for pair in pairs}
        spans = self.encode([*proteins.values(), *molecules.values()], tags, work)
        protein_of = dict(zip(proteins, spans))
        molecule_of = dict(zip(molecules, spans[len(proteins) :]))
        opening, _, middle, _, ending = pairs[0].parts
        prefix_of = self.prefixes(opening, middle, proteins, protein_of, tags, work)
        order = sorted(range(len(pairs)), key=lambda place: (pairs[place].target, len(pairs[place].parts[3])))
        values = torch.empty(len(pairs), device=self.device)
        while order:
            call, order = split(order, max(1, self.tail_rows // len(ending)))
            batch = [pairs[place] for place in call]
            ends = [b + 1 for b in range(len(batch)) if b + 1 == len(batch) or batch[b].target != batch[b + 1].target]
            targets = [batch[end - 1].target for end in ends]
            lengths = [len(pair.parts[3]) for pair in batch]
            hidden = self.link(
                ending,
                tags,
                ends,
                [prefix_of[target] for target in targets],
                [protein_of[target] for target in targets],
                [len(proteins[target]) + len(middle) for target in targets],
                [molecule_of[pair.compound] for pair in batch],
                lengths,
                [],
            )
            values[call] = hidden.float() @ head
            for pair in batch:
                work.keys_last(len(ending), pair.length - len(ending), read=True)
        self.drop([*spans, *prefix_of.values()])
        return values

    def prefixes(self, opening, middle, proteins, protein_of, tags, work: Work) -> dict[int, int]:
        """Handles of what stands outside spans before a molecule, by target; sorted by length, so that a call pads little."""
        [start] = self.handles(1)
        self.link(opening, tags, [1], [], [], [], [], [0], [start])
        kept = dict(zip(proteins, self.handles(len(proteins))))
        order = sorted(proteins, key=lambda target: len(proteins[target]))
        while order:
            call, order = split(order, max(1, self.tail_rows // len(middle)))
            own, keep = ([handles[target] for target in call] for handles in (protein_of, kept))
            lengths = [len(proteins[target]) for target in call]
            self.link(middle, tags, [len(call)], [start], [], [], own, lengths, keep)
            for length in lengths:
                work.keys_last(len(middle), len(opening) + length)
        self.drop([start])
        return kept

    def whole(self, pair: Pair, tags: torch.Tensor, head: torch.Tensor) -> torch.Tensor:
        """The read-out of one whole prompt with the span mask, without anything kept."""
        call = self.rows_of(tags) | {"ids": self.long([pair.ids]), "first": self.long([pair.first_seen()])}
        return self.script.forward(call)[0, -1].float() @ head

    def long(self, values: list[list[int]]) -> torch.Tensor:
        return torch.tensor(values, device=self.device)


def integers(values: list[int]) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.int64)


def split(items: list, count: int) -> tuple[list, list]:
    return items[:count], items[count:]
