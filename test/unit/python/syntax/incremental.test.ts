// Reading an edited text gives what reading it from scratch gives, and no text makes reading or running it throw or hang.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ReadFile, readPython } from "../../../../src/python/syntax/read.ts";
import { Unknown } from "../../../../src/python/value.ts";
import { openWorkspace, pythonParser, worth } from "../../../support/python.ts";

const SOURCE = `import math
from collections import OrderedDict

class Block(object):
    """A block."""
    expansion = 4

    def __init__(self, width, *, stride=1):
        super().__init__()
        self.width = width * self.expansion
        self.layers = [width // (i + 1) for i in range(3)]  # sizes

    @property
    def total(self):
        return sum(self.layers) + math.ceil(self.width / 3)

def build(sizes, last=None):
    blocks = OrderedDict()
    for i, size in enumerate(sizes):
        if size == 'M':
            continue
        blocks[f'block{i}'] = Block(size, stride=2 if i % 2 else 1)
    while last:
        last -= 1
    try:
        return [b.total for b in blocks.values()]
    except (KeyError, ValueError) as error:
        raise error

result = build([8, 'M', 16], last=3)
other = {'a': result, **dict(b=1)}
`;

const SNIPPETS = [
  "",
  "\n",
  "    ",
  "(",
  ")",
  "[",
  ":",
  "'",
  '"""',
  "#",
  "=",
  "x",
  "1",
  "def f(a, *b):\n    return a\n",
  "class A:\n",
  "if x:\n",
  "else:\n",
  "return",
  "yield",
  "lambda: 0",
  "@",
  ",",
  "*",
  "\\\n",
  "f'{x}'",
  "for i in range(10):\n",
  "é",
  "😀",
];

const edit = fc.record({
  at: fc.nat({ max: SOURCE.length }),
  remove: fc.nat({ max: 30 }),
  insert: fc.oneof(
    fc.constantFrom(...SNIPPETS),
    fc.nat({ max: SOURCE.length }).map((at) => SOURCE.slice(at, at + 40)),
  ),
});

type Edit = { at: number; remove: number; insert: string };

function apply(text: string, { at, remove, insert }: Edit): string {
  const place = Math.min(at, text.length);
  return text.slice(0, place) + insert + text.slice(place + remove);
}

test("reading edits one after the other gives what reading each text from scratch gives", async () => {
  const parser = await pythonParser();
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
      let text = SOURCE;
      let last: ReadFile = readPython(parser, { path: "a.py", text });
      for (const one of edits) {
        text = apply(text, one);
        last = readPython(parser, { path: "a.py", text }, last);
        const fresh = readPython(parser, { path: "a.py", text });
        fresh.tree?.delete();
        expect(last.syntax).toEqual(fresh.syntax);
      }
      last.tree?.delete();
    }),
    { numRuns: 60 },
  );
});

test("no edit makes an evaluation throw, and a file that was edited evaluates as one that was opened", async () => {
  const edited = await openWorkspace({});
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      const text = edits.reduce(apply, SOURCE);
      const opened = await openWorkspace({});
      const values = [edited, opened].map((python) => {
        const evaluation = python.evaluate();
        const { value, ended } = evaluation.load({ path: "a.py", text });
        return value instanceof Unknown
          ? `ended: ${ended}`
          : [...value.names].map(([name, one]) => `${name} = ${worth(evaluation, one)}`);
      });
      opened.forget("a.py");
      expect(values[0]).toEqual(values[1]);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["deep brackets", "(".repeat(5000)],
  ["deep brackets that close", `x = ${"[".repeat(3000)}${"]".repeat(3000)}`],
  ["a long sum", `x = ${"1 + ".repeat(5000)}1`],
  ["deep blocks", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}if x:`).join("\n")],
  ["endless recursion", "def f(n): return f(n + 1)\nf(0)"],
  ["an endless loop", "n = 0\nwhile True:\n  n += 1"],
  ["an endless generator", "def g():\n  while True: yield 1\nlist(g())"],
  ["a list that doubles", "x = [0]\nwhile True: x = x + x"],
  ["a list that grows in place", "x = [0]\nwhile True: x += x"],
  ["a text that doubles", "x = 'a'\nwhile True: x += x"],
  ["lists of long lists", "x = []\nwhile True: x.append([0] * 99999)"],
  ["a large power", "x = 9 ** 9 ** 9\ny = 'a' * 10 ** 12\nz = [0] * 10 ** 12\nw = 1 << 10 ** 9"],
  ["a format of great width", "x = f'{1:>999999999}'\ny = '%999999999d' % 1\nz = 'a'.ljust(10 ** 9)"],
  ["a class that is its own base", "class A(A): pass\nclass B(B, B): pass\nA.x"],
  ["attributes that ask for themselves", "class A:\n  def __getattr__(self, n): return getattr(self, n + 'x')\nA().y"],
  ["a list in itself", "x = []\nx.append(x)\ny = str(x)\nz = x == x\nimport copy\nw = copy.deepcopy(x)"],
  ["a tuple of lists in themselves", "x = []\ny = []\nx.append(y)\ny.append(x)\nz = x == y\nw = hash((x,))"],
  [
    "branches within branches",
    `import q\ndef f(n):\n  if n == 0: return 0\n  if q.x: return f(n - 1)\n  return f(n - 1)\nf(60)`,
  ],
  [
    "products of products",
    "import itertools\nx = list(itertools.product(range(100), repeat=9))\ny = list(itertools.permutations(range(20)))",
  ],
  [
    "nested comprehensions",
    "x = [[[[a for a in range(300)] for b in range(300)] for c in range(300)] for d in range(300)]",
  ],
  ["sums of long texts", "x = ''.join('a' * 9999 for i in range(99999))"],
  ["many long texts", "x = ['a' * 9999 for i in range(99999)]"],
  ["texts in capitals", "s = 'a' * 99999\nx = []\nwhile True: x.append(s.upper())"],
  ["letters of a long text", "s = 'a' * 99999\nwhile True: s[5]"],
  ["copies of copies", "import copy\nx = [[0] * 999] * 99\ny = []\nwhile True: y.append(copy.deepcopy(x))"],
  ["slices of ranges", "while True: range(100000)[::1]"],
  ["combinations", "import itertools\nwhile True: list(itertools.combinations(range(20), 10))"],
  ["long keys", "t = (1,) * 99999\nd = {}\nwhile True: d[t] = 1"],
  ["blanks in a broken line", `x${" ".repeat(100_000)}(`],
  ["colons in a broken line", "a:".repeat(30_000)],
  ["nulls and controls", "\0\x01\x02 = 3\r\n\f\x0bx = 1"],
])("%s end in time and without an exception", async (_, text) => {
  const evaluation = (await openWorkspace({})).evaluate();
  const outcome = evaluation.load({ path: "a.py", text });
  for (const value of evaluation.run.modules.get("a.py")?.names.values() ?? []) worth(evaluation, value);
  expect(outcome.trace.problems).toEqual([]);
});
