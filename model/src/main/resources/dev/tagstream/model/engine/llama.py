# The transformer as a TorchScript program; TorchScriptArchive packs it, LlamaProgram calls it. It follows LLaMA (arXiv
# 2302.13971) with grouped-query attention, and the span mask of Tag-LLM (arXiv 2402.05140).
#
# Letters: B sequences, T rows of a sequence, D hidden size, V vocabulary, L layers, H heads, K key-value heads, G = H / K,
# C channels of a head, N rows of a shared span, M rows of the longest other span. Everything is float32 at the border; inside
# it has the program's dtype.
#
# Ids from V on select rows of `tags` (R, D), so that a tag is only a run of ids. A span is a domain tag with its data: its rows
# see that span alone, so its keys and values depend on nothing else and are kept by handle in `keys` and `values`, the keys
# rotated for positions counted from the span's first row. Rotary attention depends on differences of positions, so a query at
# position p meets a span that starts at o rotated by p - o.
class Llama(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  layers : int
  heads : int
  kv_heads : int
  head_dim : int
  scale : float
  eps : float
  frequencies : List[float]
  dtype : int
  device : str
  names : List[str]
  files : List[str]
  file_types : List[int]
  file_elements : List[int]
  starts : List[int]
  shapes : List[List[int]]
  maps : Dict[str, Tensor]
  weights : Dict[str, Tensor]
  keys : Dict[int, Tensor]
  values : Dict[int, Tensor]
  scratch : Dict[str, Tensor]

  # ---- weights: mapped from the checkpoint's files; copied only where dtype or device differ

  def load(self: __torch__.Llama, which: Tensor) -> Tensor:
    i = int(which)
    mapped = self.files[i] + ":" + str(self.file_types[i])
    if not torch.__contains__(self.maps, mapped):
      self.maps[mapped] = torch.from_file(self.files[i], False, self.file_elements[i], dtype=self.file_types[i])
    shape = self.shapes[i]
    elements = 1
    for size in shape:
      elements = elements * size
    flat = torch.slice(self.maps[mapped], 0, self.starts[i], self.starts[i] + elements)
    return self.keep(which, torch.view(flat, shape))

  def put(self: __torch__.Llama, which: Tensor, w: Tensor) -> Tensor:
    # w lies in a Java buffer that is freed after this call
    return self.keep(which, torch.clone(w))

  def keep(self: __torch__.Llama, which: Tensor, w: Tensor) -> Tensor:
    self.weights[self.names[int(which)]] = torch.to(w, torch.device(self.device), self.dtype)
    return which

  def w(self: __torch__.Llama, i: int, name: str) -> Tensor:
    return self.weights["model.layers." + str(i) + "." + name + ".weight"]

  # ---- one block: residual plus attention of norm, residual plus MLP of norm

  def block(self: __torch__.Llama, i: int, h: Tensor, low: Tensor, uses: Tensor, cos: Tensor, sin: Tensor, mask: Optional[Tensor]) -> Tensor:
    h = torch.add(h, self.attention(i, self.norm(h, self.w(i, "input_layernorm")), low, uses, cos, sin, mask))
    return torch.add(h, self.mlp(i, self.norm(h, self.w(i, "post_attention_layernorm"))))

  def attention(self: __torch__.Llama, i: int, x: Tensor, low: Tensor, uses: Tensor, cos: Tensor, sin: Tensor, mask: Optional[Tensor]) -> Tensor:
    q, k, v = self.project(i, x, low, uses)
    a = torch.scaled_dot_product_attention(self.rotate(q, cos, sin), self.rotate(k, cos, sin), v, mask, 0., mask is None, scale=None, enable_gqa=True)
    return self.output(i, a)

  def project(self: __torch__.Llama, i: int, x: Tensor, low: Tensor, uses: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    q = self.split(self.linear(self.updated(i, x, low, uses, 0), i, "self_attn.q_proj"), self.heads)
    k = self.split(self.linear(x, i, "self_attn.k_proj"), self.kv_heads)
    v = self.split(self.linear(self.updated(i, x, low, uses, 2), i, "self_attn.v_proj"), self.kv_heads)
    return (q, k, v)

  def split(self: __torch__.Llama, x: Tensor, heads: int) -> Tensor:
    # (B, T, heads * C) -> (B, heads, T, C)
    return torch.transpose(torch.view(x, [torch.size(x, 0), torch.size(x, 1), heads, self.head_dim]), 1, 2)

  def output(self: __torch__.Llama, i: int, a: Tensor) -> Tensor:
    # (B, H, T, C) -> (B, T, H * C) -> (B, T, D)
    return self.linear(torch.flatten(torch.transpose(a, 1, 2), 2), i, "self_attn.o_proj")

  def mlp(self: __torch__.Llama, i: int, x: Tensor) -> Tensor:
    gate = torch.silu(self.linear(x, i, "mlp.gate_proj"))
    return self.linear(torch.mul(gate, self.linear(x, i, "mlp.up_proj")), i, "mlp.down_proj")

  def linear(self: __torch__.Llama, x: Tensor, i: int, name: str) -> Tensor:
    bias = "model.layers." + str(i) + "." + name + ".bias"
    if torch.__contains__(self.weights, bias):
      y = torch.linear(x, self.w(i, name), self.weights[bias])
    else:
      y = torch.linear(x, self.w(i, name))
    return y

  def norm(self: __torch__.Llama, x: Tensor, weight: Tensor) -> Tensor:
    return torch.rms_norm(x, [torch.size(x, -1)], weight, self.eps)

  def rotary(self: __torch__.Llama, positions: Tensor) -> Tuple[Tensor, Tensor]:
    # (..., T) -> two of (..., T, C), computed in float32; the first half of the sines is negated
    f = torch.tensor(self.frequencies, dtype=6, device=torch.device(self.device))
    angles = torch.mul(torch.unsqueeze(torch.to(positions, 6), -1), f)
    cos = torch.cos(angles)
    sin = torch.sin(angles)
    return (torch.to(torch.cat([cos, cos], -1), self.dtype), torch.to(torch.cat([torch.neg(sin), sin], -1), self.dtype))

  def rotate(self: __torch__.Llama, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = self.head_dim // 2
    y = torch.mul(x, cos)
    torch.addcmul_(torch.slice(y, -1, 0, half), torch.slice(x, -1, half), torch.slice(sin, -1, 0, half))
    torch.addcmul_(torch.slice(y, -1, half), torch.slice(x, -1, 0, half), torch.slice(sin, -1, half))
    return y

  def embed(self: __torch__.Llama, ids: Tensor, tags: Tensor) -> Tensor:
    # ids (B, T), tags (R, D) -> (B, T, D)
    e = self.weights["model.embed_tokens.weight"]
    v = torch.size(e, 0)
    text = torch.embedding(e, torch.clamp(ids, None, v - 1))
    learned = torch.to(torch.embedding(tags, torch.clamp(torch.sub(ids, v), 0)), self.dtype)
    return torch.where(torch.unsqueeze(torch.ge(ids, v), -1), learned, text)

  # ---- what function tags add to their own rows at every layer; tensors are empty where no tag of the call adds any

  # deep (L, Q, D): values in front of each layer, of the first Q rows of `tags`.
  # low (L, 4, S, D): S updates of rank 1, of all tags that have any: the query projection W becomes W (1 + B A), which is an update
  # of low rank (LoRA, arXiv 2106.09685), and so does the value projection; parts are A and the transposed B, of queries, then of values.
  # uses (Q, S): what an update counts at a row of `tags`: 0 unless it is of the row's own tag.

  def deep_rows(self: __torch__.Llama, i: int, ids: Tensor, deep: Tensor) -> Tensor:
    # -> what ids (B, T) have added in front of layer i (B, T, D)
    return torch.to(self.of_rows(ids, torch.select(deep, 0, i)), self.dtype)

  def is_deep(self: __torch__.Llama, deep: Tensor) -> bool:
    return torch.eq(torch.size(deep, 0), self.layers)

  def used(self: __torch__.Llama, ids: Tensor, low: Tensor, uses: Tensor) -> Tensor:
    # -> what updates count at ids (B, T, S)
    if self.is_low(low):
      uses = torch.to(self.of_rows(ids, uses), self.dtype)
    return uses

  def is_low(self: __torch__.Llama, low: Tensor) -> bool:
    return torch.gt(torch.size(low, 2), 0)

  def of_rows(self: __torch__.Llama, ids: Tensor, values: Tensor) -> Tensor:
    # values (Q, n) of the first rows of `tags` -> those of ids (B, T, n), 0 for text
    row = torch.sub(ids, torch.size(self.weights["model.embed_tokens.weight"], 0))
    has = torch.logical_and(torch.ge(row, 0), torch.lt(row, torch.size(values, 0)))
    return torch.mul(torch.embedding(values, torch.clamp(row, 0, torch.size(values, 0) - 1)), torch.unsqueeze(has, -1))

  def updated(self: __torch__.Llama, i: int, x: Tensor, low: Tensor, uses: Tensor, part: int) -> Tensor:
    # x (B, T, D), uses (B, T, S) -> (1 + B A) x, which the projection is given; part 0 for queries, 2 for values
    if self.is_low(low):
      parts = torch.to(torch.select(low, 0, i), self.dtype)
      down = torch.linear(x, torch.select(parts, 0, part))  # (B, T, S)
      x = torch.add(x, torch.matmul(torch.mul(down, uses), torch.select(parts, 0, part + 1)))
    return x

  # ---- the whole prompt at once: the reference, and what learning a domain tag needs

  def forward(self: __torch__.Llama, ids: Tensor, tags: Tensor, deep: Tensor, low: Tensor, uses: Tensor, first: Tensor) -> Tensor:
    # ids (B, T), first (B, T): the first row each row may see -> hidden states (B, T, D)
    return torch.to(self.hidden(ids, self.embed(ids, tags), deep, low, uses, first), 6)

  def hidden(self: __torch__.Llama, ids: Tensor, x: Tensor, deep: Tensor, low: Tensor, uses: Tensor, first: Tensor) -> Tensor:
    rows = torch.arange(torch.size(x, 1), dtype=4, device=torch.device(self.device))
    seen = torch.logical_and(torch.le(rows, torch.unsqueeze(rows, -1)), torch.ge(rows, torch.unsqueeze(first, -1)))
    mask = torch.unsqueeze(seen, 1)
    cos, sin = self.rotary(rows)
    h = torch.to(x, self.dtype)
    uses = self.used(ids, low, uses)
    for i in range(self.layers):
      if self.is_deep(deep):
        h = torch.add(h, self.deep_rows(i, ids, deep))
      h = self.block(i, h, low, uses, cos, sin, mask)
    return self.norm(h, self.weights["model.norm.weight"])

  def logits(self: __torch__.Llama, h: Tensor) -> Tensor:
    # (B, T, D) -> (B, T, V)
    name = "lm_head.weight"
    if not torch.__contains__(self.weights, name):
      name = "model.embed_tokens.weight"
    return torch.to(torch.linear(torch.to(h, self.dtype), self.weights[name]), 6)

  # ---- spans: encoded once, kept by handle

  def encode(self: __torch__.Llama, ids: Tensor, tags: Tensor, lengths: List[int], handles: List[int]) -> int:
    # ids (B, T) of one span each, padded at the end, which a causal row never sees
    B = torch.size(ids, 0)
    T = torch.size(ids, 1)
    cos, sin = self.rotary(torch.unsqueeze(torch.arange(T, device=torch.device(self.device)), -1))  # (T, 1, C)
    h = self.embed(ids, tags)
    keys = torch.empty([self.layers, B, self.kv_heads, T, self.head_dim], dtype=self.dtype, device=torch.device(self.device))
    values = torch.empty_like(keys)
    for i in range(self.layers):
      x = self.norm(h, self.w(i, "input_layernorm"))
      k = torch.copy_(torch.select(keys, 0, i), torch.transpose(self.rotate(self.heads_of(x, i, "self_attn.k_proj"), cos, sin), 1, 2))
      v = torch.copy_(torch.select(values, 0, i), torch.transpose(self.heads_of(x, i, "self_attn.v_proj"), 1, 2))
      if torch.lt(i, self.layers - 1):
        q = torch.transpose(self.rotate(self.heads_of(x, i, "self_attn.q_proj"), cos, sin), 1, 2)
        a = torch.scaled_dot_product_attention(q, self.for_each_head(k), self.for_each_head(v), None, 0., True)
        self.finish_block(i, h, torch.flatten(torch.transpose(a, 1, 2), 2))
    for b in range(B):
      self.keys[handles[b]] = torch.clone(torch.slice(torch.select(keys, 1, b), 2, 0, lengths[b]), memory_format=0)
      self.values[handles[b]] = torch.clone(torch.slice(torch.select(values, 1, b), 2, 0, lengths[b]), memory_format=0)
    return len(self.keys)

  def finish_block(self: __torch__.Llama, i: int, h: Tensor, a: Tensor) -> Tensor:
    # adds attention's output projection and the MLP to h (B, T, D) in place, as gradients don't allow; a (B, T, H * C)
    self.add_linear(h, a, i, "self_attn.o_proj")
    x = self.norm(h, self.w(i, "post_attention_layernorm"))
    gate = torch.silu_(self.linear(x, i, "mlp.gate_proj"))
    return self.add_linear(h, torch.mul_(gate, self.linear(x, i, "mlp.up_proj")), i, "mlp.down_proj")

  def add_linear(self: __torch__.Llama, h: Tensor, x: Tensor, i: int, name: str) -> Tensor:
    bias = "model.layers." + str(i) + "." + name + ".bias"
    if torch.__contains__(self.weights, bias):
      torch.add_(h, self.weights[bias])
    rows = torch.view(h, [-1, torch.size(h, -1)])
    return torch.addmm_(rows, torch.flatten(x, 0, 1), torch.t(self.w(i, name)))

  def heads_of(self: __torch__.Llama, x: Tensor, i: int, name: str) -> Tensor:
    # (B, T, D) -> (B, T, heads, C)
    return torch.unflatten(self.linear(x, i, name), -1, [-1, self.head_dim])

  def for_each_head(self: __torch__.Llama, k: Tensor) -> Tensor:
    # (B, K, n, C) -> (B, H, n, C)
    G = self.heads // self.kv_heads
    if torch.gt(G, 1):
      k = torch.flatten(torch.expand(torch.unsqueeze(k, 2), [-1, -1, G, -1, -1]), 1, 2)
    return k

  def drop(self: __torch__.Llama, handles: List[int]) -> int:
    for handle in handles:
      if torch.__contains__(self.keys, handle):
        torch.Delete(self.keys, handle)
        torch.Delete(self.values, handle)
    return len(self.keys)

  # ---- links: the rows outside spans

  # A prompt is a chain: text, span, text, span, text, function tags. A link is a span (none for the first) with the rows after it,
  # up to the next span; the links before make the stem. Rows of one call have the same T tokens in all B prompts, and stand at
  # `offsets` after their span. Positions are counted from the first row of the link's own span, so that its keys are met as they
  # are kept; a stem's text rows are kept rotated for positions counted back from the stem's end, which is the same place.
  #
  # Prompts are sorted by stem: those of stem e are ends[e - 1] <= b < ends[e] and meet the stem's spans as one dense product, the
  # queries of all of them in one row. The own span, the stem's J text rows and the call's own rows are gathered into one block for
  # each prompt. What both parts give is merged by their log-sum-exp.
  def link(self: __torch__.Llama, ids: Tensor, tags: Tensor, deep: Tensor, low: Tensor, uses: Tensor, seen: Tensor, offsets: Tensor, read: Tensor, ends: List[int], stems: List[int], spans: List[int], starts: List[int], own: List[int], lengths: List[int], keep: List[int], layers_at_once: int) -> Tensor:
    # ids, offsets (1, T); seen (T, T): which of the call's rows each row sees; read (1, R): rows whose hidden state is returned
    # stems (E): handle of each stem's text rows, or none; spans (S * E): handles of the stems' first spans, then second, ...;
    # starts (S * E): position of the own span's first row, counted from the first of each stem span
    # own, lengths (B): handle and rows of the own span, or handles none and lengths 0
    # keep (B): handles to keep the stem with this link under, or none
    # -> hidden states (B, R, D)
    device = torch.device(self.device)
    B = len(lengths)
    T = torch.size(ids, 1)
    J = 0
    if torch.gt(len(stems), 0):
      J = torch.size(self.keys[stems[0]], 2)
    M = max(lengths)
    extent = torch.unsqueeze(torch.tensor(lengths, dtype=4, device=device), -1)  # (B, 1)
    cos, sin = self.rotary(torch.unsqueeze(torch.add(extent, offsets), 2))  # (B, T, 1, C)
    unseen = self.unseen(extent, seen, J, M)  # (B, 1, T, n)
    mask = self.for_each_query(unseen)  # (B, 1, T * G, n)
    block_keys = torch.empty([0], dtype=self.dtype, device=device)
    block_values = block_keys
    kept_keys = annotate(List[Tensor], [])
    kept_values = annotate(List[Tensor], [])
    h = torch.clone(torch.expand(self.embed(ids, tags), [B, -1, -1]), memory_format=0)
    uses = self.used(ids, low, uses)  # (1, T, S)
    for i in range(self.layers):
      if torch.eq(i % layers_at_once, 0):
        until = min(i + layers_at_once, self.layers)
        block_keys = self.gather("keys", self.keys, i, until, stems, ends, own, lengths, J, T)
        block_values = self.gather("values", self.values, i, until, stems, ends, own, lengths, J, T)
      if self.is_deep(deep):
        torch.add_(h, self.deep_rows(i, ids, deep))
      x = self.norm(h, self.w(i, "input_layernorm"))
      new_keys = self.heads_of(x, i, "self_attn.k_proj")
      new_values = torch.transpose(self.heads_of(self.updated(i, x, low, uses, 2), i, "self_attn.v_proj"), 1, 2)  # (B, K, T, C)
      k = torch.select(block_keys, 0, i % layers_at_once)  # (B, K, n, C), n = J + M + T
      v = torch.select(block_values, 0, i % layers_at_once)
      torch.copy_(torch.slice(k, 2, J + M), torch.transpose(self.rotate(new_keys, cos, sin), 1, 2))
      torch.copy_(torch.slice(v, 2, J + M), new_values)
      if torch.gt(len(keep), 0):
        torch.append(kept_keys, torch.cat([self.moved_back(torch.slice(k, 2, 0, J), torch.add(extent, T)), self.from_end(new_keys, T)], 2))
        torch.append(kept_values, torch.cat([torch.slice(v, 2, 0, J), new_values], 2))
      if torch.eq(i, self.layers - 1):
        # only the rows that are read go through the rest
        rows = torch.select(read, 0, 0)
        h = torch.index_select(h, 1, rows)
        x = torch.index_select(x, 1, rows)
        if self.is_low(low):
          uses = torch.index_select(uses, 1, rows)
        cos = torch.index_select(cos, 1, rows)
        sin = torch.index_select(sin, 1, rows)
        mask = self.for_each_query(torch.index_select(unseen, 2, rows))
      q = self.rotate(self.heads_of(self.updated(i, x, low, uses, 0), i, "self_attn.q_proj"), cos, sin)  # (B, T, H, C)
      self.finish_block(i, h, self.merged(i, q, k, v, mask, ends, spans, starts))
    if torch.gt(len(keep), 0):
      all_keys = torch.stack(kept_keys, 1)  # (B, L, K, J + T, C)
      all_values = torch.stack(kept_values, 1)
      for b in range(B):
        self.keys[keep[b]] = torch.clone(torch.select(all_keys, 0, b))
        self.values[keep[b]] = torch.clone(torch.select(all_values, 0, b))
    return torch.to(self.norm(h, self.weights["model.norm.weight"]), 6)

  def pass_over(self: __torch__.Llama, stem: int, rows: int, keep: int) -> int:
    # keeps a stem's text rows once more, for a stem that is longer by `rows` of a span and no text
    back = torch.full([1, 1], rows, dtype=4, device=torch.device(self.device))
    self.keys[keep] = self.moved_back(self.keys[stem], back)
    self.values[keep] = self.values[stem]
    return len(self.keys)

  def unseen(self: __torch__.Llama, extent: Tensor, seen: Tensor, J: int, M: int) -> Tensor:
    # extent (B, 1) rows of each own span, seen (T, T) -> (B, 1, T, J + M + T): -inf where a row may not look, else 0
    T = torch.size(seen, 0)
    columns = torch.arange(J + M, device=torch.device(self.device))
    padding = torch.ge(torch.sub(columns, J), extent)  # (B, J + M)
    padding = torch.expand(torch.unsqueeze(torch.unsqueeze(padding, 1), 1), [-1, 1, T, -1])
    later = torch.expand(torch.logical_not(seen), [torch.size(extent, 0), 1, -1, -1])
    hidden = torch.cat([padding, later], -1)
    return torch.masked_fill(torch.zeros_like(hidden, dtype=self.dtype), hidden, -inf)

  def for_each_query(self: __torch__.Llama, mask: Tensor) -> Tensor:
    # (B, 1, T, n) -> (B, 1, T * G, n)
    return torch.flatten(torch.expand(torch.unsqueeze(mask, 3), [-1, -1, -1, self.heads // self.kv_heads, -1]), 2, 3)

  def gather(self: __torch__.Llama, scratch: str, blocks: Dict[int, Tensor], begin: int, until: int, stems: List[int], ends: List[int], own: List[int], lengths: List[int], J: int, T: int) -> Tensor:
    # layers from `begin` to `until` of blocks (L, K, n, C) -> (l, B, K, J + M + T, C): text rows of each prompt's stem, its own
    # span, padding, and room for T rows; finite everywhere. Without a name of scratch memory it is new, as gradients want it
    if torch.eq(self.device, "cpu"):
      shape = [until - begin, len(lengths), self.kv_heads, J + max(lengths) + T, self.head_dim]
      if torch.eq(scratch, ""):
        out = torch.zeros(shape, dtype=self.dtype, device=torch.device(self.device))
      else:
        out = self.zeros(scratch, shape)
      out = self.copied(out, blocks, begin, until, stems, ends, own, lengths)
    else:
      out = self.selected(blocks, begin, until, stems, ends, own, lengths, J, T)
    return out

  def copied(self: __torch__.Llama, out: Tensor, blocks: Dict[int, Tensor], begin: int, until: int, stems: List[int], ends: List[int], own: List[int], lengths: List[int]) -> Tensor:
    # one copy for each stem and span, into zeros
    first = 0
    J = 0
    for e in range(len(stems)):
      stem = torch.unsqueeze(torch.slice(blocks[stems[e]], 0, begin, until), 1)
      J = torch.size(stem, 3)
      torch.copy_(torch.slice(torch.slice(out, 1, first, ends[e]), 3, 0, J), stem)
      first = ends[e]
    for b in range(len(own)):
      torch.copy_(torch.slice(torch.select(out, 1, b), 2, J, J + lengths[b]), torch.slice(blocks[own[b]], 0, begin, until))
    return out

  def selected(self: __torch__.Llama, blocks: Dict[int, Tensor], begin: int, until: int, stems: List[int], ends: List[int], own: List[int], lengths: List[int], J: int, T: int) -> Tensor:
    # every block once, all in one row, and rows picked from there: thousands of copies would keep a GPU waiting for their launches
    device = torch.device(self.device)
    row = annotate(List[Tensor], [torch.zeros([until - begin, self.kv_heads, 1, self.head_dim], dtype=self.dtype, device=device)])
    rows = 1
    stem_starts = annotate(List[int], [])
    first = 0
    for e in range(len(stems)):
      torch.append(row, torch.slice(blocks[stems[e]], 0, begin, until))
      for b in range(first, ends[e]):
        torch.append(stem_starts, rows)
      first = ends[e]
      rows = rows + J
    starts = annotate(List[int], [])
    start_of = annotate(Dict[int, int], {})
    for b in range(len(own)):
      if torch.__not__(torch.__contains__(start_of, own[b])):
        start_of[own[b]] = rows
        torch.append(row, torch.slice(blocks[own[b]], 0, begin, until))
        rows = rows + lengths[b]
      torch.append(starts, start_of[own[b]])
    picked = annotate(List[Tensor], [])
    B = len(lengths)
    if torch.gt(J, 0):
      torch.append(picked, torch.add(self.column(stem_starts), torch.arange(J, device=device)))
    if torch.gt(len(own), 0):
      columns = torch.arange(max(lengths), device=device)
      inside = torch.lt(columns, self.column(lengths))
      torch.append(picked, torch.mul(torch.add(self.column(starts), columns), inside))  # row 0 is padding
    torch.append(picked, torch.zeros([B, T], dtype=4, device=device))
    places = torch.cat(picked, 1)  # (B, J + M + T)
    # each layer and head has the rows once more, one after the other
    layers_and_heads = torch.arange((until - begin) * self.kv_heads, device=device)
    flat = torch.add(torch.unsqueeze(torch.mul(layers_and_heads, rows), -1), torch.flatten(places))
    found = torch.embedding(torch.view(torch.cat(row, 2), [-1, self.head_dim]), flat)  # (l * K, B * n, C)
    return torch.transpose(torch.view(found, [until - begin, self.kv_heads, B, -1, self.head_dim]), 1, 2)

  def column(self: __torch__.Llama, values: List[int]) -> Tensor:
    # -> (n, 1)
    return torch.unsqueeze(torch.tensor(values, dtype=4, device=torch.device(self.device)), 1)

  def zeros(self: __torch__.Llama, name: str, shape: List[int]) -> Tensor:
    # the same memory for every call, for fresh pages cost more than what is written to them
    size = 1
    for extent in shape:
      size = size * extent
    enough = False
    if torch.__contains__(self.scratch, name):
      enough = torch.ge(torch.numel(self.scratch[name]), size)
    if torch.__not__(enough):
      if torch.__contains__(self.scratch, name):
        torch.Delete(self.scratch, name)
      self.scratch[name] = torch.empty([size], dtype=self.dtype, device=torch.device(self.device))
    return torch.zero_(torch.view(torch.slice(self.scratch[name], 0, 0, size), shape))

  def moved_back(self: __torch__.Llama, k: Tensor, rows: Tensor) -> Tensor:
    # k (B, K, J, C), its positions counted from `rows` (B, 1) rows later from now on
    cos, sin = self.rotary(torch.unsqueeze(torch.neg(rows), 1))  # (B, 1, 1, C)
    return self.rotate(k, cos, sin)

  def from_end(self: __torch__.Llama, k: Tensor, T: int) -> Tensor:
    # k (B, T, K, C) not rotated -> (B, K, T, C), rotated for positions -T .. -1
    cos, sin = self.rotary(torch.unsqueeze(torch.arange(torch.neg(T), 0, device=torch.device(self.device)), -1))  # (T, 1, C)
    return torch.transpose(self.rotate(k, cos, sin), 1, 2)

  def merged(self: __torch__.Llama, i: int, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, ends: List[int], spans: List[int], starts: List[int]) -> Tensor:
    # q (B, T, H, C); k, v (B, K, n, C) and mask (B, 1, T * G, n) of the own blocks -> attention (B, T, H * C)
    B = torch.size(q, 0)
    T = torch.size(q, 1)
    K = self.kv_heads
    G = self.heads // K
    E = len(ends)
    grouped = torch.view(q, [B, T, K, G, self.head_dim])
    a, weight = self.attend(torch.flatten(torch.permute(grouped, [0, 2, 1, 3, 4]), 2, 3), k, v, mask)
    a = torch.permute(torch.view(a, [B, K, T, G, self.head_dim]), [0, 2, 1, 3, 4])  # (B, T, K, G, C)
    weight = torch.permute(torch.view(weight, [B, K, T, G]), [0, 2, 1, 3])
    rows = torch.permute(torch.flatten(grouped, 0, 1), [2, 1, 0, 3])  # (G, K, B * T, C), not copied
    for s in range(len(spans) // E):
      parts = annotate(List[Tensor], [])
      weights = annotate(List[Tensor], [])
      first = 0
      for e in range(E):
        handle = spans[s * E + e]
        start = torch.full([1, 1], starts[s * E + e], dtype=4, device=torch.device(self.device))
        shared_keys = self.moved_back(torch.select(self.keys[handle], 0, i), start)
        shared_values = self.savable(torch.select(self.values[handle], 0, i))
        part, part_weight = self.attend(torch.slice(rows, 2, first * T, ends[e] * T), self.for_each_group(shared_keys), self.for_each_group(shared_values), None)
        torch.append(parts, part)
        torch.append(weights, part_weight)
        first = ends[e]
      other = torch.permute(torch.unflatten(torch.cat(parts, 2), 2, [B, T]), [2, 3, 1, 0, 4])  # (B, T, K, G, C)
      other_weight = torch.permute(torch.unflatten(torch.cat(weights, 2), 2, [B, T]), [2, 3, 1, 0])
      share = torch.to(torch.sigmoid(torch.sub(other_weight, weight)), self.dtype)
      a = torch.lerp(a, other, torch.unsqueeze(share, -1))
      weight = torch.logaddexp(weight, other_weight)
    return torch.flatten(a, 2)

  def for_each_group(self: __torch__.Llama, k: Tensor) -> Tensor:
    # (..., K, n, C) -> (G, K, n, C), not copied
    return torch.expand(k, [self.heads // self.kv_heads, self.kv_heads, -1, -1])

  def attend(self: __torch__.Llama, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tuple[Tensor, Tensor]:
    # q (B, h, t, C), k, v (B, h, n, C), mask (B, 1, t, n) -> attention (B, h, t, C), log-sum-exp of its scores (B, h, t) float32
    # the fused kernels have no gradient for the log-sum-exp
    if q.requires_grad:
      a, weight = self.attend_plainly(q, k, v, mask)
    elif torch.eq(self.device, "cpu"):
      a, weight = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., False, attn_mask=mask, scale=None)
    elif torch.eq(self.head_dim % 8, 0):
      a, weight = self.attend_on_gpu(q, k, v, mask)
    else:
      a, weight = self.attend_plainly(q, k, v, mask)
    return (a, weight)

  def attend_on_gpu(self: __torch__.Llama, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tuple[Tensor, Tensor]:
    # the faster kernel takes no mask and no float32; the other wants rows of a mask to begin at multiples of 16
    if torch.__and__(mask is None, torch.ne(self.dtype, 6)):
      a, weight, q_ends, k_ends, q_most, k_most, seed, unused, probabilities = torch._scaled_dot_product_flash_attention(q, k, v, 0., False, False, scale=None)
    else:
      bias: Optional[Tensor] = None
      if mask is not None:
        n = torch.size(mask, -1)
        padded = torch.constant_pad_nd(mask, [0, torch.neg(n) % 16])
        bias = torch.expand(torch.slice(padded, -1, 0, n), [-1, torch.size(q, 1), -1, -1])
      a, all_weights, seed, offset = torch._scaled_dot_product_efficient_attention(q, k, v, bias, True, 0., False, scale=None)
      weight = torch.slice(all_weights, 2, 0, torch.size(q, 2))  # it is padded
    return (a, weight)

  def attend_plainly(self: __torch__.Llama, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tuple[Tensor, Tensor]:
    # the same by plain products
    scores = torch.mul(torch.to(torch.matmul(q, torch.transpose(k, -1, -2)), 6), self.scale)
    if mask is not None:
      scores = torch.add(scores, mask)
    weight = torch.logsumexp(scores, [-1])
    a = torch.matmul(torch.to(torch.exp(torch.sub(scores, torch.unsqueeze(weight, -1))), self.dtype), v)
    return (a, weight)

  # ---- learning

  # Letters: M members of a tag that is learned, k read-outs of each (1 for a number, else one a class), r rows that its head reads.

  def savable(self: __torch__.Llama, t: Tensor) -> Tensor:
    # autograd keeps no tensor that was made in inference mode, as all that is cached was
    if torch.__and__(torch.is_grad_enabled(), torch.is_inference(t)):
      t = torch.clone(t)
    return t

  def loss(self: __torch__.Llama, h: Tensor, head: Tensor, labels: Tensor, under: Tensor, over: Tensor) -> Tensor:
    # h (B, M, r * D), head (M, k, r * D) -> loss of each member (M), summed over B
    # a number: squared error, times `under` (B) where the prediction is less than the label and `over` (B) where it is more
    # classes: cross-entropy with the labels' numbers
    y = torch.matmul(torch.transpose(h, 0, 1), torch.transpose(head, 1, 2))  # (M, B, k)
    if torch.eq(torch.size(head, 1), 1):
      error = torch.sub(torch.squeeze(y, -1), labels)
      each = torch.mul(torch.square(error), torch.where(torch.gt(error, 0), over, under))
    else:
      each = torch.neg(torch.squeeze(torch.gather(torch.log_softmax(y, -1), 2, torch.expand(torch.unsqueeze(torch.to(labels, 4), -1), [torch.size(head, 0), -1, 1])), -1))
    return torch.sum(each, [1])

  def gradients(self: __torch__.Llama, loss: Tensor, learned: List[Tensor]) -> List[Tensor]:
    # -> loss, and the gradient of its sum for each tensor; zeros for those that are empty
    results = [torch.detach(loss)]
    found = torch.grad([torch.sum(loss)], learned, None, None, False, True)
    for i in range(len(learned)):
      gradient = found[i]
      if gradient is None:
        torch.append(results, torch.zeros_like(learned[i]))
      else:
        torch.append(results, unchecked_cast(Tensor, gradient))
    return results

  def variable(self: __torch__.Llama, t: Tensor) -> Tensor:
    return torch.requires_grad_(torch.detach(t), True)

  def step(self: __torch__.Llama, ids: Tensor, tags: Tensor, deep: Tensor, low: Tensor, uses: Tensor, head: Tensor, labels: Tensor, under: Tensor, over: Tensor, scale: Tensor, first: Tensor, last: Tensor) -> List[Tensor]:
    # whole prompts and one member, the reference for `learn`: last (B): the last row of each prompt
    # -> scale x loss (1), its gradients for tags (R, D), head (1, k, r * D), deep and low
    t = self.variable(tags)
    w = self.variable(head)
    d = self.variable(deep)
    a = self.variable(low)
    B = torch.size(ids, 0)
    h = torch.to(self.hidden(ids, self.embed(ids, t), d, a, uses, first), 6)
    r = torch.size(head, 2) // torch.size(h, 2)
    device = torch.device(self.device)
    rows = torch.add(torch.unsqueeze(last, -1), torch.arange(1 - r, 1, device=device))  # (B, r)
    read = torch.index(h, [torch.unsqueeze(torch.arange(B, device=device), -1), rows])  # (B, r, D)
    loss = self.loss(torch.unsqueeze(torch.flatten(read, 1), 1), w, labels, under, over)
    return self.gradients(torch.mul(loss, scale), [t, w, d, a])

  def learn(self: __torch__.Llama, ids: Tensor, tags: Tensor, deep: Tensor, low: Tensor, uses: Tensor, head: Tensor, labels: Tensor, under: Tensor, over: Tensor, scale: Tensor, seen: Tensor, offsets: Tensor, read: Tensor, end_of: Tensor, stem_of: Tensor, span_of: Tensor, start_of: Tensor, own_of: Tensor, length_of: Tensor) -> List[Tensor]:
    # the rows of `link` behind cached spans, which are constants; lists come as tensors, as training calls take nothing else
    # read (1, M * r) -> scale x loss of each member (M), gradients of their sum for tags (R, D), head, deep and low
    t = self.variable(tags)
    w = self.variable(head)
    d = self.variable(deep)
    a = self.variable(low)
    ends = self.ints(end_of)
    stems = self.ints(stem_of)
    spans = self.ints(span_of)
    starts = self.ints(start_of)
    own = self.ints(own_of)
    lengths = self.ints(length_of)
    device = torch.device(self.device)
    B = len(lengths)
    T = torch.size(ids, 1)
    J = 0
    if torch.gt(len(stems), 0):
      J = torch.size(self.keys[stems[0]], 2)
    M = max(lengths)
    extent = torch.unsqueeze(length_of, -1)
    cos, sin = self.rotary(torch.unsqueeze(torch.add(extent, offsets), 2))
    unseen = self.unseen(extent, seen, J, M)
    mask = self.for_each_query(unseen)
    keys = self.gather("", self.keys, 0, self.layers, stems, ends, own, lengths, J, 0)
    values = self.gather("", self.values, 0, self.layers, stems, ends, own, lengths, J, 0)
    h = torch.expand(self.embed(ids, t), [B, -1, -1])
    uses = self.used(ids, a, uses)
    for i in range(self.layers):
      if self.is_deep(d):
        h = torch.add(h, self.deep_rows(i, ids, d))
      x = self.norm(h, self.w(i, "input_layernorm"))
      new_keys = torch.transpose(self.rotate(self.heads_of(x, i, "self_attn.k_proj"), cos, sin), 1, 2)
      new_values = torch.transpose(self.heads_of(self.updated(i, x, a, uses, 2), i, "self_attn.v_proj"), 1, 2)
      k = torch.cat([torch.select(keys, 0, i), new_keys], 2)
      v = torch.cat([torch.select(values, 0, i), new_values], 2)
      if torch.eq(i, self.layers - 1):
        rows = torch.select(read, 0, 0)
        h = torch.index_select(h, 1, rows)
        x = torch.index_select(x, 1, rows)
        if self.is_low(a):
          uses = torch.index_select(uses, 1, rows)
        cos = torch.index_select(cos, 1, rows)
        sin = torch.index_select(sin, 1, rows)
        mask = self.for_each_query(torch.index_select(unseen, 2, rows))
      q = self.rotate(self.heads_of(self.updated(i, x, a, uses, 0), i, "self_attn.q_proj"), cos, sin)
      h = torch.add(h, self.linear(self.merged(i, q, k, v, mask, ends, spans, starts), i, "self_attn.o_proj"))
      h = torch.add(h, self.mlp(i, self.norm(h, self.w(i, "post_attention_layernorm"))))
    h = torch.to(self.norm(h, self.weights["model.norm.weight"]), 6)
    loss = self.loss(torch.view(h, [B, torch.size(head, 0), -1]), w, labels, under, over)
    return self.gradients(torch.mul(loss, scale), [t, w, d, a])

  def ints(self: __torch__.Llama, t: Tensor) -> List[int]:
    values = annotate(List[int], [])
    for i in range(torch.numel(t)):
      torch.append(values, int(torch.select(t, 0, i)))
    return values

  def beginning(self: __torch__.Llama) -> Tensor:
    # -> (D): the mean embedding, as long as embeddings are in the mean (Tag-LLM, arXiv 2402.05140, section 3)
    e = self.weights["model.embed_tokens.weight"]
    mean = torch.mean(e, [0], False, dtype=6)
    length = torch.mean(torch.linalg_vector_norm(e, 2, [1], False, dtype=6))
    return torch.mul(mean, torch.div(length, torch.linalg_vector_norm(mean, 2, [0], False, dtype=6)))

  def next_tokens(self: __torch__.Llama, ids: Tensor, tags: Tensor, targets: Tensor) -> Tuple[Tensor, Tensor]:
    # ids (B, T): a domain tag with text, padded at the end; targets (B, T): the token after each row, -100 where none counts
    # -> mean negative log-likelihood of the targets in nats (1), its gradient for tags (R, D)
    t = self.variable(tags)
    none = torch.zeros([0, 0, 0], device=torch.device(self.device))
    h = self.hidden(ids, self.embed(ids, t), none, none, none, torch.zeros_like(ids))
    nll = torch.cross_entropy_loss(torch.flatten(self.logits(h), 0, 1), torch.flatten(targets))
    gradients = torch.grad([nll], [t])
    return (torch.detach(nll), unchecked_cast(Tensor, gradients[0]))

  def next_token(self: __torch__.Llama, ids: Tensor, tags: Tensor, first: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    # plain text, rows of tags not counted -> hidden states (1, T, D), logits (1, T, V), mean negative log-likelihood of rows
    # 1 .. T - 1, and its gradient for the input embeddings (1, T, D)
    x = self.variable(self.embed(ids, tags))
    none = torch.zeros([0, 0, 0], device=torch.device(self.device))
    h = self.hidden(ids, x, none, none, none, first)
    logits = self.logits(h)
    nll = torch.cross_entropy_loss(torch.select(torch.slice(logits, 1, 0, -1), 0, 0), torch.select(torch.slice(ids, 1, 1), 0, 0))
    gradients = torch.grad([nll], [x])
    return (torch.detach(torch.to(h, 6)), torch.detach(logits), torch.detach(nll), unchecked_cast(Tensor, gradients[0]))
