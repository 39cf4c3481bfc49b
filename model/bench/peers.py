"""What a user would write with transformers instead: the ways of scoring pairs that tagstream is compared with.

Each peer is a function of a batch of pairs. Its `mask` says what it computes: "span" is Tag-LLM's mask and gives tagstream's
scores; "causal" leaves the spans open to what stands before them, which gives other numbers, but is what transformers is
fastest at, since no mask has to be made. Padding stands at the right, where no causal row sees it.

Letters: B pairs, T rows of the longest prompt or tail, N rows of a prefix, H heads, K key-value heads, C channels of a head.
"""

import torch
import torch.nn.functional as F
from transformers import AttentionInterface, Cache
from transformers.cache_utils import DynamicLayer

from prompts import Pair, Tagged


def visible(first: torch.Tensor, columns: int, dtype: torch.dtype) -> torch.Tensor:
    """Additive mask (B, 1, T, columns) of the last T rows, where `first` (B, T) is the first column each row sees."""
    T = first.shape[1]
    column = torch.arange(columns, device=first.device)
    seen = (column <= column[columns - T :, None]) & (column >= first[:, :, None])
    return torch.zeros(seen.shape, dtype=dtype, device=first.device).masked_fill_(~seen, torch.finfo(dtype).min)[:, None]


class Naive:
    """Whole prompts, right padding."""

    def __init__(self, tagged: Tagged, mask: str):
        self.tagged = tagged
        self.mask = mask

    def score(self, pairs: list[Pair]) -> torch.Tensor:
        T = max(pair.length for pair in pairs)
        x = self.tagged.rows([pair.ids for pair in pairs], T)
        mask = None
        if self.mask == "span":
            mask = visible(self.tagged.pad([pair.first_seen() for pair in pairs], T), T, x.dtype)
        hidden = self.tagged.model(inputs_embeds=x, attention_mask=mask, use_cache=False).last_hidden_state
        return self.tagged.read_out(hidden, [pair.length - 1 for pair in pairs])


class CopiedPrefix(Cache):
    """Keys and values of a prefix (1, K, N, C), laid in front of each batch's own: what DynamicCache does."""

    def __init__(self):
        super().__init__(layer_class_to_replicate=DynamicLayer)
        self.keys: dict[int, torch.Tensor] = {}
        self.values: dict[int, torch.Tensor] = {}

    def update(self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_) -> tuple[torch.Tensor, torch.Tensor]:
        if layer not in self.keys:
            self.keys[layer], self.values[layer] = keys, values
            return keys, values
        return tuple(
            torch.cat([prefix[layer].expand(len(own), -1, -1, -1), own], 2)
            for prefix, own in ((self.keys, keys), (self.values, values))
        )

    def laid_out(self, batch: int, room: int) -> None:
        """Told once the prefix is there; batches have up to `batch` pairs, their tails up to `room` rows."""


class PlacedPrefix(CopiedPrefix):
    """The same, laid once into buffers (batch, K, N + room, C) whose end each batch writes its own keys and values to."""

    def __init__(self):
        super().__init__()
        self.buffers: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}

    def update(self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_) -> tuple[torch.Tensor, torch.Tensor]:
        if layer not in self.keys:
            return super().update(keys, values, layer)
        N, end = self.keys[layer].shape[2], self.keys[layer].shape[2] + keys.shape[2]
        placed = []
        for buffer, own in zip(self.buffers[layer], (keys, values)):
            buffer[: len(own), :, N:end] = own
            placed.append(buffer[: len(own), :, :end])
        return tuple(placed)

    def laid_out(self, batch: int, room: int) -> None:
        def place(prefix: torch.Tensor) -> torch.Tensor:
            _, K, N, C = prefix.shape
            buffer = prefix.new_empty(batch, K, N + room, C)
            buffer[:, :, :N] = prefix
            return buffer

        self.buffers = {layer: (place(keys), place(self.values[layer])) for layer, keys in self.keys.items()}


class SharedPrefix(CopiedPrefix):
    """The same without copies: `attend_to_shared` meets prefix and own keys in two passes and merges them."""

    meets: torch.Tensor | None = None  # (B, 1, T, 1): 1 where a row sees the prefix, 0 where not; all do where there is none

    def update(self, keys: torch.Tensor, values: torch.Tensor, layer: int, *_) -> tuple[torch.Tensor, torch.Tensor]:
        if layer not in self.keys:
            return super().update(keys, values, layer)
        return keys, values


def attend(module, query, key, value, attention_mask, scaling=None, **_):
    """transformers' own sdpa attention without its copy of grouped keys and values where there is a mask."""
    causal = attention_mask is None and query.shape[2] > 1
    a = F.scaled_dot_product_attention(query, key, value, attention_mask, is_causal=causal, scale=scaling, enable_gqa=True)
    return a.transpose(1, 2), None


def attend_to_shared(module, query, key, value, attention_mask, scaling=None, prefix=None, **_):
    """Attention to a shared prefix and, causally, to own keys (B, K, T, C), merged by their log-sum-exp."""
    if prefix.keys[module.layer_idx] is key:  # the prefix itself
        return attend(module, query, key, value, attention_mask, scaling)
    B, H, T, C = query.shape
    K, G = key.shape[1], H // key.shape[1]
    # the queries of all prompts and of a group's heads as one long query: (B, H, T, C) -> (1, K, B * G * T, C)
    folded = query.view(B, K, G, T, C).transpose(0, 1).reshape(1, K, B * G * T, C)
    far, far_weight = flash(folded, prefix.keys[module.layer_idx], prefix.values[module.layer_idx], False, scaling)
    far = far.view(K, B, G, T, C).transpose(0, 1).reshape(B, H, T, C)
    far_weight = far_weight.reshape(K, B, G, T).transpose(0, 1).reshape(B, H, T, 1)
    if G > 1:
        key, value = (x.repeat_interleave(G, 1) for x in (key, value))
    near, near_weight = flash(query, key, value, True, scaling)
    share = torch.sigmoid(far_weight - near_weight.reshape(B, H, T, 1)).to(near.dtype)
    if prefix.meets is not None:
        share = share * prefix.meets
    return torch.lerp(near, far, share).transpose(1, 2), None


def flash(q, k, v, causal: bool, scale: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Fused attention with the log-sum-exp of its scores, which PyTorch's public function does not return."""
    if q.device.type == "cpu":
        return torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0.0, causal, scale=scale)
    return torch.ops.aten._scaled_dot_product_flash_attention(q, k, v, 0.0, causal, False, scale=scale)[:2]


AttentionInterface.register("bench_sdpa", attend)
AttentionInterface.register("bench_shared", attend_to_shared)


class Prefix:
    """A hand-written prefix cache: everything up to the molecule is encoded once a target."""

    caches = {"copied": CopiedPrefix, "placed": PlacedPrefix, "shared": SharedPrefix}

    def __init__(self, tagged: Tagged, mask: str, cache: str):
        self.tagged = tagged
        self.mask = mask
        self.cache = self.caches[cache]

    def encode(self, pair: Pair, batch: int, room: int):
        """The prefix of the pair's target, for batches of up to `batch` pairs whose tails have up to `room` rows."""
        ids = [i for part in pair.parts[:3] for i in part]
        x = self.tagged.rows([ids], len(ids))
        mask = None
        if self.mask == "span":
            mask = visible(self.tagged.pad([pair.first_seen()[: len(ids)]], len(ids)), len(ids), x.dtype)
        prefix = self.cache()
        self._run(x, mask, 0, prefix)
        prefix.laid_out(batch, room)
        return prefix, len(ids)

    def _run(self, x: torch.Tensor, mask: torch.Tensor | None, at: int, prefix: CopiedPrefix) -> torch.Tensor:
        positions = torch.arange(at, at + x.shape[1], device=x.device)[None]
        return self.tagged.model(
            inputs_embeds=x,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=prefix,
            use_cache=True,
            prefix=prefix,
        ).last_hidden_state

    def score(self, pairs: list[Pair], prefix: CopiedPrefix, N: int) -> torch.Tensor:
        tails = [pair.parts[3] + pair.parts[4] for pair in pairs]
        T = max(map(len, tails))
        x = self.tagged.rows(tails, T)
        spans = [len(pair.parts[3]) if self.mask == "span" else 0 for pair in pairs]
        mask = None
        if isinstance(prefix, SharedPrefix):
            rows = [[0] * span + [1] * (T - span) for span in spans]
            prefix.meets = self.tagged.pad(rows, T)[:, None, :, None].to(x.dtype) if self.mask == "span" else None
        else:
            rows = [[N] * span for span in spans]
            first = self.tagged.pad(rows if self.mask == "span" else rows[:1], T)
            mask = visible(first, N + T, x.dtype)  # (B or 1, 1, T, N + T)
        hidden = self._run(x, mask, N, prefix)
        return self.tagged.read_out(hidden, [len(tail) - 1 for tail in tails])
