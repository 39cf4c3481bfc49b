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
#
# What Java calls takes tensors alone, by name, in `call`, and returns tensors; lists of integers are tensors in the CPU's memory.
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

  def load(self, call: Dict[str, Tensor]) -> Tensor:
    # which: number of the weight
    i = int(call["which"])
    mapped = self.files[i] + ":" + str(self.file_types[i])
    if mapped not in self.maps:
      self.maps[mapped] = torch.from_file(self.files[i], False, self.file_elements[i], dtype=self.file_types[i])
    elements = 1
    for size in self.shapes[i]:
      elements *= size
    flat = self.maps[mapped][self.starts[i]:self.starts[i] + elements]
    return self.keep(i, flat.view(self.shapes[i]))

  def put(self, call: Dict[str, Tensor]) -> Tensor:
    # which, weight; the weight lies in a buffer that is freed after this call
    return self.keep(int(call["which"]), call["weight"].clone())

  def keep(self, i: int, weight: Tensor) -> Tensor:
    self.weights[self.names[i]] = weight.to(self.device, self.dtype)
    return torch.tensor(len(self.weights))

  def w(self, i: int, name: str) -> Tensor:
    return self.weights["model.layers." + str(i) + "." + name + ".weight"]

  # ---- one block: h plus attention of its norm, then plus the MLP of its norm. Which rows attention sees is what whole prompts,
  # spans and links differ in; what comes before it and after it is the same

  def queries(self, i: int, x: Tensor, call: Dict[str, Tensor], uses: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    # x (B, T, D) -> (B, T, H, C), rotated
    return self.rotate(self.heads_of(i, self.updated(i, x, call, uses, 0), "self_attn.q_proj"), cos, sin)

  def new_keys(self, i: int, x: Tensor) -> Tensor:
    # x (B, T, D) -> (B, T, K, C), not rotated
    return self.heads_of(i, x, "self_attn.k_proj")

  def new_values(self, i: int, x: Tensor, call: Dict[str, Tensor], uses: Tensor) -> Tensor:
    # x (B, T, D) -> (B, T, K, C)
    return self.heads_of(i, self.updated(i, x, call, uses, 2), "self_attn.v_proj")

  def heads_of(self, i: int, x: Tensor, name: str) -> Tensor:
    # (B, T, D) -> (B, T, heads, C)
    return self.linear(i, x, name).unflatten(-1, [-1, self.head_dim])

  def after_attention(self, i: int, h: Tensor, a: Tensor) -> Tensor:
    # h (B, T, D), a (B, T, H * C) -> (B, T, D)
    h = self.add_linear(i, h, a, "self_attn.o_proj")
    x = self.norm(h, self.w(i, "post_attention_layernorm"))
    gate = self.linear(i, x, "mlp.gate_proj")
    if torch.is_grad_enabled():
      x = torch.silu(gate) * self.linear(i, x, "mlp.up_proj")
    else:
      x = torch.silu_(gate).mul_(self.linear(i, x, "mlp.up_proj"))
    return self.add_linear(i, h, x, "mlp.down_proj")

  def linear(self, i: int, x: Tensor, name: str) -> Tensor:
    bias = "model.layers." + str(i) + "." + name + ".bias"
    return torch.linear(x, self.w(i, name), self.weights[bias] if bias in self.weights else None)

  def add_linear(self, i: int, h: Tensor, x: Tensor, name: str) -> Tensor:
    # h (B, T, D) plus a linear map of x (B, T, n); in place where no gradient needs h as it was
    if torch.is_grad_enabled():
      return h + self.linear(i, x, name)
    bias = "model.layers." + str(i) + "." + name + ".bias"
    if bias in self.weights:
      h += self.weights[bias]
    h.view(-1, h.size(-1)).addmm_(x.flatten(0, 1), self.w(i, name).t())
    return h

  def norm(self, x: Tensor, weight: Tensor) -> Tensor:
    return torch.rms_norm(x, [x.size(-1)], weight, self.eps)

  def rotary(self, positions: Tensor) -> Tuple[Tensor, Tensor]:
    # (...) -> two of (..., C), computed in float32; the first half of the sines is negated
    angles = positions.float().unsqueeze(-1) * torch.tensor(self.frequencies, device=self.device)
    cos = angles.cos()
    sin = angles.sin()
    return torch.cat([cos, cos], -1).to(self.dtype), torch.cat([-sin, sin], -1).to(self.dtype)

  def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = self.head_dim // 2
    y = x * cos
    y[..., :half].addcmul_(x[..., half:], sin[..., :half])
    y[..., half:].addcmul_(x[..., :half], sin[..., half:])
    return y

  def embed(self, ids: Tensor, tags: Tensor) -> Tensor:
    # ids (B, T), tags (R, D) -> (B, T, D)
    e = self.weights["model.embed_tokens.weight"]
    V = e.size(0)
    text = torch.embedding(e, ids.clamp(None, V - 1))
    learned = torch.embedding(tags, (ids - V).clamp(0)).to(self.dtype)
    return torch.where((ids >= V).unsqueeze(-1), learned, text)

  # ---- what function tags add to their own rows at every layer; tensors are empty where no tag of the call adds any

  # deep (L, Q, D): values in front of each layer, of the first Q rows of `tags`.
  # low (L, 4, S, D): S updates of rank 1, of all tags that have any: the query projection W becomes W (1 + B A), which is an update
  # of low rank (LoRA, arXiv 2106.09685), and so does the value projection; parts are A and the transposed B, of queries, then of values.
  # uses (Q, S): what an update counts at a row of `tags`: 0 unless it is of the row's own tag.

  def deepened(self, i: int, h: Tensor, call: Dict[str, Tensor]) -> Tensor:
    # h (B, T, D) in front of layer i
    if call["deep"].size(0) == self.layers:
      deep = self.of_rows(call["ids"], call["deep"][i])
      h = h + deep if torch.is_grad_enabled() else h.add_(deep)
    return h

  def used(self, call: Dict[str, Tensor]) -> Tensor:
    # -> what updates count at ids (B, T, S)
    return self.of_rows(call["ids"], call["uses"]) if self.is_low(call) else call["uses"]

  def is_low(self, call: Dict[str, Tensor]) -> bool:
    return call["low"].size(2) > 0

  def of_rows(self, ids: Tensor, values: Tensor) -> Tensor:
    # values (Q, n) of the first rows of `tags` -> those of ids (B, T, n), 0 for text
    Q = values.size(0)
    row = ids - self.weights["model.embed_tokens.weight"].size(0)
    has = (row >= 0) & (row < Q)
    return (torch.embedding(values, row.clamp(0, Q - 1)) * has.unsqueeze(-1)).to(self.dtype)

  def updated(self, i: int, x: Tensor, call: Dict[str, Tensor], uses: Tensor, part: int) -> Tensor:
    # x (B, T, D), uses (B, T, S) -> (1 + B A) x, which the projection is given; part 0 for queries, 2 for values
    if self.is_low(call):
      low = call["low"][i].to(self.dtype)
      down = torch.linear(x, low[part])  # (B, T, S)
      x = x + (down * uses) @ low[part + 1]
    return x

  # ---- the whole prompt at once: the reference, and what learning a domain tag needs

  def forward(self, call: Dict[str, Tensor]) -> Tensor:
    # ids (B, T), tags, deep, low, uses, first (B, T): the first row each row may see -> hidden states (B, T, D)
    return self.hidden(call, self.embed(call["ids"], call["tags"])).float()

  def hidden(self, call: Dict[str, Tensor], x: Tensor) -> Tensor:
    # x (B, T, D): the embedded ids
    rows = torch.arange(x.size(1), device=self.device)
    seen = (rows <= rows.unsqueeze(-1)) & (rows >= call["first"].unsqueeze(-1))
    mask = seen.unsqueeze(1)  # (B, 1, T, T)
    cos, sin = self.rotary(rows.unsqueeze(-1))  # (T, 1, C)
    uses = self.used(call)
    h = x.to(self.dtype)
    for i in range(self.layers):
      h = self.deepened(i, h, call)
      x = self.norm(h, self.w(i, "input_layernorm"))
      q = self.queries(i, x, call, uses, cos, sin).transpose(1, 2)  # (B, H, T, C)
      k = self.rotate(self.new_keys(i, x), cos, sin).transpose(1, 2)
      v = self.new_values(i, x, call, uses).transpose(1, 2)
      a = torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=None, enable_gqa=True)
      h = self.after_attention(i, h, a.transpose(1, 2).flatten(2))
    return self.norm(h, self.weights["model.norm.weight"])

  def logits(self, h: Tensor) -> Tensor:
    # (B, T, D) -> (B, T, V)
    name = "lm_head.weight" if "lm_head.weight" in self.weights else "model.embed_tokens.weight"
    return torch.linear(h.to(self.dtype), self.weights[name]).float()

  def without_tags(self, ids: Tensor, tags: Tensor) -> Dict[str, Tensor]:
    # the call of plain text, whose rows see all before them; domain tags add nothing at layers
    none = torch.zeros([0, 0, 0], device=self.device)
    return {"ids": ids, "tags": tags, "deep": none, "low": none, "uses": none, "first": torch.zeros_like(ids)}

  # ---- spans: encoded once, kept by handle

  def encode(self, call: Dict[str, Tensor]) -> Tensor:
    # ids (B, T) of one span each, padded at the end, which a causal row never sees; tags; lengths, handles (B)
    lengths: List[int] = call["lengths"].tolist()
    handles: List[int] = call["handles"].tolist()
    B = len(lengths)
    T = call["ids"].size(1)
    plain = self.without_tags(call["ids"], call["tags"])
    cos, sin = self.rotary(torch.arange(T, device=self.device).unsqueeze(-1))  # (T, 1, C)
    keys = torch.empty([self.layers, B, self.kv_heads, T, self.head_dim], dtype=self.dtype, device=self.device)
    values = torch.empty_like(keys)
    h = self.embed(call["ids"], call["tags"])
    for i in range(self.layers):
      x = self.norm(h, self.w(i, "input_layernorm"))
      k = keys[i].copy_(self.rotate(self.new_keys(i, x), cos, sin).transpose(1, 2))
      v = values[i].copy_(self.new_values(i, x, plain, plain["uses"]).transpose(1, 2))
      if i < self.layers - 1:
        q = self.queries(i, x, plain, plain["uses"], cos, sin).transpose(1, 2)
        a = torch.scaled_dot_product_attention(q, self.for_each_head(k), self.for_each_head(v), None, 0., True)
        h = self.after_attention(i, h, a.transpose(1, 2).flatten(2))
    for b in range(B):
      self.keys[handles[b]] = keys[:, b, :, :lengths[b]].clone(memory_format=0)
      self.values[handles[b]] = values[:, b, :, :lengths[b]].clone(memory_format=0)
    return self.held()

  def for_each_head(self, k: Tensor) -> Tensor:
    # (B, K, n, C) -> (B, H, n, C)
    G = self.heads // self.kv_heads
    return k.unsqueeze(2).expand(-1, -1, G, -1, -1).flatten(1, 2) if G > 1 else k

  def drop(self, call: Dict[str, Tensor]) -> Tensor:
    handles: List[int] = call["handles"].tolist()
    for handle in handles:
      if handle in self.keys:
        del self.keys[handle]
        del self.values[handle]
    return self.held()

  def held(self) -> Tensor:
    # -> how many blocks there are
    return torch.tensor(len(self.keys))

  # ---- links: the rows outside spans

  # A prompt is a chain: text, span, text, span, text, function tags. A link is a span (none for the first) with the rows after it,
  # up to the next span; the links before make its prefix. Rows of one call have the same T tokens in all B prompts, and stand at
  # `offsets` after their span. Positions are counted from the first row of the link's own span, so that its keys are met as they
  # are kept; a prefix's text rows are kept rotated for positions counted back from the prefix's end, which is the same place.
  #
  # Prompts are sorted by prefix: those of prefix e are ends[e - 1] <= b < ends[e] and meet the prefix's spans as one dense product,
  # the queries of all of them in one row. The own span, the prefix's J text rows and the call's own rows are gathered into one block
  # for each prompt. What both parts give is merged by their log-sum-exp.
  def link(self, call: Dict[str, Tensor]) -> Tensor:
    # ids, offsets (1, T); tags, deep, low, uses; seen (T, T): which of the call's rows each row sees; read (1, R): rows whose hidden
    # state is returned
    # prefixes (E): handle of each prefix's text rows, or none; spans (S * E): handles of the prefixes' first spans, then second, ...;
    # starts (S * E): position of the own span's first row, counted from the first of each of those spans; ends (E)
    # own, lengths (B): handle and rows of the own span, or handles none and lengths 0
    # keep (B): handles to keep the prefix under that this link ends, or none
    # layers_at_once (1): layers whose blocks are gathered together
    # -> hidden states (B, R, D)
    prefixes: List[int] = call["prefixes"].tolist()
    ends: List[int] = call["ends"].tolist()
    spans: List[int] = call["spans"].tolist()
    own: List[int] = call["own"].tolist()
    lengths: List[int] = call["lengths"].tolist()
    keep: List[int] = call["keep"].tolist()
    layers_at_once = int(call["layers_at_once"])
    B = len(lengths)
    T = call["ids"].size(1)
    J = self.keys[prefixes[0]].size(2) if len(prefixes) > 0 else 0
    room = 0 if torch.is_grad_enabled() else T  # for the call's own rows, in the blocks
    extent = call["lengths"].to(self.device).unsqueeze(-1)  # (B, 1)
    cos, sin = self.rotary((extent + call["offsets"]).unsqueeze(-1))  # (B, T, 1, C)
    back = self.rotary(-call["starts"].to(self.device))  # (S * E, C)
    from_end = self.rotary(torch.arange(-T, 0, device=self.device).unsqueeze(-1))  # (T, 1, C)
    to_end = self.rotary(-(extent + T).view(-1, 1, 1))  # (B, 1, 1, C)
    unseen = self.unseen(extent, call["seen"], J, max(lengths))  # (B, 1, T, n)
    mask = self.for_each_query(unseen)  # (B, 1, T * G, n)
    uses = self.used(call)  # (1, T, S)
    keys = torch.empty([0])
    values = torch.empty([0])
    kept_keys: List[Tensor] = []
    kept_values: List[Tensor] = []
    h = self.embed(call["ids"], call["tags"]).expand(B, -1, -1).contiguous()
    for i in range(self.layers):
      if i % layers_at_once == 0:
        until = min(i + layers_at_once, self.layers)
        keys = self.gather("keys", self.keys, i, until, prefixes, ends, own, lengths, J, room)
        values = self.gather("values", self.values, i, until, prefixes, ends, own, lengths, J, room)
      h = self.deepened(i, h, call)
      x = self.norm(h, self.w(i, "input_layernorm"))
      new_keys = self.new_keys(i, x)
      new_values = self.new_values(i, x, call, uses).transpose(1, 2)  # (B, K, T, C)
      k = self.completed(keys[i % layers_at_once], self.rotate(new_keys, cos, sin).transpose(1, 2))  # (B, K, n, C), n = J + M + T
      v = self.completed(values[i % layers_at_once], new_values)
      if len(keep) > 0:
        moved = self.rotate(k[:, :, :J], to_end[0], to_end[1])
        kept_keys.append(torch.cat([moved, self.rotate(new_keys, from_end[0], from_end[1]).transpose(1, 2)], 2))
        kept_values.append(torch.cat([v[:, :, :J], new_values], 2))
      if i == self.layers - 1:
        # only the rows that are read go through the rest
        rows = call["read"][0]
        h = h.index_select(1, rows)
        x = x.index_select(1, rows)
        cos = cos.index_select(1, rows)
        sin = sin.index_select(1, rows)
        mask = self.for_each_query(unseen.index_select(2, rows))
        if self.is_low(call):
          uses = uses.index_select(1, rows)
      q = self.queries(i, x, call, uses, cos, sin)  # (B, T, H, C)
      h = self.after_attention(i, h, self.merged(i, q, k, v, mask, ends, spans, back))
    if len(keep) > 0:
      all_keys = torch.stack(kept_keys, 1)  # (B, L, K, J + T, C)
      all_values = torch.stack(kept_values, 1)
      for b in range(B):
        self.keys[keep[b]] = all_keys[b].clone()
        self.values[keep[b]] = all_values[b].clone()
    return self.norm(h, self.weights["model.norm.weight"]).float()

  def pass_over(self, call: Dict[str, Tensor]) -> Tensor:
    # keeps a prefix's text rows once more under `keep`, for a prefix that is longer by `rows` of a span and no text
    prefix = int(call["prefix"])
    keep = int(call["keep"])
    cos, sin = self.rotary(-call["rows"].to(self.device))
    self.keys[keep] = self.rotate(self.keys[prefix], cos, sin)
    self.values[keep] = self.values[prefix]
    return self.held()

  def completed(self, block: Tensor, new: Tensor) -> Tensor:
    # block (B, K, J + M, C), or with room for T rows at its end, and new (B, K, T, C) -> (B, K, J + M + T, C)
    if torch.is_grad_enabled():
      return torch.cat([block, new], 2)
    block[:, :, -new.size(2):] = new
    return block

  def unseen(self, extent: Tensor, seen: Tensor, J: int, M: int) -> Tensor:
    # extent (B, 1) rows of each own span, seen (T, T) -> (B, 1, T, J + M + T): -inf where a row may not look, else 0
    columns = torch.arange(J + M, device=self.device)
    padding = (columns - J >= extent)[:, None, None].expand(-1, 1, seen.size(0), -1)
    later = seen.logical_not().expand(extent.size(0), 1, -1, -1)
    hidden = torch.cat([padding, later], -1)
    return torch.zeros_like(hidden, dtype=self.dtype).masked_fill(hidden, -inf)

  def for_each_query(self, mask: Tensor) -> Tensor:
    # (B, 1, T, n) -> (B, 1, T * G, n)
    return mask.unsqueeze(3).expand(-1, -1, -1, self.heads // self.kv_heads, -1).flatten(2, 3)

  def gather(self, scratch: str, blocks: Dict[int, Tensor], begin: int, until: int, prefixes: List[int], ends: List[int],
          own: List[int], lengths: List[int], J: int, room: int) -> Tensor:
    # layers from `begin` to `until` of blocks (L, K, n, C) -> (l, B, K, J + M + room, C): text rows of each prompt's prefix, its own
    # span, padding, and room for more rows; finite everywhere
    if self.device == "cpu":
      out = self.zeros(scratch, [until - begin, len(lengths), self.kv_heads, J + max(lengths) + room, self.head_dim])
      return self.copied(out, blocks, begin, until, prefixes, ends, own, lengths, J)
    return self.selected(blocks, begin, until, prefixes, ends, own, lengths, J, room)

  def copied(self, out: Tensor, blocks: Dict[int, Tensor], begin: int, until: int, prefixes: List[int], ends: List[int],
          own: List[int], lengths: List[int], J: int) -> Tensor:
    # one copy for each prefix and span, into zeros
    first = 0
    for e in range(len(prefixes)):
      out[:, first:ends[e], :, :J] = blocks[prefixes[e]][begin:until].unsqueeze(1)
      first = ends[e]
    for b in range(len(own)):
      out[:, b, :, J:J + lengths[b]] = blocks[own[b]][begin:until]
    return out

  def selected(self, blocks: Dict[int, Tensor], begin: int, until: int, prefixes: List[int], ends: List[int], own: List[int],
          lengths: List[int], J: int, room: int) -> Tensor:
    # every block once, all in one row, and rows picked from there: thousands of copies would keep a GPU waiting for their launches
    row = [torch.zeros([until - begin, self.kv_heads, 1, self.head_dim], dtype=self.dtype, device=self.device)]
    rows = 1
    prefix_starts: List[int] = []
    first = 0
    for e in range(len(prefixes)):
      row.append(blocks[prefixes[e]][begin:until])
      for b in range(first, ends[e]):
        prefix_starts.append(rows)
      first = ends[e]
      rows += J
    starts: List[int] = []
    start_of: Dict[int, int] = {}
    for b in range(len(own)):
      if own[b] not in start_of:
        start_of[own[b]] = rows
        row.append(blocks[own[b]][begin:until])
        rows += lengths[b]
      starts.append(start_of[own[b]])
    picked: List[Tensor] = []
    if J > 0:
      picked.append(self.column(prefix_starts) + torch.arange(J, device=self.device))
    if len(own) > 0:
      columns = torch.arange(max(lengths), device=self.device)
      picked.append((self.column(starts) + columns) * (columns < self.column(lengths)))  # row 0 is padding
    B = len(lengths)
    picked.append(torch.zeros([B, room], dtype=4, device=self.device))
    places = torch.cat(picked, 1)  # (B, J + M + room)
    # each layer and head has the rows once more, one after the other
    layers_and_heads = torch.arange((until - begin) * self.kv_heads, device=self.device)
    flat = (layers_and_heads * rows).unsqueeze(-1) + places.flatten()
    found = torch.embedding(torch.cat(row, 2).view(-1, self.head_dim), flat)  # (l * K, B * n, C)
    return found.view(until - begin, self.kv_heads, B, -1, self.head_dim).transpose(1, 2)

  def column(self, values: List[int]) -> Tensor:
    # -> (n, 1)
    return torch.tensor(values, device=self.device).unsqueeze(-1)

  def zeros(self, scratch: str, shape: List[int]) -> Tensor:
    # the same memory for every call, for fresh pages cost more than what is written to them; but new where gradients want it
    if torch.is_grad_enabled():
      return torch.zeros(shape, dtype=self.dtype, device=self.device)
    size = 1
    for extent in shape:
      size *= extent
    enough = self.scratch[scratch].numel() >= size if scratch in self.scratch else False
    if not enough:
      if scratch in self.scratch:
        del self.scratch[scratch]
      self.scratch[scratch] = torch.empty([size], dtype=self.dtype, device=self.device)
    return self.scratch[scratch][:size].view(shape).zero_()

  def merged(self, i: int, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, ends: List[int], spans: List[int],
          back: Tuple[Tensor, Tensor]) -> Tensor:
    # q (B, T, H, C); k, v (B, K, n, C) and mask (B, 1, T * G, n) of the own blocks; back: two of (S * E, C), which rotate the keys of
    # the prefixes' spans to where they stand -> attention (B, T, H * C)
    B = q.size(0)
    T = q.size(1)
    K = self.kv_heads
    G = self.heads // K
    E = len(ends)
    grouped = q.view(B, T, K, G, self.head_dim)
    a, weight = self.attend(grouped.permute(0, 2, 1, 3, 4).flatten(2, 3), k, v, mask)
    a = a.view(B, K, T, G, self.head_dim).permute(0, 2, 1, 3, 4)  # (B, T, K, G, C)
    weight = weight.view(B, K, T, G).permute(0, 2, 1, 3)
    rows = grouped.flatten(0, 1).permute(2, 1, 0, 3)  # (G, K, B * T, C), not copied
    for s in range(len(spans) // E):
      parts: List[Tensor] = []
      weights: List[Tensor] = []
      first = 0
      for e in range(E):
        at = s * E + e
        shared_keys = self.rotate(self.keys[spans[at]][i], back[0][at], back[1][at])
        shared_values = self.savable(self.values[spans[at]][i])
        of_prefix = rows[:, :, first * T:ends[e] * T]
        part, part_weight = self.attend(of_prefix, self.for_each_group(shared_keys), self.for_each_group(shared_values), None)
        parts.append(part)
        weights.append(part_weight)
        first = ends[e]
      other = torch.cat(parts, 2).unflatten(2, [B, T]).permute(2, 3, 1, 0, 4)  # (B, T, K, G, C)
      other_weight = torch.cat(weights, 2).unflatten(2, [B, T]).permute(2, 3, 1, 0)
      share = torch.sigmoid(other_weight - weight).to(self.dtype)
      a = torch.lerp(a, other, share.unsqueeze(-1))
      weight = torch.logaddexp(weight, other_weight)
    return a.flatten(2)

  def for_each_group(self, k: Tensor) -> Tensor:
    # (K, n, C) -> (G, K, n, C), not copied
    return k.expand(self.heads // self.kv_heads, self.kv_heads, -1, -1)

  def attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tuple[Tensor, Tensor]:
    # q (B, h, t, C), k, v (B, h, n, C), mask (B, 1, t, n) -> attention (B, h, t, C), log-sum-exp of its scores (B, h, t) float32
    # the fused kernels have no gradient for the log-sum-exp
    if q.requires_grad:
      return self.attend_plainly(q, k, v, mask)
    if self.device == "cpu":
      return torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., False, attn_mask=mask, scale=None)
    if self.head_dim % 8 == 0:
      return self.attend_on_gpu(q, k, v, mask)
    return self.attend_plainly(q, k, v, mask)

  def attend_on_gpu(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tuple[Tensor, Tensor]:
    # the faster kernel takes no mask and no float32; the other wants rows of a mask to begin at multiples of 16
    if mask is None and self.dtype != 6:
      a, weight, q_ends, k_ends, q_most, k_most, seed, unused, probabilities = torch._scaled_dot_product_flash_attention(
          q, k, v, 0., False, False, scale=None)
      return a, weight
    bias: Optional[Tensor] = None
    if mask is not None:
      n = mask.size(-1)
      padded = torch.constant_pad_nd(mask, [0, -n % 16])
      bias = padded[..., :n].expand(-1, q.size(1), -1, -1)
    a, weight, seed, offset = torch._scaled_dot_product_efficient_attention(q, k, v, bias, True, 0., False, scale=None)
    return a, weight[:, :, :q.size(2)]  # it is padded

  def attend_plainly(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tuple[Tensor, Tensor]:
    # the same by plain products
    scores = (q @ k.transpose(-1, -2)).float() * self.scale
    if mask is not None:
      scores = scores + mask
    weight = scores.logsumexp([-1])
    return (scores - weight.unsqueeze(-1)).exp().to(self.dtype) @ v, weight

  # ---- learning

  # Letters: M members of a tag that is learned, k read-outs of each (1 for a number, else one a class), r rows that its head reads.

  def learn(self, call: Dict[str, Tensor]) -> List[Tensor]:
    # `link` behind cached spans, which are constants, with what `loss` and `gradients` take; read (1, M * r)
    learned = self.variables(call)
    h = self.link(call)
    return self.gradients(call, h.view(h.size(0), call["head"].size(0), -1), learned)

  def step(self, call: Dict[str, Tensor]) -> List[Tensor]:
    # the same of whole prompts and one member, the reference: `forward` with last (B), the last row of each prompt
    learned = self.variables(call)
    h = self.forward(call)
    r = call["head"].size(2) // h.size(2)
    rows = call["last"].unsqueeze(-1) + torch.arange(1 - r, 1, device=self.device)  # (B, r)
    read = h[torch.arange(h.size(0), device=self.device).unsqueeze(-1), rows]  # (B, r, D)
    return self.gradients(call, read.flatten(1).unsqueeze(1), learned)

  def variables(self, call: Dict[str, Tensor]) -> List[Tensor]:
    # what is learned, in the order in which gradients are returned; from now on it stands in `call` as such
    learned: List[Tensor] = []
    for name in ["tags", "head", "deep", "low"]:
      call[name] = self.variable(call[name])
      learned.append(call[name])
    return learned

  def variable(self, t: Tensor) -> Tensor:
    return t.detach().requires_grad_(True)

  def savable(self, t: Tensor) -> Tensor:
    # autograd keeps no tensor that was made in inference mode, as all that is cached was
    return t.clone() if torch.is_grad_enabled() and t.is_inference() else t

  def gradients(self, call: Dict[str, Tensor], h: Tensor, learned: List[Tensor]) -> List[Tensor]:
    # h (B, M, r * D), scale (1) -> scale x loss of each member (M), and the gradient of their sum for each tensor; zeros for those
    # that are empty
    loss = self.loss(call, h) * call["scale"]
    results = [loss.detach()]
    found = torch.grad([loss.sum()], learned, allow_unused=True)
    for i in range(len(learned)):
      gradient = found[i]
      results.append(torch.zeros_like(learned[i]) if gradient is None else gradient)
    return results

  def loss(self, call: Dict[str, Tensor], h: Tensor) -> Tensor:
    # h (B, M, r * D), head (M, k, r * D) -> loss of each member (M), summed over B
    # a number: squared error, times `under` (B) where the prediction is less than the label and `over` (B) where it is more
    # classes: cross-entropy with the labels' numbers
    head = call["head"]
    y = h.transpose(0, 1) @ head.transpose(1, 2)  # (M, B, k)
    if head.size(1) == 1:
      error = y.squeeze(-1) - call["labels"]
      each = error.square() * torch.where(error > 0, call["over"], call["under"])
    else:
      classes = call["labels"].long().unsqueeze(-1).expand(head.size(0), -1, 1)
      each = -y.log_softmax(-1).gather(2, classes).squeeze(-1)
    return each.sum([1])

  def beginning(self) -> Tensor:
    # -> (D): the mean embedding, as long as embeddings are in the mean (Tag-LLM, arXiv 2402.05140, section 3)
    e = self.weights["model.embed_tokens.weight"]
    mean = torch.mean(e, [0], False, dtype=6)
    length = torch.linalg_vector_norm(e, 2, [1], False, dtype=6).mean()
    return mean * (length / torch.linalg_vector_norm(mean))

  def next_tokens(self, call: Dict[str, Tensor]) -> List[Tensor]:
    # ids (B, T): a domain tag with text, padded at the end; tags; targets (B, T): the token after each row, -100 where none counts
    # -> mean negative log-likelihood of the targets in nats (1), its gradient for tags (R, D)
    tags = self.variable(call["tags"])
    h = self.hidden(self.without_tags(call["ids"], tags), self.embed(call["ids"], tags))
    nll = torch.cross_entropy_loss(self.logits(h).flatten(0, 1), call["targets"].flatten())
    return [nll.detach(), self.gradient(nll, tags)]

  def next_token(self, call: Dict[str, Tensor]) -> List[Tensor]:
    # ids (1, T) of plain text, tags -> hidden states (1, T, D), logits (1, T, V), mean negative log-likelihood of rows
    # 1 .. T - 1, and its gradient for the input embeddings (1, T, D)
    ids = call["ids"]
    x = self.variable(self.embed(ids, call["tags"]))
    h = self.hidden(self.without_tags(ids, call["tags"]), x)
    logits = self.logits(h)
    nll = torch.cross_entropy_loss(logits[0, :-1], ids[0, 1:])
    return [h.float().detach(), logits.detach(), nll.detach(), self.gradient(nll, x)]

  def gradient(self, loss: Tensor, t: Tensor) -> Tensor:
    gradient = torch.grad([loss], [t])[0]
    assert gradient is not None
    return gradient
