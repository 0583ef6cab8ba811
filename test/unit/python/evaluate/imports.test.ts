import { expect, test } from "vitest";
import { Unknown } from "../../../../src/python/value.ts";
import { openWorkspace, worth } from "../../../support/python.ts";

/** What `result` is worth after `main.py` ran in a workspace. */
async function resultOf(files: Readonly<Record<string, string>>, path = "main.py"): Promise<string> {
  const evaluation = (await openWorkspace(files)).evaluate();
  const { value } = evaluation.load({ path, text: files[path] ?? "" });
  return value instanceof Unknown ? value.reason : worth(evaluation, value.names.get("result"));
}

const PACKAGE = {
  "models/__init__.py":
    "from .blocks import Block, helper as build\nfrom . import sizes\n__all__ = ['Block', 'build']\nhidden = 1",
  "models/blocks.py":
    "from .sizes import WIDTH\nfrom ..models.sizes import *\nclass Block:\n  width = WIDTH\ndef helper(n): return [Block.width] * n\n_private = 3",
  "models/sizes.py": "WIDTH = 8\n_SECRET = 1\nDEPTH = 2",
};

test.each([
  ["a package", "import models\nresult = models.build(2)", "[8, 8]"],
  ["a name of a package", "from models import Block as B\nresult = B.width", "8"],
  ["a module of a package", "from models import sizes\nresult = sizes.DEPTH", "2"],
  ["a module by its path", "import models.blocks\nresult = models.blocks.WIDTH", "8"],
  ["a module under another name", "import models.sizes as s\nresult = s.WIDTH", "8"],
  ["a star takes what `__all__` names", "from models import *\nresult = build(1)", "[8]"],
  ["a star leaves out what `__all__` does not name", "hidden = 0\nfrom models import *\nresult = hidden", "0"],
  [
    "a star leaves out what begins with an underscore",
    "_SECRET = 0\nfrom models.sizes import *\nresult = (_SECRET, DEPTH)",
    "(0, 2)",
  ],
  ["inside of a function", "def f():\n  from models.sizes import WIDTH\n  return WIDTH\nresult = f()", "8"],
  ["in a try", "try:\n  from models.nothing import a\nexcept ImportError:\n  a = 2\nresult = a", "2"],
])("%s is imported", async (_, main, expected) => {
  expect(await resultOf({ ...PACKAGE, "main.py": main })).toBe(expected);
});

test.each([
  [
    "a class that stands in for what may not be installed",
    "try:\n  from lib import Layer\nexcept ImportError:\n  class Layer: size = 3\nresult = Layer.size",
    "3",
  ],
  [
    "a flag that says what is installed is not known",
    "try:\n  import lib\n  has = True\nexcept ImportError:\n  has = False\nresult = 1 if has else 2",
    "? it depends on what is installed",
  ],
  [
    "nothing in its place is nothing that is known",
    "try:\n  import lib\nexcept ImportError:\n  lib = None\nresult = lib",
    "? `lib` is not among the files of the workspace",
  ],
  [
    "one library or the other",
    "try:\n  from lib import f\nexcept ImportError:\n  from math import floor as f\nresult = f(2.5)",
    "2",
  ],
  ["a library that we know is there", "try:\n  import math\n  result = 1\nexcept ImportError:\n  result = 2", "1"],
])("%s", async (_, main, expected) => {
  expect(await resultOf({ "main.py": main })).toBe(expected);
});

test("files that import each other see each other as far as they have come", async () => {
  const files = {
    "main.py": "import a\nresult = (a.first, a.g())",
    "a.py": "first = 1\nimport b\ndef g(): return b.second + first",
    "b.py": "import a\nsecond = a.first + 1",
  };
  expect(await resultOf(files)).toBe("(1, 3)");
});

test("a file of the workspace wins over a module of Python's library", async () => {
  expect(await resultOf({ "main.py": "import operator\nresult = operator.add", "operator.py": "add = 5" })).toBe("5");
});

test("in a package a file beside the importing one is no module of Python's library", async () => {
  const files = {
    "main.py": "from lib.nets import result",
    "lib/__init__.py": "",
    "lib/nets.py": "import math\nfrom .math import pi\nresult = (math.floor(2.5), pi)",
    "lib/math.py": "pi = 5",
  };
  expect(await resultOf(files)).toBe("(2, 5)");
});

test("a module runs once, with its own name", async () => {
  const files = {
    "main.py": "import a, b\nfrom a import log\nresult = (log, a.name, __name__)",
    "a.py": "log = []\nlog.append(1)\nname = __name__\nif __name__ == '__main__': log.append('main')",
    "b.py": "import a",
  };
  expect(await resultOf(files)).toBe("([1], 'a', '__main__')");
});

test("what a file gives stays its own when another file's name is the same", async () => {
  const files = {
    "main.py": "from a import size, get\nsize = 9\nresult = (size, get())",
    "a.py": "size = 1\ndef get(): return size",
  };
  expect(await resultOf(files)).toBe("(9, 1)");
});

test("a file that does not end leaves the importing file running", async () => {
  const files = { "main.py": "import a\nresult = 4", "a.py": "while True: pass" };
  expect(await resultOf(files)).toBe("4");
});

test("a copy of a library that we know is not read, but by the files in it", async () => {
  const files = {
    "numpy/__init__.py": "prod = 5",
    "numpy/extra.py": "prod = 6",
    "numpy/inside.py": "import numpy\nresult = numpy.prod",
    "main.py": "import numpy as np\nresult = np.prod([2, 4])",
    "other.py": "from numpy.extra import prod\nresult = prod",
  };
  expect(await resultOf(files)).toBe("8");
  expect(await resultOf(files, "numpy/inside.py")).toBe("5");
  expect(await resultOf(files, "other.py")).toMatch(/^\? /);
});

const AROUND = {
  "lib/__init__.py":
    "from .version import VERSION\nfrom .nets import *\nfrom .broken import nothing\nraise ValueError('all of it')",
  "lib/version.py": "VERSION = 3",
  "lib/broken.py": "raise ValueError('run')",
  "lib/nets/__init__.py":
    "from .first import *\nfrom .second import *\nLAST = 9\ndef last(): return LAST + VERSION\nfrom lib import VERSION",
  "lib/nets/first.py": "FIRST = 1",
};

test.each([
  ["a name", "from lib import VERSION\nresult = VERSION", "3"],
  ["a name that a star brings", "from lib.nets import FIRST\nresult = FIRST", "1"],
  ["a name of the package by its attribute", "import lib.nets as nets\nresult = nets.LAST", "9"],
  ["a function and what it needs", "from lib.nets import last\nresult = last()", "12"],
  ["a file in it", "from lib.nets import first\nresult = first.FIRST", "1"],
])("of the package around a file only what is asked for is run: %s", async (_, text, expected) => {
  const path = "lib/nets/second.py";
  expect(await resultOf({ ...AROUND, [path]: text }, path)).toBe(expected);
});
