/**
 * `convlens bench`: how fast the engine is on this machine, in a few seconds and without anything to compare it with. The
 * comparison with others is in bench/.
 */
import { availableParallelism, cpus } from "node:os";
import { chooseBackend } from "../kernels/choose-backend.ts";
import type { Backend } from "../tensor/backend.ts";
import type { Floats } from "../tensor/floats.ts";
import type { ConvSizes } from "../tensor/kernels.ts";
import { Random } from "../tensor/random.ts";
import { windowOf } from "../tensor/window.ts";
import { type BenchResult, benchThreads, benchTraining } from "./bench-training.ts";
import { backendOf, threadsOf } from "./compute-options.ts";
import { CliError, type ExitCode, exit } from "./exit.ts";
import { parseOptions } from "./options.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export async function bench(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = parseOptions(args, { texts: ["seconds", "threads", "kernels"], flags: ["json"] });
  if (options.files.length > 0) throw new CliError(`convlens bench takes no file, not "${options.files[0]}".`);
  const seconds = options.decimal("seconds") ?? 1;
  const [backend, threads] = [backendOf(options), threadsOf(options)];
  const machine = describeMachine(backend, threads);
  const results = [
    ...benchTraining(backend, (run) => perSecond(run, seconds)),
    ...(await benchThreads(backend, threads, seconds)),
    ...benchConvolution({ size: 56, channels: 64, backend }, seconds),
    ...benchConvolution({ size: 28, channels: 32, backend }, seconds),
  ];
  terminal.print(options.flag("json") ? `${JSON.stringify({ ...machine, results })}\n` : format(machine, results));
  return exit.done;
}

function describeMachine({ name }: Backend, threads: number) {
  return {
    kernels: name,
    simd: chooseBackend("simd").name === "simd",
    relaxedSimd: chooseBackend("relaxed").name === "relaxed",
    threads,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    node: process.versions.node,
  };
}

/** What kernels may ask for beside these arrays; nothing of it is touched that they do not need. */
const roomBytes = 1 << 24;

/** A 3 x 3 convolution that keeps size and channels: its three passes, counted as the direct algorithm counts. */
function benchConvolution(
  { size, channels, backend }: { size: number; channels: number; backend: Backend },
  seconds: number,
): BenchResult[] {
  const axis = { input: size, kernel: 3, stride: 1, dilation: 1, before: 1, after: 1, output: size };
  const sizes: ConvSizes = { n: 1, ci: channels, co: channels, groups: 1, window: windowOf(axis, axis) };
  const [map, taps] = [size * size * channels, 9 * channels * channels];
  const { kernels, floats } = backend.open("float32", 4 * (2 * map + 2 * taps) + roomBytes, 32);
  const [x, k, dy, dk] = [floats(map), floats(taps), floats(map), floats(taps)];
  const random = new Random(1);
  for (const array of [x, k, dy]) fill(array, random);
  const passes: [name: string, title: string, run: () => void][] = [
    ["forward", "forward", () => kernels.conv2d(x, k, dy, sizes)],
    ["input-gradient", "gradient of its input", () => kernels.conv2dInputGradient(dy, k, x, sizes)],
    ["kernel-gradient", "gradient of its kernel", () => kernels.conv2dKernelGradient(x, dy, dk, sizes)],
  ];
  const gigaflops = (2 * size * size * taps) / 1e9;
  return passes.map(([name, title, run]) => ({
    name: `convolution-${size}x${size}x${channels}-${name}`,
    title: `3 x 3 convolution of ${size} x ${size} x ${channels}, ${title}`,
    unit: "GFLOP/s",
    value: perSecond(run, seconds / 4) * gigaflops,
  }));
}

function fill(array: Floats, random: Random): void {
  for (let i = 0; i < array.length; i++) array[i] = random.uniform() - 0.5;
}

/** How often something is done in a second of processor time: the median of five measurements of `seconds` in all. */
function perSecond(run: () => void, seconds: number): number {
  const slices = 5;
  measure(run, seconds / slices); // so that the compilers have done their work
  const rates = Array.from({ length: slices }, () => measure(run, seconds / slices));
  return rates.sort((a, b) => a - b)[Math.floor(slices / 2)] ?? 0;
}

function measure(run: () => void, seconds: number): number {
  const begin = process.cpuUsage();
  for (let count = 1; ; count++) {
    run();
    // Not the clock: what other programs take should not count.
    const { user, system } = process.cpuUsage(begin);
    const passed = (user + system) / 1e6;
    if (passed >= seconds && passed > 0) return count / passed;
  }
}

function format(machine: ReturnType<typeof describeMachine>, results: readonly BenchResult[]): string {
  const { kernels, simd, relaxedSimd, threads, cpu, cores, node } = machine;
  const yes = (flag: boolean): string => (flag ? "yes" : "no");
  const rows = results.map(({ title, value, unit }) => [title, value.toFixed(value < 1000 ? 1 : 0), unit]);
  return (
    `${cpu}, ${cores} cores, Node ${node}\n` +
    `Kernels: ${kernels}. Relaxed SIMD: ${yes(relaxedSimd)}. SIMD: ${yes(simd)}. Threads: ${threads}.\n` +
    "Each second is one of processor time, but with several threads one of the clock.\n\n" +
    formatTable(rows, new Set([1]))
  );
}
