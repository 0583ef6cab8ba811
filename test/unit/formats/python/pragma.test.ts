import { expect, test } from "vitest";
import { findPragmas, pragmaFor, pragmaText } from "../../../../src/formats/python/pragma.ts";

const shapesIn = (text: string) => findPragmas(text).map(({ shapes }) => shapes);

test("a comment gives the shape of one sample, however it is spelled", () => {
  for (const written of ["1x28x28", "1 x 28 x 28", "1,28,28", "(1, 28, 28)", "[1,28,28]", "1×28×28"]) {
    expect(shapesIn(`# convlens: input=${written}\n`)).toEqual([[[1, 28, 28]]]);
  }
});

test("what is no shape of positive numbers is only a comment", () => {
  expect(shapesIn("# convlens: input=\n# convlens: input=0x3\n# convlens: input=big\n# input=1x2")).toEqual([]);
});

test("what is written is read again", () => {
  expect(shapesIn(pragmaText([[3, 32, 32]]))).toEqual([[[3, 32, 32]]]);
  expect(shapesIn(pragmaText([[3, 32, 32], [10]]))).toEqual([[[3, 32, 32], [10]]]);
});

test("several inputs stand behind each other, and each must have sizes", () => {
  expect(shapesIn("# convlens: input=62; 10;(2)")).toEqual([[[62], [10], [2]]]);
  expect(shapesIn("# convlens: input=62;\n# convlens: input=1;0")).toEqual([]);
});

test("a comment speaks of the class that it stands in or above, else of the whole file", () => {
  const text =
    "# convlens: input=1x2x2\n\nclass A: pass\n\n# convlens: input=3x4x4\n@decorated\nclass B: pass\nclass C:\n  # convlens: input=5\n  pass\n";
  const pragmas = findPragmas(text);
  const rangeOf = (name: string) => {
    const start = text.indexOf(`class ${name}`);
    const next = text.indexOf("class", start + 1);
    return { start, end: next === -1 ? text.length : next };
  };
  const definitions = ["A", "B", "C"].map(rangeOf);
  const shapeFor = (name: string) => pragmaFor(pragmas, rangeOf(name), text, definitions)?.shapes;
  expect([shapeFor("A"), shapeFor("B"), shapeFor("C")]).toEqual([[[1, 2, 2]], [[3, 4, 4]], [[5]]]);
  expect(pragmaFor(pragmas, undefined, text, definitions)).toBeUndefined();
  expect(
    pragmaFor(findPragmas("# convlens: input=7\n\nx = 1\nclass A: pass"), { start: 30, end: 43 }, "", [])?.shapes,
  ).toEqual([[7]]);
});
