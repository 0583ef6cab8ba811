from dataclasses import dataclass
from collections import namedtuple
from itertools import zip_longest
@dataclass
class C:
    a: int = None
    b: object = 3
class A:
    x = None
P = namedtuple('P', 'x y')
def f(a=None, *, b=None): return a, b
d = {'n': None}
result = (C().a, C(b=None).b, getattr(A, 'x', 5), getattr(A(), 'x', 5), P(None, 1)[0], next(iter([None]), 4), next(iter([]), None), max([], default=None), {}.pop('a', None), d.get('n', 7), d['n'], f(), list(zip_longest([None], [1, 2], fillvalue=0)), None == None, None is None, [x for x in (None, 1)])
# (None, None, None, None, None, None, None, None, None, None, None, (None, None), [(None, 1), (0, 2)], True, True, [None, 1])
