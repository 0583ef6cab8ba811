import { expect, test } from "vitest";
import { Tuple, Unknown } from "../../../../src/python/value.ts";
import { runSource, valueIn } from "../../../support/python.ts";

const UNKNOWN = "import options\n";

test.each([
  ["a name that only one way gives is not known", "if options.x:\n  result = 1", "?"],
  ["both ways may give it", "if options.x: result = 1\nelse: result = 1", "1"],
  ["elif is one of several ways", "if options.x: result = 1\nelif options.y: result = 1\nelse: result = 1", "1"],
  ["one way of three differs", "if options.x: result = 1\nelif options.y: result = 2\nelse: result = 1", "?"],
  [
    "attributes are compared as well",
    "class A: pass\na = A()\na.x = 1\nif options.x: a.x = 2\nelse: a.y = 3\nresult = (a.x, 5)",
    "(?, 5)",
  ],
  ["a list that only one way fills is not known", "result = [1]\nif options.x: result.append(2)", "?"],
  [
    "a dict keeps what both ways give it",
    "d = {'a': 1}\nif options.x: d['b'] = 2\nelse: d['c'] = 3\nresult = d['a']",
    "1",
  ],
  ["a dict that may have got any key", "d = {}\nd.setdefault(options.name, 1)\nresult = d.get('a', 2)", "?"],
  ["a tuple keeps the places that agree", "result = (1, 2) if options.x else (1, 3)", "(1, ?)"],
  ["a list keeps the places that agree", "result = [1, 2] if options.x else [1, 3]", "[1, ?]"],
  ["`or` with something unknown", "result = options.x or 3", "?"],
  ["`and` with something false is false", "result = options.x and False", "False"],
  ["`or` with something true is true", "result = options.x or True", "True"],
  ["a function that may return early", "def f():\n  if options.x: return 1\n  return 1\nresult = f()", "1"],
  [
    "a function that may return early something else",
    "def f():\n  if options.x: return 1\n  return 2\nresult = f()",
    "?",
  ],
  [
    "what happens after an early return is compared with the state at the return",
    "log = []\ndef f():\n  if options.x: return\n  log.append(1)\nf()\nresult = log",
    "?",
  ],
  [
    "what happened before it stays",
    "log = []\ndef f():\n  log.append(0)\n  if options.x: return\n  for i in range(3): pass\nf()\nresult = log",
    "[0]",
  ],
  [
    "after the function all is certain again",
    "def f():\n  if options.x: return 1\n  return 1\nf()\nresult = []\nresult.append(f())",
    "[1]",
  ],
  ["a loop that may break", "n = 0\nfor i in range(3):\n  if options.x: break\n  n += 1\nresult = n", "?"],
  [
    "a loop that may break keeps what it does not change",
    "result = 0\nfor i in range(3):\n  if options.x: break\n  n = 1",
    "0",
  ],
  [
    "a loop that may skip a round",
    "result = []\nfor i in range(2):\n  if options.x: continue\n  result.append(i)",
    "?",
  ],
  [
    "a loop that may skip a round keeps the rest",
    "result = []\nfor i in range(2):\n  result.append(i)\n  if options.x: continue\n  n = 1",
    "[0, 1]",
  ],
  ["a while loop whose end is not known", "n = 0\nresult = 7\nwhile options.x: n += 1", "7"],
  [
    "an endless loop that may be left",
    "n = 0\nresult = 4\nwhile True:\n  n += 1\n  if options.x: break\nelse:\n  result = 5",
    "4",
  ],
  [
    "what an endless loop that may be left changes",
    "result = 0\nwhile True:\n  result += 1\n  if options.x: break",
    "?",
  ],
  ["what two rounds would change is not known", "a, b, result = 1, 1, 2\nfor i in options.x:\n  a, b = b, result", "2"],
  [
    "what only a second round changes is not known",
    "result = 1\nother = 1\nfor i in options.x:\n  result = other\n  other = 2",
    "?",
  ],
  ["an unknown assertion is taken to hold", "assert options.x\nresult = 1", "1"],
  ["a way that raises is not taken, whichever it is", "if options.x: result = 1\nelse: raise ValueError", "1"],
  [
    "a way that raises within a function is not taken",
    "def f():\n  if options.x: raise ValueError\n  return 3\nresult = f()",
    "3",
  ],
  ["an import that may be missing", "try:\n  import nothere\n  result = 1\nexcept ImportError:\n  result = 1", "1"],
  [
    "branches in branches",
    "result = 1\nif options.x:\n  if options.y: result = 2\n  else: result = 2\nelse:\n  result = 2",
    "2",
  ],
  [
    "a known condition in an unknown one",
    "result = []\nif options.x:\n  if True: result.append(1)\nelse:\n  result.append(1)",
    "[1]",
  ],
  ["comprehensions with an unknown condition", "result = [x for x in range(3) if options.x]", "?"],
  ["a comprehension over something unknown", "result = {k: 1 for k in options.x}", "?"],
  ["a match on something unknown", "match options.x:\n  case 1: result = 5\n  case _: result = 5", "5"],
  [
    "exceptions in both ways are raised",
    "def f():\n  if options.x: raise KeyError\n  raise ValueError\ntry:\n  f()\nexcept (KeyError, ValueError):\n  result = 1",
    "1",
  ],
])("%s", async (_, source, expected) => {
  expect(await shown(`${UNKNOWN}${source}`)).toBe(expected);
});

/** Like `valueIn`, with `?` for whatever is unknown in a value. */
async function shown(source: string): Promise<string> {
  const { module, evaluation } = await runSource(source);
  const show = (name: string): string => {
    const value = module.names.get(name);
    if (value === undefined || value instanceof Unknown) return "?";
    const items =
      typeof value === "object" && value !== null && "items" in value && Array.isArray(value.items) ? value.items : [];
    const text = evaluation.run.repr(value);
    if (text !== undefined || items.length === 0) return text ?? "?";
    const parts = items.map((item) => (item instanceof Unknown ? "?" : (evaluation.run.repr(item) ?? "?"))).join(", ");
    return value instanceof Tuple ? `(${parts})` : `[${parts}]`;
  };
  return show("result");
}

test("the reason names the condition", async () => {
  const source = "def f(flag):\n  if flag > 3:\n    return 1\n  return 2\nimport options\nresult = f(options.x)";
  expect(await valueIn(source)).toBe("? `options` is not among the files of the workspace");
});

test.each([
  [
    "what stands behind a training is seen",
    "def step(n): return n + 1\nn = 0\nwhile True: n = step(n)\nresult = 3",
    "3",
  ],
  [
    "what stands before a training under the check for the main file is seen",
    "def step(n): return n + 1\nif __name__ == '__main__':\n  n = 0\n  result = 3\n  while True: n = step(n)",
    "3",
  ],
  ...(
    [
      ["what many epochs of a training leave as it is is known", "size", "5"],
      ["what each of many epochs changes is not known", "n", "? it changes in a long loop"],
    ] as const
  ).map(([name, result, expected]) => [
    name,
    `import data\nn = 0\nfor epoch in range(100000):\n  size = 5\n  n += 1\n  for batch in data.load(): pass\nresult = ${result}`,
    expected,
  ]),
  [
    "a loop that a break may end leaves what it had given",
    "import data\nfor i in range(100):\n  for x in data.load(): pass\n  last = i\n  if i == 2: break\nresult = last",
    "2",
  ],
  [
    "a tuple with an unknown part that is unpacked has no length",
    "import options\nresult = (1, *options.x)",
    "? what `*` unpacks is not known",
  ],
  [
    "what stands behind an exception in a branch is certain",
    "import options\nfor i in range(3):\n  if options.x: break\n  [][0]\nresult = []\nresult.append(1)",
    "[1]",
  ],
  [
    "what an endless statement changes is not known",
    "result = 0\nwhile True: result += 1",
    "? this takes more steps than are followed",
  ],
])("%s", async (_, source, expected) => {
  expect(await valueIn(source)).toBe(expected);
});

test("outside of a branch nothing is kept for undoing", async () => {
  const { evaluation } = await runSource(`${UNKNOWN}if options.x: a = 1\nelse: a = 2\nfor i in range(9): b = i`);
  expect(evaluation.run.journal.length).toBe(0);
  expect(evaluation.run.certain).toBe(true);
});
