/**
 * `convlens bench`: how fast the engine is on this machine, in a few seconds and without anything to compare it with. The
 * comparison with others is in bench/.
 */
import { availableParallelism, cpus } from "node:os";
import { buildNetwork } from "../engine/network.ts";
import { optimizerSlots } from "../engine/optimizer.ts";
import { partSize } from "../engine/part-size.ts";
import { type TrainingData, train } from "../engine/train.ts";
import { readCnnJson } from "../formats/cnn-json/read.ts";
import { chooseBackend } from "../kernels/choose-backend.ts";
import type { Floats } from "../tensor/floats.ts";
import type { ConvSizes } from "../tensor/kernels.ts";
import { Random } from "../tensor/random.ts";
import { windowOf } from "../tensor/window.ts";
import { readBundledMnist } from "./dataset-folder.ts";
import { CliError, type ExitCode, exit } from "./exit.ts";
import { maxBytes } from "./load-network.ts";
import { parseOptions } from "./options.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Two convolutions and a dense layer, trained on single images: the smallest network that is worth the name. */
const smallText = `{ "input": [28, 28, 1], "layers": [
  { "type": "conv2d", "filters": 8, "kernelSize": 3, "padding": "same", "activation": "relu" },
  { "type": "conv2d", "filters": 16, "kernelSize": 3, "strides": 2, "activation": "relu" },
  { "type": "flatten" },
  { "type": "dense", "units": 10, "activation": "softmax" } ],
  "training": { "samples": 200, "batchSize": 1, "optimizer": { "type": "sgd", "learningRate": 0.03 }, "seed": 1 } }`;

const lenetText = `{ "input": [28, 28, 1], "layers": [
  { "type": "conv2d", "filters": 6, "kernelSize": 5, "padding": "same", "activation": "relu" },
  { "type": "maxPool2d", "poolSize": 2 },
  { "type": "conv2d", "filters": 16, "kernelSize": 5, "activation": "relu" },
  { "type": "maxPool2d", "poolSize": 2 },
  { "type": "flatten" },
  { "type": "dense", "units": 120, "activation": "relu" },
  { "type": "dense", "units": 84, "activation": "relu" },
  { "type": "dense", "units": 10 } ],
  "training": { "batchSize": 32, "optimizer": { "type": "sgd", "learningRate": 0.01 }, "seed": 1 } }`;

interface Result {
  readonly name: string;
  readonly title: string;
  readonly unit: "steps/s" | "GFLOP/s";
  readonly value: number;
}

export function bench(args: readonly string[], terminal: Terminal): ExitCode {
  const options = parseOptions(args, { texts: ["seconds"], flags: ["json"] });
  if (options.files.length > 0) throw new CliError(`convlens bench takes no file, not "${options.files[0]}".`);
  const seconds = options.decimal("seconds") ?? 1;
  const machine = describeMachine();
  const results = [
    ...benchTraining(seconds),
    ...benchConvolution({ size: 56, channels: 64 }, seconds),
    ...benchConvolution({ size: 28, channels: 32 }, seconds),
  ];
  terminal.print(options.flag("json") ? `${JSON.stringify({ ...machine, results })}\n` : format(machine, results));
  return exit.done;
}

function describeMachine() {
  return {
    kernels: chooseBackend().name,
    simd: chooseBackend("simd").name === "simd",
    relaxedSimd: chooseBackend("relaxed").name === "relaxed",
    threads: 1,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    node: process.versions.node,
  };
}

function benchTraining(seconds: number): Result[] {
  const data = readBundledMnist();
  return [
    {
      name: "small-batch-1",
      title: "A step of the small network, 1 image",
      unit: "steps/s",
      value: perSecond(trainer(smallText, data), seconds),
    },
    {
      name: "lenet-batch-32",
      title: "A step of LeNet-5, 32 images",
      unit: "steps/s",
      value: perSecond(trainer(lenetText, data), seconds),
    },
  ];
}

/** Gives a function that trains one batch. */
function trainer(text: string, data: TrainingData): () => void {
  const { graph, analysis, training: inFile } = readCnnJson(text, "bench.cnn.json");
  const training = { ...inFile, epochs: Number.POSITIVE_INFINITY, testSamples: 0 };
  const network = buildNetwork(graph, analysis, {
    backend: chooseBackend(),
    precision: "float32",
    seed: training.seed,
    maxBytes,
    batchSize: partSize(graph, analysis, training.batchSize),
    observed: "output",
    gradients: true,
    optimizerSlots: optimizerSlots(training.optimizer),
  });
  const steps = train(network, data, training);
  return () => {
    while (steps.next().value?.kind !== "step");
  };
}

/** A 3 x 3 convolution that keeps size and channels: its three passes, counted as the direct algorithm counts. */
function benchConvolution({ size, channels }: { size: number; channels: number }, seconds: number): Result[] {
  const axis = { input: size, kernel: 3, stride: 1, dilation: 1, before: 1, after: 1, output: size };
  const sizes: ConvSizes = { n: 1, ci: channels, co: channels, groups: 1, window: windowOf(axis, axis) };
  const [map, taps] = [size * size * channels, 9 * channels * channels];
  const { kernels, floats } = chooseBackend().open("float32", 4 * (6 * map + 4 * taps + 512 * size), 32);
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

function format(machine: ReturnType<typeof describeMachine>, results: readonly Result[]): string {
  const { kernels, simd, relaxedSimd, threads, cpu, cores, node } = machine;
  const yes = (flag: boolean): string => (flag ? "yes" : "no");
  const rows = results.map(({ title, value, unit }) => [title, value.toFixed(value < 1000 ? 1 : 0), unit]);
  return (
    `${cpu}, ${cores} cores, Node ${node}\n` +
    `Kernels: ${kernels}. Relaxed SIMD: ${yes(relaxedSimd)}. SIMD: ${yes(simd)}. Threads: ${threads}.\n` +
    "Each second is one of processor time.\n\n" +
    formatTable(rows, new Set([1]))
  );
}
