import { expect, test } from "vitest";
import { openWorkspace, worth } from "../../../support/python.ts";

const REGISTRY = {
  "registry.py": "NAMES = []\ndef register(f):\n  NAMES.append(f.__name__)\n  return f\nclass Options:\n  width = 8\n",
  "main.py": "",
};

/** What `result` is worth in each version of main.py, one behind the other. */
async function resultsOf(files: Record<string, string>, versions: readonly string[]): Promise<string[]> {
  const python = await openWorkspace(files);
  return versions.map((text) => {
    const evaluation = python.evaluate();
    evaluation.load({ path: "main.py", text });
    return worth(evaluation, evaluation.run.modules.get("main.py")?.names.get("result"));
  });
}

test("what a file does to what it imports is undone before it is run again", async () => {
  const text = (width: number): string =>
    `from registry import NAMES, Options, register\n@register\ndef net(): pass\n` +
    `Options.depth = ${width}\nOptions.width += ${width}\nresult = (NAMES, Options.width)`;
  expect(await resultsOf(REGISTRY, [text(1), text(2), text(3)])).toEqual([
    "(['net'], 9)",
    "(['net'], 10)",
    "(['net'], 11)",
  ]);
});

test("an imported file that changes is run again", async () => {
  const files: Record<string, string> = { ...REGISTRY };
  const python = await openWorkspace(files);
  const read = (): string => {
    const evaluation = python.evaluate();
    evaluation.load({ path: "main.py", text: "from registry import Options\nresult = Options.width" });
    return worth(evaluation, evaluation.run.modules.get("main.py")?.names.get("result"));
  };
  expect(read()).toBe("8");
  files["registry.py"] = "class Options:\n  width = 16\n";
  expect(read()).toBe("16");
});

test("imports that are added, changed and taken away count", async () => {
  const first = "from registry import Options\n";
  expect(
    await resultsOf({ ...REGISTRY, "more.py": "from registry import Options\nOptions.width = 1" }, [
      `${first}result = Options.width`,
      `${first}import more\nresult = Options.width`,
      `${first}import more\nresult = Options.width + 1`,
      `${first}result = Options.width`,
    ]),
  ).toEqual(["8", "1", "2", "8"]);
});

test("imports have steps of their own, and leave the file's to the file", async () => {
  const busy = "total = 0\nfor i in range(40000):\n  total = total + i\n";
  const [result] = await resultsOf({ "busy.py": busy, "main.py": "" }, [
    "from busy import total\nresult = total\nfor i in range(30000):\n  result = result + 1",
  ]);
  expect(result).toBe(String((40000 * 39999) / 2 + 30000));
});
