// What PyTorch and Keras computed when the sample files really ran (test/golden/static-shapes): every executed line, every
// construction, every count.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../../scripts/root.ts";
import { convlens, temporaryFile } from "./convlens.ts";

interface Call {
  readonly line: number;
  readonly altLines?: readonly number[];
  readonly type: string;
  readonly outputShape: readonly (number | null)[];
  readonly times: number;
}

interface Construction {
  readonly line: number;
  readonly type: string;
  readonly outputShapes: readonly (readonly (number | null)[])[];
  readonly params: readonly number[];
}

interface Expected {
  readonly file: string;
  readonly entry: string | null;
  readonly args: unknown;
  readonly input: string;
  readonly framework: "pytorch" | "keras";
  readonly totalParams: number | null;
  readonly sources: Readonly<Record<string, { calls: readonly Call[]; constructors: readonly Construction[] }>>;
}

interface Row {
  readonly line: number;
  readonly constructorLine?: number;
  readonly type: string;
  readonly outputShape: readonly (number | null)[] | null;
  readonly params: number;
}

const folder = inRoot("test", "golden", "static-shapes");
const { records }: { records: readonly Expected[] } = JSON.parse(readFileSync(`${folder}/expected.json`, "utf8"));

async function shapesOf({ file, entry, args, input, framework }: Expected) {
  const entryOptions = entry === null ? [] : ["--entry", entry, "--args", JSON.stringify(args)];
  const inputOptions = framework === "pytorch" ? ["--input", input] : [];
  const { out } = await convlens(["shapes", `${folder}/${file}`, ...entryOptions, ...inputOptions, "--json"]);
  return JSON.parse(out) as { layers: readonly Row[]; diagnostics: readonly unknown[]; totalParams: number };
}

describe.each(
  records.map((record) => ({ ...record, title: `${record.file} ${record.entry} ${JSON.stringify(record.args)}` })),
)("$title", (record) => {
  const source = Object.values(record.sources)[0] as Expected["sources"][string];

  test("every executed line has the shape that the framework computed", async () => {
    const { layers } = await shapesOf(record);
    for (const call of source.calls) {
      const lines = [call.line, ...(call.altLines ?? [])];
      const same = layers.filter(
        ({ line, type, outputShape }) =>
          lines.includes(line) &&
          type === call.type &&
          JSON.stringify(outputShape) === JSON.stringify(call.outputShape),
      );
      expect(same.length, JSON.stringify(call)).toBe(call.times);
    }
  });

  test("every construction has the framework's shapes and parameters", async () => {
    const { layers } = await shapesOf(record);
    for (const made of source.constructors) {
      const rows = layers.filter(
        ({ line, constructorLine, type }) => type === made.type && [line, constructorLine].includes(made.line),
      );
      const shapes = new Set(rows.map(({ outputShape }) => JSON.stringify(outputShape)));
      for (const shape of made.outputShapes) expect([...shapes], JSON.stringify(made)).toContain(JSON.stringify(shape));
      expect([...new Set(rows.map(({ params }) => params))].sort(), JSON.stringify(made)).toEqual(
        [...made.params].sort(),
      );
    }
  });

  test("nothing is wrong, and the total is the framework's", async () => {
    const { diagnostics, totalParams } = await shapesOf(record);
    expect(diagnostics).toEqual([]);
    if (record.totalParams !== null) expect(totalParams).toBe(record.totalParams);
  });
});

test("a file whose model takes more steps than are followed names the line that builds it", async () => {
  const source = `import torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = []
        while len(sizes) < 90000:
            sizes.append(abs(len(sizes) - 7) + len(sizes) * 2 + 1)
        self.fc = nn.Linear(len(sizes), 10)
net = Net()
`;
  const { out } = await convlens(["shapes", temporaryFile("long.py", source)]);
  expect(out).toBe(
    "No model is known in the file.\nLine 9 is not followed: this takes more steps than are followed.\n",
  );
});
