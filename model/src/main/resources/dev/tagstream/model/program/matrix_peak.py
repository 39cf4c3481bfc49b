# Square matrix products and nothing else: how fast this libtorch multiplies on this device. MatrixPeak times `multiply`.
class MatrixPeak(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  dtype : int
  device : str
  factors : Dict[str, Tensor]

  def prepare(self, call: Dict[str, Tensor]) -> Tensor:
    # two (n, n), the second scaled so that a product has the variance of the first
    n = int(call["n"])
    self.factors["a"] = torch.randn([n, n], dtype=self.dtype, device=self.device)
    self.factors["b"] = torch.randn([n, n], dtype=self.dtype, device=self.device) / float(n) ** 0.5
    return call["n"]

  def multiply(self, call: Dict[str, Tensor]) -> Tensor:
    # each product needs the one before, so that none is left out; reading the last makes a device that works ahead finish
    c = self.factors["a"]
    for i in range(int(call["times"])):
      c = torch.linear(c, self.factors["b"])
    return c[0, 0].float()
