log = []
class Meta(type): pass
class A:
    names = []
    def __init__(self, *args, **kwargs):
        log.append(('A', args, sorted(kwargs)))
    def who(self): return ['A']
    @classmethod
    def make(cls, *a): return cls(*a)
    @property
    def size(self): return self._size
    @size.setter
    def size(self, value): self._size = value * 2
    def __repr__(self): return f'<{type(self).__name__}>'
class B(A):
    def who(self): return ['B'] + super().who()
class C(A):
    def who(self): return ['C'] + super(C, self).who()
class D(B, C):
    def who(self): return ['D'] + super().who()
    def __init__(self, x, *rest, **kw):
        super().__init__(x, *rest, **kw)
        self.x = x
class Bag:
    def __init__(self): self.__dict__['store'] = {}
    def __getattr__(self, name):
        if name.startswith('no'): raise AttributeError(name)
        return 'dyn_' + name
    def __setitem__(self, k, v): self.store[k] = v
    def __getitem__(self, k): return self.store[k]
    def __contains__(self, k): return k in self.store
    def __iter__(self): return iter(sorted(self.store))
    def __len__(self): return len(self.store)
    def __delitem__(self, k): del self.store[k]
    def __bool__(self): return True
class V:
    def __init__(self, v): self.v = v
    def __add__(self, o): return V(self.v + (o.v if isinstance(o, V) else o))
    __radd__ = __add__
    def __mul__(self, o): return V(self.v * o)
    def __neg__(self): return V(-self.v)
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __iadd__(self, o): self.v += o; return self
    def __call__(self, *a, k=1): return self.v * k + sum(a)
class Counter2:
    total = 0
    def __new__(cls, *a):
        self = object.__new__(cls)
        self.tag = 'new'
        return self
    def __init__(self, n): self.n = n; type(self).total += n
    def __str__(self): return f'n={self.n}'
class Ctx:
    def __enter__(self): log.append('enter'); return self
    def __exit__(self, t, e, tb): log.append(('exit', t is not None)); return True
d = D.make(1, 2, k=3) if False else D(1, 2, k=3)
b = Bag(); b['q'] = 1; b['a'] = 2; del b['q']; b['z'] = 5
v = V(2); v += 3
c1, c2 = Counter2(2), Counter2(5)
with Ctx() as ctx:
    raise ValueError('x')
with Ctx(): log.append('body')
d.size = 4
setattr(d, 'dynamic', lambda: 'f')
class Outer:
    class Inner: value = 7
    attr = Inner.value + 1
    def method(self, x=Inner.value): return x
result = (d.who(), [k.__name__ for k in D.__mro__], d.size, d._size, repr(d), str(B.make(3)), log, b.foo, hasattr(b, 'nope'), hasattr(b, 'x'), list(b), 'a' in b, len(b), b['z'], (v + 1).v, (1 + v).v, sum([V(1), V(2)], V(0)).v, (-v).v, V(5) == v, V(1) < v, max([V(3), V(9)]).v, v(1, 2, k=3), Counter2.total, c1.tag, str(c2), f'{c1}', d.dynamic(), Outer.Inner.value, Outer.attr, Outer().method(), isinstance(d, (C, int)), issubclass(D, B), A.names is D.names, d.__class__.__name__, callable(d.who), [type(x).__name__ for x in (1, 'a', None, 2.0, [], d, D, len, (lambda: 0))][:7])
# (['D', 'B', 'C', 'A'], ['D', 'B', 'C', 'A', 'object'], 8, 8, '<D>', '<B>', [('A', (1, 2), ['k']), 'enter', ('exit', True), 'enter', 'body', ('exit', False), ('A', (3,), [])], 'dyn_foo', False, True, ['a', 'z'], True, 2, 5, 6, 6, 3, -5, True, True, 9, 18, 7, 'new', 'n=5', 'n=2', 'f', 7, 8, 7, True, True, True, 'D', True, ['int', 'str', 'NoneType', 'float', 'list', 'D', 'type'])
