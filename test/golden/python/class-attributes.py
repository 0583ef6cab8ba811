class A:
  n = 0
  def __init__(self): A.n += 1; self.i = self.n
class B(A):
  n = 10
A(); b = B()
result = (A.n, B.n, b.i, b.__class__.__name__, type(b) is B, [c.__name__ for c in B.__mro__][:2])
# (2, 10, 10, 'B', True, ['B', 'A'])
