import { expect, test } from "vitest";
import { valueIn } from "../../../support/python.ts";

test.each([
  ["a name may be worth None", "x = None\ndef f(w): return w\nresult = (x, f(None))", "(None, None)"],
  [
    "arithmetic is Python's",
    "result = (7 // 2, -7 // 2, 7 % -3, 7 / 2, 2 ** 10, 2 ** -1, 1 + 2.0)",
    "(3, -4, -2, 3.5, 1024, 0.5, 3.0)",
  ],
  ["comparisons chain", "result = 1 < 2 < 3, 1 < 3 < 2", "(True, False)"],
  [
    "functions have defaults, rests and keywords",
    "def f(a, b=2, *c, d, e=5, **f): return (a, b, c, d, e, f)\nresult = f(1, 3, 4, d=6, z=7)",
    "(1, 3, (4,), 6, 5, {'z': 7})",
  ],
  [
    "closures see what is around them",
    "def outer(n):\n  def inner(x): return x + n\n  return inner\nresult = outer(3)(4)",
    "7",
  ],
  [
    "nonlocal assigns outside",
    "def f():\n  n = 0\n  def g():\n    nonlocal n\n    n += 1\n  g(); g()\n  return n\nresult = f()",
    "2",
  ],
  [
    "classes inherit and call super",
    "class A:\n  k = 3\n  def __init__(self, x): self.x = x\n  def get(self): return self.x\nclass B(A):\n  def __init__(self, x):\n    super().__init__(x + 1)\n  def get(self): return super(B, self).get() * self.k\nresult = B(4).get()",
    "15",
  ],
  ["comprehensions nest and filter", "result = [x * y for x in range(4) if x % 2 for y in (1, 2)]", "[1, 2, 3, 6]"],
  ["dict comprehensions keep their order", "result = {k: v for k, v in zip('ab', [1, 2])}", "{'a': 1, 'b': 2}"],
  ["f-strings format", "w = 8\nresult = f'{3.14159:>{w}.2f}|{\"a\"!r}|{{}}|{w=}'", "\"    3.14|'a'|{}|w=8\""],
  [
    "loops have else, break and continue",
    "result = []\nfor i in range(5):\n  if i == 1: continue\n  if i == 3: break\n  result.append(i)\nelse:\n  result.append('else')",
    "[0, 2]",
  ],
  [
    "targets in parentheses are themselves, with a comma they take apart",
    "(a) = 1\n(b,) = [2]\nresult = [a, b, [i + x for i, (x) in enumerate([5])], [x for i, (x,) in enumerate([[7]])]]",
    "[1, 2, [5], [7]]",
  ],
  ["while loops end", "n = 0\nwhile n < 5:\n  n += 2\nelse:\n  n = -n\nresult = n", "-6"],
  ["star targets take the rest", "a, *b, c = range(5)\nresult = (a, b, c)", "(0, [1, 2, 3], 4)"],
  [
    "exceptions are caught by their class",
    "try:\n  {}['a']\nexcept (ValueError, LookupError) as e:\n  result = 'caught'\nfinally:\n  result += '!'",
    "'caught!'",
  ],
  [
    "generators give their items",
    "def g(n):\n  for i in range(n): yield i * i\n  yield from 'ab'\nresult = list(g(3))",
    "[0, 1, 4, 'a', 'b']",
  ],
  [
    "properties are called",
    "class A:\n  @property\n  def x(self): return 5\n  @staticmethod\n  def s(y): return y\n  @classmethod\n  def c(cls): return cls.__name__\nresult = (A().x, A.s(1), A().c())",
    "(5, 1, 'A')",
  ],
  ["slices cut", "result = ([0, 1, 2, 3][1:], 'abcd'[::-1], (1, 2, 3)[-2:])", "([1, 2, 3], 'dcba', (2, 3))"],
  [
    "match takes the first case that fits",
    "def f(x):\n  match x:\n    case [1, *r]: return r\n    case {'a': y}: return y\n    case 'b' | 'c' as t: return t\n    case _: return None\nresult = [f([1, 2, 3]), f({'a': 4}), f('c'), f(9)]",
    "[[2, 3], 4, 'c', None]",
  ],
  ["what is no whole number is no index", "try:\n  (1, 2)[[0]]\nexcept TypeError:\n  result = 1", "1"],
  ["names that a class does not have raise", "class A: pass\ntry:\n  A().x\nexcept AttributeError:\n  result = 1", "1"],
  [
    "methods of the user's own classes are operators",
    "class V:\n  def __init__(s, v): s.v = v\n  def __add__(s, o): return V(s.v + o.v)\n  def __getitem__(s, i): return s.v * i\n  def __len__(s): return s.v\n  def __call__(s, x): return x - s.v\nv = V(2) + V(3)\nresult = (v[2], len(v), v(9))",
    "(10, 5, 4)",
  ],
])("%s", async (_, source, expected) => {
  expect(await valueIn(source)).toBe(expected);
});

test.each([
  [
    "an unknown condition keeps what both ways agree on",
    "import nowhere\nif nowhere.x:\n  a, result = 1, 2\nelse:\n  a, result = 3, 2",
    "2",
  ],
  [
    "a way that only raises is not taken",
    "import nowhere\nif nowhere.x:\n  raise ValueError()\nelse:\n  result = 2",
    "2",
  ],
  [
    "a function whose ways return the same returns it",
    "import nowhere\ndef f():\n  if nowhere.x:\n    return 4\n  return 4\nresult = f()",
    "4",
  ],
  [
    "a list that both ways fill alike is known",
    "import nowhere\nresult = []\nif nowhere.x:\n  result.append(1)\nelse:\n  result.append(1)",
    "[1]",
  ],
  [
    "a loop over something unknown keeps what it does not change",
    "import nowhere\nresult = 3\nn = 0\nfor i in nowhere.items:\n  n += 1\n  result = 3",
    "3",
  ],
])("%s", async (_, source, expected) => {
  expect(await valueIn(source)).toBe(expected);
});

test("what depends on an unknown condition is unknown, with the reason", async () => {
  const source = "import nowhere\nresult = 1\nif nowhere.x > 3:\n  result = 2";
  expect(await valueIn(source)).toBe("? `nowhere` is not among the files of the workspace");
});
