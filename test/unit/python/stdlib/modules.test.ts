import { expect, test } from "vitest";
import { valueIn } from "../../../support/python.ts";

test.each([
  [
    "math",
    "import math\nresult = (math.ceil(2.1), math.floor(-0.5), math.sqrt(9), math.prod([2, 3]), math.gcd(12, 18), math.log2(8))",
    "(3, -1, 3.0, 6, 6, 3.0)",
  ],
  [
    "partial",
    "from functools import partial, reduce\ndef f(a, b, c=1): return (a, b, c)\nresult = (partial(f, 1, c=5)(2), reduce(lambda a, b: a * b, [2, 3, 4]))",
    "((1, 2, 5), 24)",
  ],
  [
    "wraps",
    "import functools\ndef d(f):\n  @functools.wraps(f)\n  def g(*a, **k): return f(*a, **k) + 1\n  return g\n@d\ndef f(x): return x\nresult = f(1)",
    "2",
  ],
  [
    "ordered dicts",
    "from collections import OrderedDict\nd = OrderedDict([('a', 1), ('b', 2)])\nd['c'] = 3\nresult = list(d.items())",
    "[('a', 1), ('b', 2), ('c', 3)]",
  ],
  [
    "default dicts",
    "from collections import defaultdict\nd = defaultdict(list)\nd['a'].append(1)\nd['a'].append(2)\nresult = (d['a'], len(d))",
    "([1, 2], 1)",
  ],
  ["counters", "from collections import Counter\nc = Counter('abca')\nresult = (c['a'], c['z'])", "(2, 0)"],
  [
    "deques",
    "from collections import deque\nd = deque([1, 2])\nd.appendleft(0)\nresult = (d.popleft(), list(d))",
    "(0, [1, 2])",
  ],
  [
    "an array of what is not known has the axes that it is given",
    "import numpy as np\nfrom data import images\nx = np.array(images).reshape(-1, 28, 28, 1) / 255.0\nresult = (x.shape[1:], x.reshape((-1, 784)).shape[1], len(x.shape))",
    "((28, 28, 1), 784, 4)",
  ],
  [
    "scikit-learn's splits",
    "import numpy as np\nfrom sklearn.model_selection import train_test_split as split\nx, y = np.zeros((103, 4, 5)), np.zeros(103)\na, b, c, d = split(x, y)\ne, f = split(x, test_size=0.1, random_state=1)\ng, h = split(x, test_size=10)\ni, j = split(x, train_size=0.5)\nresult = [each.shape for each in (a, b, c, d, e, f, g, h, i, j)]",
    "[(77, 4, 5), (26, 4, 5), (77,), (26,), (92, 4, 5), (11, 4, 5), (93, 4, 5), (10, 4, 5), (51, 4, 5), (52, 4, 5)]",
  ],
  [
    "named tuples",
    "from collections import namedtuple\nP = namedtuple('P', 'x y')\np = P(1, y=2)\na, b = p\nresult = (p.x, p[1], a, b, len(p))",
    "(1, 2, 1, 2, 2)",
  ],
  [
    "what a named tuple gives and takes",
    "from collections import namedtuple\nP = namedtuple('P', ['x', 'y'])\nP.__new__.__defaults__ = (None,) * len(P._fields)\np = P(1)._replace(y=[2])\nresult = (p.x, p.y, P().x, p._asdict(), P._make([3, 4]).y)",
    "(1, [2], None, {'x': 1, 'y': [2]}, 4)",
  ],
  [
    "a named tuple with a `__new__` of its own",
    "from collections import namedtuple\nclass P(namedtuple('P', 'x y')):\n  def __new__(cls, x): return super().__new__(cls, x, x + 1)\nresult = tuple(P(3))",
    "(3, 4)",
  ],
  [
    "regular expressions",
    "import re\nname = re.compile(r'(?P<net>[a-z]+)(\\d+)')\nm = name.match('resnet50_v2')\nresult = (re.split(r'(\\d.*)', 'k3')[:2], m.group('net'), m[2], re.search('x', 'abc'), re.sub('[0-9]', '#', 'b7'), re.findall(r'\\d', 'a1b2'), re.fullmatch('a', 'ab') is None)",
    "(['k', '3'], 'resnet', '50', None, 'b#', ['1', '2'], True)",
  ],
  [
    "regular expressions that could take long are not tried",
    "import re\nresult = re.match('(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')",
    "? what the regular expression finds is not known",
  ],
  [
    "typed named tuples",
    "from typing import NamedTuple\nclass P(NamedTuple):\n  x: int\n  y: int = 5\nresult = (P(1).y, *P(3))",
    "(5, 3, 5)",
  ],
  [
    "dataclasses",
    "from dataclasses import dataclass, field\n@dataclass\nclass C:\n  a: int\n  b: int = 2\n  c: list = field(default_factory=list)\n  def __post_init__(self): self.d = self.a + self.b\nc = C(1)\nc.c.append(4)\nresult = (c.a, c.b, c.c, c.d, C(1).c)",
    "(1, 2, [4], 3, [])",
  ],
  [
    "inherited dataclass fields",
    "import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass A:\n  a: int = 1\n@dataclasses.dataclass\nclass B(A):\n  b: int = 2\nresult = (B(5, 6).a, B().b)",
    "(5, 2)",
  ],
  [
    "enumerations",
    "from enum import Enum, auto\nclass C(Enum):\n  A = auto()\n  B = 7\nresult = (C.A.value, C.B.name, C(7) is C.B, [m.name for m in C], C['A'] == C.A)",
    "(1, 'B', True, ['A', 'B'], True)",
  ],
  [
    "members of an enumeration of texts are those texts",
    "from enum import Enum\nclass F(str, Enum):\n  A = 'a'\n  B = 'b'\nresult = (F('b') is F.B, F.B == 'b', 'b' == F.B, F.A != 'b', F.A == F.B, {'a': 1}[F.A], F.B in ('a', 'b'))",
    "(True, True, True, True, False, 1, True)",
  ],
  [
    "itertools",
    "import itertools\nresult = (list(itertools.chain([1], (2,))), list(itertools.chain.from_iterable([[1], [2]])), list(itertools.product('ab', [1, 2]))[1], list(itertools.repeat(0, 2)), list(itertools.accumulate([1, 2, 3])), list(itertools.combinations([1, 2, 3], 2)))",
    "([1, 2], [1, 2], ('a', 2), [0, 0], [1, 3, 6], [(1, 2), (1, 3), (2, 3)])",
  ],
  [
    "a wrapper is called as what it wraps",
    "import functools\ndef named(f):\n  @functools.wraps(f)\n  def wrapper(*a): return f(*a)\n  return wrapper\n@named\ndef add(a, b): return a + b\nclass A: pass\nresult = (add(1, 2), add.__name__, A().__module__, A.__module__)",
    "(3, 'add', '__main__', '__main__')",
  ],
  [
    "a partial of a partial is one of the function",
    "from functools import partial\ndef f(a, b, c): return (a, b, c)\np = partial(partial(f, 1, c=2), 3, c=4)\nresult = (p(), p.func is f, p.args, p.keywords)",
    "((1, 3, 4), True, (1, 3), {'c': 4})",
  ],
  [
    "choices are counted",
    "from math import comb, perm\nresult = ([comb(4, k) for k in range(6)], perm(5, 2), perm(4), comb(56, 28))",
    "([1, 4, 6, 4, 1, 0], 20, 24, 7648690600760440)",
  ],
  [
    "a partial function knows what it is",
    "from functools import partial\ndef f(a, b): return a + b\np = partial(f, b=2)\nresult = (p(1), type(p) == partial, isinstance(p, partial), p.func is f, p.keywords)",
    "(3, True, True, True, {'b': 2})",
  ],
  ["operator", "import operator\nresult = (operator.mul(2, 3), operator.itemgetter(1)([5, 6]))", "(6, 6)"],
  [
    "deep copies are apart",
    "import copy\nclass A: pass\na = A()\na.x = [1]\nb = copy.deepcopy(a)\nb.x.append(2)\nc = copy.copy(a)\nc.x.append(3)\nresult = (a.x, b.x)",
    "([1, 3], [1, 2])",
  ],
  [
    "typing",
    "from typing import *\nfrom typing import Optional, TypeVar, Generic\nT = TypeVar('T')\nclass A(Generic[T]):\n  def f(self, x: Optional[List[int]] = None) -> 'A': return 3\nresult = A().f()",
    "3",
  ],
  [
    "numpy",
    "import numpy as np\nresult = (np.prod([2, 3]), int(np.ceil(2.5)), [int(x) for x in np.linspace(0, 10, 3)], np.arange(3).tolist(), (np.array([1, 2]) * 2).sum())",
    "(6, 3, [0, 5, 10], [0, 1, 2], 6)",
  ],
  [
    "a slice of an array shares its numbers with it",
    "import numpy as np\na = np.array([64, 128, 256])\nb = a[1:]\na[1:] *= 4\nc = a.copy()\na[0] = 7\nresult = (a.tolist(), b.tolist(), c.tolist(), int(a[-1]))",
    "([7, 512, 1024], [512, 1024], [64, 512, 1024], 1024)",
  ],
  [
    "arrays of several axes",
    "import numpy as np\ng = np.arange(6).reshape(2, 3)\nresult = (g.T.tolist(), g[:, 1].tolist(), g.sum(), g.sum(axis=0).shape, (g + np.array([1, 2, 3])).tolist(), np.concatenate([g, g], axis=1).shape)",
    "([[0, 3], [1, 4], [2, 5]], [1, 4], 15, (3,), [[1, 3, 5], [4, 6, 8]], (2, 6))",
  ],
  [
    "arrays of which only the shape is known",
    "import numpy as np\nm = np.append(np.zeros((0, 4)), np.random.rand(6, 4), axis=0)\nx, y = np.meshgrid(np.arange(4), np.arange(5))\nresult = (np.expand_dims(m, axis=0).shape, x.shape, np.tile(np.eye(2), (2, 1, 1)).shape, np.vstack((x, y)).transpose().shape, np.random.normal(0, 1, (4, 5)).shape)",
    "((1, 6, 4), (5, 4), (2, 2, 2), (4, 10), (4, 5))",
  ],
  [
    "numbers that were perhaps changed are not known",
    "import os\nimport numpy as np\na = np.array([1, 2])\nif os.getenv('X'):\n  a[0] = 5\nb = np.array([3, 1, 2])\nb.sort()\nresult = (a.shape, isinstance(a.tolist(), list) and len(a), len(b))",
    "((2,), 2, 3)",
  ],
  [
    "abstract classes",
    "from abc import ABC, abstractmethod\nclass A(ABC):\n  @abstractmethod\n  def f(self): pass\nclass B(A):\n  def f(self): return 2\nresult = B().f()",
    "2",
  ],
  [
    "what belongs to abstract classes without inheriting from them",
    "from collections.abc import Callable, Iterable, Mapping, Sequence\nfrom numbers import Number\nclass A:\n  def __iter__(self): return iter([1])\nclass B: pass\nresult = ([isinstance(x, Iterable) for x in (1, (1,), 'a', {}, A(), B())], [isinstance(x, Sequence) for x in ([], 'a', {}, A())], isinstance({}, Mapping), [isinstance(x, Callable) for x in (len, A, 1)], [isinstance(x, Number) for x in (1, 2.5, 'a')])",
    "([False, True, True, True, True, False], [True, True, False, False], True, [True, True, False], [True, True, False])",
  ],
  [
    "kinds of functions",
    "import types\ndef f(): pass\nresult = (isinstance(f, types.FunctionType), isinstance(lambda: 1, types.LambdaType), isinstance(int, types.FunctionType))",
    "(True, True, False)",
  ],
  [
    "no variable of the environment is set",
    "import os\nresult = ('FAST' in os.environ, os.environ.get('FAST', '1'))",
    "(False, '1')",
  ],
  ["a file among the modules that are loaded", "import sys\nwidth = 8\nresult = sys.modules[__name__].width", "8"],
  ["names in a module", "import math\nresult = 'sqrt' in dir(math)", "True"],
  ["simple namespaces", "from types import SimpleNamespace\nresult = SimpleNamespace(a=1).a", "1"],
  [
    "subclasses of dict",
    "class D(dict):\n  def __getattr__(self, k): return self[k]\nd = D(a=1)\nd['b'] = 2\nresult = (d.a, d.b, len(d), sorted(d))",
    "(1, 2, 2, ['a', 'b'])",
  ],
])("%s", async (_, source, expected) => {
  expect(await valueIn(source)).toBe(expected);
});

test("options of a command line have their defaults, as without any", async () => {
  const source = `import argparse
p = argparse.ArgumentParser()
p.add_argument('-n', '--n-blocks', type=int, default='3')
g = p.add_argument_group('sizes')
g.add_argument('--width', type=float, default=0.5)
p.add_argument('--fast', action='store_true')
p.set_defaults(depth=7)
args = p.parse_args()
result = (args.n_blocks * 2, args.width, args.fast, args.depth)`;
  expect(await valueIn(source)).toBe("(6, 0.5, False, 7)");
});

test.each([["p.add_argument('--n', type=int)"], ["p.add_argument('n', type=int)"], ["add_more(p)"]])(
  "an option without a default is unknown and says so: %s",
  async (line) => {
    const source = `import argparse\np = argparse.ArgumentParser()\n${line}\nresult = p.parse_args().n * 2`;
    expect(await valueIn(source)).toMatch(/^\? /);
  },
);
