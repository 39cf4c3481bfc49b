# Square matrix products and nothing else: how fast this libtorch multiplies on this device. MatrixPeak times `multiply`.
class MatrixPeak(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  factors : Dict[str, Tensor]

  def prepare(self: __torch__.MatrixPeak, n: int, dtype: int, device: str) -> int:
    # two (n, n), the second scaled so that a product has the variance of the first
    on = torch.device(device)
    self.factors["a"] = torch.randn([n, n], dtype=dtype, device=on)
    self.factors["b"] = torch.div(torch.randn([n, n], dtype=dtype, device=on), float(n) ** 0.5)
    return n

  def multiply(self: __torch__.MatrixPeak, times: int) -> Tensor:
    # each product needs the one before, so that none is left out; reading the last makes a device that works ahead finish
    c = self.factors["a"]
    for i in range(times):
      c = torch.linear(c, self.factors["b"])
    return torch.to(torch.select(torch.select(c, 0, 0), 0, 0), 6)
