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

  def block(self: __torch__.Llama, i: int, h: Tensor, cos: Tensor, sin: Tensor, mask: Optional[Tensor]) -> Tensor:
    h = torch.add(h, self.attention(i, self.norm(h, self.w(i, "input_layernorm")), cos, sin, mask))
    return torch.add(h, self.mlp(i, self.norm(h, self.w(i, "post_attention_layernorm"))))

  def attention(self: __torch__.Llama, i: int, x: Tensor, cos: Tensor, sin: Tensor, mask: Optional[Tensor]) -> Tensor:
    q, k, v = self.project(i, x)
    a = torch.scaled_dot_product_attention(self.rotate(q, cos, sin), self.rotate(k, cos, sin), v, mask, 0., mask is None, scale=None, enable_gqa=True)
    return self.output(i, a)

  def project(self: __torch__.Llama, i: int, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    q = self.split(self.linear(x, i, "self_attn.q_proj"), self.heads)
    k = self.split(self.linear(x, i, "self_attn.k_proj"), self.kv_heads)
    v = self.split(self.linear(x, i, "self_attn.v_proj"), self.kv_heads)
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
    # (..., T) -> two of (..., T, C), computed in float32
    f = torch.tensor(self.frequencies, dtype=6, device=torch.device(self.device))
    angles = torch.mul(torch.unsqueeze(torch.to(positions, 6), -1), f)
    angles = torch.cat([angles, angles], -1)
    return (torch.to(torch.cos(angles), self.dtype), torch.to(torch.sin(angles), self.dtype))

  def rotate(self: __torch__.Llama, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = torch.chunk(x, 2, -1)
    return torch.add(torch.mul(x, cos), torch.mul(torch.cat([torch.neg(b), a], -1), sin))

  def embed(self: __torch__.Llama, ids: Tensor, tags: Tensor) -> Tensor:
    # ids (B, T), tags (R, D) -> (B, T, D)
    e = self.weights["model.embed_tokens.weight"]
    v = torch.size(e, 0)
    text = torch.embedding(e, torch.clamp(ids, None, v - 1))
    learned = torch.to(torch.embedding(tags, torch.clamp(torch.sub(ids, v), 0)), self.dtype)
    return torch.where(torch.unsqueeze(torch.ge(ids, v), -1), learned, text)

  # ---- the whole prompt at once: the reference, and what learning a domain tag needs

  def forward(self: __torch__.Llama, ids: Tensor, tags: Tensor, first: Tensor) -> Tensor:
    # ids (B, T), first (B, T): the first row each row may see -> hidden states (B, T, D)
    return torch.to(self.hidden(self.embed(ids, tags), first), 6)

  def hidden(self: __torch__.Llama, x: Tensor, first: Tensor) -> Tensor:
    rows = torch.arange(torch.size(x, 1), dtype=4, device=torch.device(self.device))
    seen = torch.logical_and(torch.le(rows, torch.unsqueeze(rows, -1)), torch.ge(rows, torch.unsqueeze(first, -1)))
    mask = torch.unsqueeze(seen, 1)
    cos, sin = self.rotary(rows)
    h = torch.to(x, self.dtype)
    for i in range(self.layers):
      h = self.block(i, h, cos, sin, mask)
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
    rows = torch.arange(torch.size(ids, 1), device=torch.device(self.device))
    cos, sin = self.rotary(rows)
    h = self.embed(ids, tags)
    all_keys = annotate(List[Tensor], [])
    all_values = annotate(List[Tensor], [])
    for i in range(self.layers):
      q, k, v = self.project(i, self.norm(h, self.w(i, "input_layernorm")))
      k = self.rotate(k, cos, sin)
      torch.append(all_keys, k)
      torch.append(all_values, v)
      if torch.lt(i, self.layers - 1):
        a = torch.scaled_dot_product_attention(self.rotate(q, cos, sin), k, v, None, 0., True, scale=None, enable_gqa=True)
        h = torch.add(h, self.output(i, a))
        h = torch.add(h, self.mlp(i, self.norm(h, self.w(i, "post_attention_layernorm"))))
    stacked_keys = torch.stack(all_keys, 1)      # (B, L, K, T, C)
    stacked_values = torch.stack(all_values, 1)  # (B, L, K, T, C)
    for b in range(len(handles)):
      self.keys[handles[b]] = torch.clone(torch.slice(torch.select(stacked_keys, 0, b), 2, 0, lengths[b]))
      self.values[handles[b]] = torch.clone(torch.slice(torch.select(stacked_values, 0, b), 2, 0, lengths[b]))
    return len(self.keys)

  def drop(self: __torch__.Llama, handles: List[int]) -> int:
    for handle in handles:
      if torch.__contains__(self.keys, handle):
        torch.Delete(self.keys, handle)
        torch.Delete(self.values, handle)
    return len(self.keys)

  def gather(self: __torch__.Llama, spans: Dict[int, Tensor], handles: List[int], rows: int) -> Tensor:
    # spans of (L, K, n, C) -> (L, B, K, M, C), zero behind each span's end
    one = spans[handles[0]]
    size = [torch.size(one, 0), len(handles), torch.size(one, 1), rows, torch.size(one, 3)]
    out = torch.zeros(size, dtype=self.dtype, device=torch.device(self.device))
    for b in range(len(handles)):
      span = spans[handles[b]]
      torch.copy_(torch.slice(torch.select(out, 1, b), 2, 0, torch.size(span, 2)), span)
    return out

  # ---- the tail: template text and function tag of B prompts, over spans encoded before

  def tail(self: __torch__.Llama, ids: Tensor, tags: Tensor, positions: Tensor, shared: int, shared_offset: int, shared_from: int, own: List[int], own_lengths: List[int], own_offsets: List[int], own_from: List[int]) -> Tensor:
    # ids, positions (B, T): the rows outside spans, in order. A span is seen by the tail's rows from index *_from on.
    # shared: handle of the span that all B prompts have at the same offset, or -1. own: handles of the S other
    # spans of each prompt, all prompts' first spans, then all second ones (S * B); own_lengths, own_offsets alike.
    # -> hidden state of each prompt's last row (B, D)
    h = self.embed(ids, tags)
    T = torch.size(ids, 1)
    device = torch.device(self.device)
    tail_cos, tail_sin = self.rotary(torch.unsqueeze(positions, 1))  # (B, 1, T, C)
    rows = torch.arange(T, device=device)
    later = torch.gt(rows, torch.unsqueeze(rows, -1))  # (T, T)
    shared_cos, shared_sin = self.rotary(torch.unsqueeze(torch.sub(positions, shared_offset), 1))
    shared_unseen = torch.unsqueeze(torch.lt(rows, shared_from), -1)  # (T, 1)
    own_keys = annotate(List[Tensor], [])
    own_values = annotate(List[Tensor], [])
    own_turns = annotate(List[Tuple[Tensor, Tensor]], [])
    own_unseen = annotate(List[Tensor], [])
    B = torch.size(ids, 0)
    for s in range(len(own_from)):
      handles = own[s * B:(s + 1) * B]
      M = max(own_lengths[s * B:(s + 1) * B])
      torch.append(own_keys, self.gather(self.keys, handles, M))
      torch.append(own_values, self.gather(self.values, handles, M))
      lengths = torch.tensor(own_lengths[s * B:(s + 1) * B], dtype=4, device=device)  # (B)
      offsets = torch.unsqueeze(torch.tensor(own_offsets[s * B:(s + 1) * B], dtype=4, device=device), -1)  # (B, 1)
      torch.append(own_turns, self.rotary(torch.unsqueeze(torch.sub(positions, offsets), 1)))
      padding = torch.ge(torch.arange(M, device=device), torch.unsqueeze(lengths, -1))  # (B, M)
      early = torch.unsqueeze(torch.lt(rows, own_from[s]), -1)  # (T, 1)
      torch.append(own_unseen, torch.logical_or(torch.view(padding, [-1, 1, 1, 1, M]), early))  # (B, 1, 1, T, M)
    for i in range(self.layers):
      q, k, v = self.project(i, self.norm(h, self.w(i, "input_layernorm")))
      q = torch.mul(q, self.scale)
      scores = annotate(List[Tensor], [])
      if torch.ge(shared, 0):
        near = self.fold(self.rotate(q, shared_cos, shared_sin))
        torch.append(scores, torch.masked_fill(self.scores_shared(near, torch.select(self.keys[shared], 0, i)), shared_unseen, -inf))
      for s in range(len(own_from)):
        cos, sin = own_turns[s]
        near = self.fold(self.rotate(q, cos, sin))
        torch.append(scores, torch.masked_fill(self.scores(near, torch.select(own_keys[s], 0, i)), own_unseen[s], -inf))
      near = self.fold(self.rotate(q, tail_cos, tail_sin))
      torch.append(scores, torch.masked_fill(self.scores(near, self.rotate(k, tail_cos, tail_sin)), later, -inf))
      weights = torch.to(torch.softmax(torch.cat(scores, -1), -1, 6), self.dtype)
      h = torch.add(h, self.output(i, self.mix(i, weights, shared, own_values, v)))
      h = torch.add(h, self.mlp(i, self.norm(h, self.w(i, "post_attention_layernorm"))))
    return torch.to(self.norm(torch.select(h, 1, -1), self.weights["model.norm.weight"]), 6)

  def fold(self: __torch__.Llama, q: Tensor) -> Tensor:
    # (B, H, T, C) -> (B, K, G, T, C): the query heads of each key-value head
    return torch.view(torch.contiguous(q), [torch.size(q, 0), self.kv_heads, -1, torch.size(q, 2), self.head_dim])

  def scores(self: __torch__.Llama, q: Tensor, k: Tensor) -> Tensor:
    # q (B, K, G, T, C), k (B, K, n, C) -> (B, K, G, T, n)
    s = torch.matmul(torch.flatten(q, 2, 3), torch.transpose(k, -1, -2))
    return torch.view(s, [torch.size(q, 0), torch.size(q, 1), torch.size(q, 2), torch.size(q, 3), torch.size(k, 2)])

  def scores_shared(self: __torch__.Llama, q: Tensor, k: Tensor) -> Tensor:
    # q (B, K, G, T, C), k (K, N, C) -> (B, K, G, T, N): one dense product, the queries of all prompts in one row
    s = torch.matmul(torch.flatten(torch.transpose(q, 0, 1), 1, 3), torch.transpose(k, -1, -2))
    s = torch.view(s, [torch.size(q, 1), torch.size(q, 0), torch.size(q, 2), torch.size(q, 3), torch.size(k, 1)])
    return torch.transpose(s, 0, 1)

  def mix(self: __torch__.Llama, i: int, weights: Tensor, shared: int, own_values: List[Tensor], v: Tensor) -> Tensor:
    # weights (B, K, G, T, N + M + ... + T) over shared, own and tail values -> (B, H, T, C)
    B = torch.size(weights, 0)
    K = torch.size(weights, 1)
    G = torch.size(weights, 2)
    T = torch.size(weights, 3)
    at = torch.size(weights, 4) - T
    a = torch.matmul(torch.flatten(torch.slice(weights, -1, at), 2, 3), v)  # (B, K, G * T, C)
    for s in range(len(own_values)):
      values = torch.select(own_values[len(own_values) - 1 - s], 0, i)  # (B, K, M, C)
      n = torch.size(values, 2)
      a = torch.add(a, torch.matmul(torch.flatten(torch.slice(weights, -1, at - n, at), 2, 3), values))
      at = at - n
    if torch.ge(shared, 0):
      dense = torch.flatten(torch.transpose(torch.slice(weights, -1, 0, at), 0, 1), 1, 3)  # (K, B * G * T, N)
      dense = torch.matmul(dense, torch.select(self.values[shared], 0, i))  # (K, B * G * T, C)
      a = torch.add(a, torch.transpose(torch.view(dense, [K, B, G * T, self.head_dim]), 0, 1))
    return torch.view(torch.contiguous(a), [B, self.heads, T, self.head_dim])

  # ---- learning

  def step(self: __torch__.Llama, ids: Tensor, tags: Tensor, first: Tensor, last: Tensor, head: Tensor, labels: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # last (B): the row each prompt is read out at; head (D), labels (B) -> loss, its gradients for tags (R, D) and head (D)
    t = torch.requires_grad_(torch.detach(tags), True)
    w = torch.requires_grad_(torch.detach(head), True)
    h = torch.to(self.hidden(self.embed(ids, t), first), 6)
    read = torch.index(h, [torch.arange(torch.size(ids, 0), device=torch.device(self.device)), last])  # (B, D)
    loss = torch.mul(torch.mean(torch.square(torch.sub(torch.mv(read, w), labels))), 100.)
    gradients = torch.grad([loss], [t, w])
    return (torch.detach(loss), unchecked_cast(Tensor, gradients[0]), unchecked_cast(Tensor, gradients[1]))

  def next_token(self: __torch__.Llama, ids: Tensor, tags: Tensor, first: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    # plain text, rows of tags not counted -> hidden states (1, T, D), logits (1, T, V), mean negative log-likelihood of rows
    # 1 .. T - 1, and its gradient for the input embeddings (1, T, D)
    x = torch.requires_grad_(torch.detach(self.embed(ids, tags)), True)
    h = self.hidden(x, first)
    logits = self.logits(h)
    nll = torch.cross_entropy_loss(torch.select(torch.slice(logits, 1, 0, -1), 0, 0), torch.select(torch.slice(ids, 1, 1), 0, 0))
    gradients = torch.grad([nll], [x])
    return (torch.detach(torch.to(h, 6)), torch.detach(logits), torch.detach(nll), unchecked_cast(Tensor, gradients[0]))
