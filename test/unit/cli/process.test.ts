/** The program itself, in a process of its own: what cannot be seen from within. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readSafetensors } from "../../../src/formats/safetensors.ts";
import { temporaryFile } from "./convlens.ts";
import { broken, digits, small } from "./models.ts";

const program = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null; out: string; err: string }>;
}

function start(args: readonly string[], onOutput?: (out: string) => void): Running {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    onOutput?.(out);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Awaited<Running["ended"]>>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, ended };
}

test("the exit code is the command's", async () => {
  const runs = [
    ["shapes", temporaryFile("a.cnn.json", small), "--json"],
    ["check", temporaryFile("b.cnn.json", broken)],
    ["check"],
  ];
  const ends = await Promise.all(runs.map((args) => start(args).ended));
  expect(ends.map(({ code }) => code)).toEqual([0, 1, 2]);
  expect(JSON.parse(ends[0]?.out ?? "").totalParams).toBe(47);
});

test.each(["relaxed", "wide"])(
  "Ctrl+C stops a training with %s kernels, which saves and ends well",
  async (kernels) => {
    const file = temporaryFile("digits.cnn.json", digits);
    const saved = join(dirname(file), "w.safetensors");
    let isInterrupted = false;
    const { child, ended } = start(
      ["train", file, "--json", "--epochs", "1000000", "--save", saved, "--kernels", kernels],
      () => {
        if (!isInterrupted) child.kill("SIGINT");
        isInterrupted = true;
      },
    );
    const { code, signal, out, err } = await ended;
    if (kernels === "wide" && code === 2) return; // not on this machine
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(err).toMatch(/^Stopped after step \d+: the weights are saved in .*\.\n$/);
    expect(JSON.parse(out.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ done: true, stopped: true });
    expect([...readSafetensors(readFileSync(saved)).keys()]).toEqual(["out.kernel", "out.bias"]);
  },
);

test("a reader who goes away does not cost the weights", async () => {
  const file = temporaryFile("digits.cnn.json", digits);
  const saved = join(dirname(file), "w.safetensors");
  const { child, ended } = start(["train", file, "--json", "--epochs", "30", "--save", saved], () => {
    child.stdout?.destroy();
  });
  expect((await ended).code).toBe(0);
  expect(readSafetensors(readFileSync(saved)).size).toBe(2);
});

test("wide kernels train in a process with V8's flags, as well as the others, or say why not", async () => {
  const file = temporaryFile("digits.cnn.json", digits);
  const train = (kernels: string) => start(["train", file, "--json", "--epochs", "1", "--kernels", kernels]).ended;
  const [wide, relaxed] = await Promise.all([train("wide"), train("relaxed")]);
  if (wide.code === 2) {
    expect(wide.err).toMatch(/^convlens: The wide kernels need .* Leave --kernels out/);
    return;
  }
  const end = ({ out }: { out: string }) => JSON.parse(out.trimEnd().split("\n").at(-1) ?? "");
  expect(wide).toMatchObject({ code: 0, err: "" });
  expect(end(wide).testAccuracy).toBeCloseTo(end(relaxed).testAccuracy, 3);
});
