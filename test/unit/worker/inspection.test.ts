import { describe, expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../../src/formats/safetensors.ts";
import { allParts, type Inspection, type KnownParts, type Part } from "../../../src/protocol/inspection.ts";
import type { NamedTensors } from "../../../src/tensor/named-tensor.ts";
import { tinyData, tinyModel } from "./tiny-data.ts";
import { type Harness, startTiny } from "./worker-harness.ts";

const sample = { set: "train", index: 0 } as const;
const INPUT = -1;
const CONV = 0;
const OUT = 3;

function look({ worker }: Harness, layer: number, index = 0): Promise<Inspection> {
  return worker.call("inspect", { layer, sample: { set: "train", index } });
}

async function weightsOf({ worker }: Harness): Promise<NamedTensors> {
  return readSafetensors(await worker.call("weights", undefined));
}

describe("an inspection", () => {
  test("shows a layer's inputs, output, values before its activation, weights and all gradients", async () => {
    const harness = await startTiny();
    const { output, beforeActivation, outputGradient, weights, inputs, label } = await look(harness, CONV);
    expect(label).toBe(0);
    expect(inputs.map(({ shape }) => shape)).toEqual([[6, 6, 1]]);
    expect(output.shape).toEqual([4, 4, 4]);
    expect(output.data).toEqual(beforeActivation?.data.map((x) => Math.max(x, 0)));
    expect(outputGradient).toHaveLength(64);
    expect(weights.map(({ name, shape, gradient }) => [name, shape, gradient?.length])).toEqual([
      ["kernel", [3, 3, 1, 4], 36],
      ["bias", [4], 4],
    ]);
    expect(weights[0]?.gradient?.some((g) => g !== 0)).toBe(true);
  });

  test("shows the image with the gradient that reaches it", async () => {
    const harness = await startTiny();
    const { image, output, outputGradient, inputs } = await look(harness, INPUT);
    expect(image.shape).toEqual([6, 6, 1]);
    expect(output.data).toEqual(image.data);
    expect(Math.max(...image.data)).toBeLessThanOrEqual(1);
    expect(inputs).toEqual([]);
    expect(outputGradient?.some((g) => g !== 0)).toBe(true);
  });

  test("gives the prediction as probabilities, and the loss of the sample's class", async () => {
    const harness = await startTiny();
    const { prediction, loss, label } = await look(harness, OUT);
    expect(prediction?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1);
    expect(loss).toBeCloseTo(-Math.log(prediction?.[label ?? -1] ?? 0));
  });

  test("of a model whose output does not fit the classes has maps, but no loss and no gradients", async () => {
    const harness = await startTiny({ units: 5 });
    const { output, outputGradient, weights, loss, prediction } = await look(harness, CONV);
    expect(output.data.some((x) => x > 0)).toBe(true);
    expect([outputGradient, loss, prediction, weights[0]?.gradient]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("of a person's own image is made where the data set's images do not fit, with the output's classes", async () => {
    const { worker } = await startTiny({ input: [10, 8, 3], units: 5 });
    const pixels = Float32Array.from({ length: 240 }, (_, at) => (at % 7) / 7);
    const own = { set: "own", pixels, label: 4 } as const;
    const answer = await worker.call("inspect", { layer: CONV, sample: own });
    const { image, output, outputGradient, prediction, loss } = answer;
    expect(image.data).toEqual(pixels);
    expect(answer.sample).toEqual({ ...own, pixels: new Float32Array() });
    expect(image.shape).toEqual([10, 8, 3]);
    expect(output.shape).toEqual([8, 6, 4]);
    expect(outputGradient?.some((g) => g !== 0)).toBe(true);
    expect(prediction).toHaveLength(5);
    expect(loss).toBeCloseTo(-Math.log(prediction?.[4] ?? 0));
    await expect(worker.call("inspect", { layer: CONV, sample })).rejects.toThrow(/\[10, 8, 3\].*\[6, 6, 1\]/);
    const beyond = { ...own, label: 5 };
    await expect(worker.call("inspect", { layer: CONV, sample: beyond })).rejects.toThrow(/no class 5: .* 0 to 4/);
  });

  test("answers while a training runs, with weights that move, and does not change the training", async () => {
    const quiet = await startTiny({ training: { epochs: 60 } });
    await quiet.worker.call("train", undefined);
    const watched = await startTiny({ training: { epochs: 60 } });
    const before = await look(watched, CONV);
    const run = watched.worker.call("train", undefined);
    await expect.poll(() => watched.heard.points.length).toBeGreaterThan(0);
    const during = await look(watched, CONV);
    await run;
    expect(during.weights[0]?.value).not.toEqual(before.weights[0]?.value);
    expect(watched.heard.points).toEqual(quiet.heard.points);
  });

  test("answers while a training is paused, twice the same", async () => {
    const harness = await startTiny({ training: { epochs: 100_000 } });
    const run = harness.worker.call("train", undefined);
    await expect.poll(() => harness.heard.points.length).toBeGreaterThan(0);
    await harness.worker.call("pause", undefined);
    expect(await look(harness, CONV)).toEqual(await look(harness, CONV));
    await harness.worker.call("stop", undefined);
    await run;
  });

  test("of an edited model takes from the running training the weights that match", async () => {
    const harness = await startTiny({ training: { epochs: 100_000 } });
    const run = harness.worker.call("train", undefined);
    await expect.poll(() => harness.heard.points.length).toBeGreaterThan(0);
    await harness.worker.call("pause", undefined);
    const trained = await look(harness, CONV);
    await harness.open(tinyModel({ units: 7 }));
    expect((await look(harness, CONV)).weights[0]?.value).toEqual(trained.weights[0]?.value);
    expect((await look(harness, OUT)).output.shape).toEqual([7]);
    await harness.worker.call("stop", undefined);
    await run;
  });

  test.each([
    ["a layer that is not there", { layer: 9, sample }, /no layer 9/],
    ["a sample behind the last", { layer: 0, sample: { set: "test", index: 8 } as const }, /no sample 8/],
    ["a negative sample", { layer: 0, sample: { set: "test", index: -1 } as const }, /no sample -1/],
  ])("refuses %s", async (_, request, message) => {
    const { worker } = await startTiny();
    await expect(worker.call("inspect", request)).rejects.toThrow(message);
  });

  test("of a layer before a mistake gives its values, and neither loss nor prediction", async () => {
    const whole = await startTiny();
    const broken = await startTiny({ units: 0 });
    const { output } = await look(whole, CONV);
    const found = await look(broken, CONV);
    expect(found.output).toEqual(output);
    expect([found.loss, found.prediction, found.outputGradient]).toEqual([undefined, undefined, undefined]);
    await expect(look(broken, OUT)).rejects.toThrow(/no layer/);
  });

  test("of a broken model has no saliency, and its weights are neither written nor read", async () => {
    const { worker } = await startTiny({ units: 0 });
    await expect(worker.call("saliency", { sample, target: undefined, layer: CONV })).rejects.toThrow(
      /out has a wrong/,
    );
    await expect(worker.call("weights", undefined)).rejects.toThrow(/out has a wrong/);
    await expect(worker.call("loadWeights", new Uint8Array(8))).rejects.toThrow(/out has a wrong/);
  });

  test("of a broken model says what is wrong with it", async () => {
    const harness = await startTiny({ input: [2, 2, 1] });
    await expect(look(harness, CONV)).rejects.toThrow(/conv/);
  });
});

describe("parts of an inspection", () => {
  const ask = ({ worker }: Harness, parts: readonly Part[], known?: KnownParts, index = 0): Promise<Inspection> =>
    worker.call("inspect", { layer: CONV, sample: { set: "train", index }, parts, known });
  const sizes = ({ image, inputs, output, outputGradient, inputGradients, weights }: Inspection) => [
    image.data.length,
    inputs[0]?.data.length,
    output.data.length,
    outputGradient?.length,
    inputGradients[0]?.length,
    weights[0]?.value.length,
    weights[0]?.gradient?.length,
  ];

  test.each<[Part, (number | undefined)[]]>([
    ["image", [36, 0, 0, undefined, undefined, 0, undefined]],
    ["inputs", [0, 36, 0, undefined, undefined, 0, undefined]],
    ["values", [0, 0, 64, undefined, undefined, 0, undefined]],
    ["gradients", [0, 0, 0, 64, undefined, 0, undefined]],
    ["weights", [0, 0, 0, undefined, undefined, 36, undefined]],
    ["weightGradients", [0, 0, 0, undefined, undefined, 0, 36]],
    ["through", [0, 0, 0, undefined, 36, 0, undefined]],
  ])("%s come alone where nothing else is asked for, with all shapes and names", async (part, expected) => {
    const found = await ask(await startTiny(), [part]);
    expect(sizes(found)).toEqual(expected);
    expect(found.parts).toEqual([part]);
    expect([found.image.shape, found.inputs[0]?.shape, found.output.shape]).toEqual([
      [6, 6, 1],
      [6, 6, 1],
      [4, 4, 4],
    ]);
    expect(found.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ["kernel", [3, 3, 1, 4]],
      ["bias", [4]],
    ]);
  });

  test("asked for one after the other are those that come at once", async () => {
    const whole = await look(await startTiny(), CONV);
    const harness = await startTiny();
    const apart = await Promise.all(allParts.map((part) => ask(harness, [part])));
    const [image, values, inputs, gradients, weights, weightGradients, , through] = apart;
    expect(image?.image).toEqual(whole.image);
    expect(inputs?.inputs).toEqual(whole.inputs);
    expect(values?.output).toEqual(whole.output);
    expect(values?.beforeActivation).toEqual(whole.beforeActivation);
    expect(gradients?.outputGradient).toEqual(whole.outputGradient);
    expect(gradients?.beforeActivationGradient).toEqual(whole.beforeActivationGradient);
    expect(weights?.weights.map(({ value }) => value)).toEqual(whole.weights.map(({ value }) => value));
    expect(weightGradients?.weights.map(({ gradient }) => gradient)).toEqual(
      whole.weights.map(({ gradient }) => gradient),
    );
    expect(through?.inputGradients).toEqual(whole.inputGradients);
    expect(new Set(apart.map(({ run, loss }) => `${run} ${loss}`)).size).toBe(1);
    expect(image?.loss).toBe(whole.loss);
  });

  test("that are one and the same are one array, which is sent once", async () => {
    const { worker } = await startTiny();
    const pool = await worker.call("inspect", { layer: 1, sample });
    expect(pool.beforeActivationGradient).toBe(pool.outputGradient);
    const conv = await worker.call("inspect", { layer: CONV, sample });
    expect(conv.beforeActivationGradient).not.toEqual(conv.outputGradient);
  });

  test("that are known of the same run are not sent again", async () => {
    const harness = await startTiny();
    const { run } = await ask(harness, ["image", "values"]);
    const known = { run, parts: ["image", "values"] } as const;
    const rest = await ask(harness, ["image", "values", "weights"], known);
    expect([rest.run, rest.parts]).toEqual([run, ["weights"]]);
    const other = await ask(harness, ["image", "values"], known, 1);
    expect(other.run).not.toBe(run);
    expect(other.parts).toEqual(["image", "values"]);
  });

  test("that are known are sent again once the weights are others", async () => {
    const harness = await startTiny();
    const { run } = await ask(harness, ["values"]);
    await harness.worker.call("train", undefined);
    expect((await ask(harness, ["values"], { run, parts: ["values"] })).parts).toEqual(["values"]);
  });
});

describe("an own image", () => {
  const pixels = Float32Array.from({ length: 36 }, (_, at) => (at % 6 < 3 ? 0.9 : 0.1));
  const lookAt = ({ worker }: Harness, label: number | undefined, values = pixels): Promise<Inspection> =>
    worker.call("inspect", { layer: CONV, sample: { set: "own", pixels: values, label } });

  test("without a label has maps and a prediction, but neither loss nor gradients", async () => {
    const found = await lookAt(await startTiny(), undefined);
    expect(found.image.data).toEqual(pixels);
    expect(found.output.data.some((x) => x > 0)).toBe(true);
    expect(found.prediction?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1);
    expect([found.label, found.loss, found.outputGradient, found.weights[0]?.gradient]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("that is one of the data set's, with its label, gives what that one gives", async () => {
    const harness = await startTiny();
    const { image, label, run, ...known } = await look(harness, CONV);
    const { sample: _, run: other, ...own } = await lookAt(harness, label, image.data.slice());
    const { sample: __, ...expected } = known;
    expect(own).toEqual({ ...expected, image, label });
    expect(other).not.toBe(run);
  });

  test.each([
    ["of another size", new Float32Array(35), 0, /\[6, 6, 1\] takes 36 values, and the image has 35/],
    ["with a value that is no number", new Float32Array(36).fill(Number.NaN), 0, /not a finite number/],
    ["of a class that is not there", pixels, 2, /no class 2.*0 to 1/],
  ])("%s is refused", async (_, values, label, message) => {
    await expect(lookAt(await startTiny(), label, values)).rejects.toThrow(message);
  });
});

describe("weights", () => {
  test("of layers that an edit left alone stay, and come back when a changed one is changed back", async () => {
    const harness = await startTiny();
    await harness.worker.call("train", undefined);
    const trained = await weightsOf(harness);
    await harness.open(tinyModel({ filters: 6 }));
    const edited = await weightsOf(harness);
    expect(edited.get("conv.kernel")?.shape).toEqual([3, 3, 1, 6]);
    expect(edited.get("out.bias")).toEqual(trained.get("out.bias"));
    await harness.open(tinyModel());
    expect(await weightsOf(harness)).toEqual(trained);
  });

  test("of an earlier shape come back even after a training in another one, in another worker", async () => {
    const first = await startTiny();
    await first.worker.call("train", undefined);
    const trained = await weightsOf(first);
    await first.open(tinyModel({ filters: 6 }));
    await first.worker.call("train", undefined);
    const second = await startTiny();
    await second.open(tinyModel(), await first.worker.call("keep", undefined));
    expect((await weightsOf(second)).get("conv.kernel")).toEqual(trained.get("conv.kernel"));
  });

  test("from a file are taken, and what is missing or unused is told", async () => {
    const harness = await startTiny();
    const kernel = new Float32Array(36).fill(0.5);
    const file = writeSafetensors(
      new Map([
        ["conv.kernel", { shape: [3, 3, 1, 4], data: kernel }],
        ["other.kernel", { shape: [2], data: new Float32Array(2) }],
      ]),
    );
    expect(await harness.worker.call("loadWeights", file)).toEqual({
      loaded: ["conv.kernel"],
      missing: ["conv.bias", "out.kernel", "out.bias"],
      unused: ["other.kernel"],
    });
    expect((await look(harness, CONV)).weights[0]?.value).toEqual(kernel);
  });

  const tensor = (name: string, shape: number[]): Uint8Array =>
    writeSafetensors(new Map([[name, { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }]]));

  test.each([
    ["of another shape", tensor("conv.kernel", [5, 5, 1, 4]), /conv\.kernel.*\[3, 3, 1, 4\].*\[5, 5, 1, 4\]/],
    ["of another model", tensor("conv9.kernel", [5, 5]), /None of the file's tensors \(conv9\.kernel\)/],
    ["cut off", tensor("conv.kernel", [3, 3, 1, 4]).slice(0, 90), /conv\.kernel|header/i],
    ["whose header lies about its length", Uint8Array.from([255, 255, 255, 0, 0, 0, 0, 0, 123]), /header/i],
    ["that are no file at all", new Uint8Array(), /header/i],
  ])("%s are refused, and the weights stay as they were", async (_, file, message) => {
    const harness = await startTiny();
    await harness.worker.call("train", undefined);
    const before = await weightsOf(harness);
    await expect(harness.worker.call("loadWeights", file)).rejects.toThrow(message);
    expect(await weightsOf(harness)).toEqual(before);
  });

  test("are not loaded into a model that is being trained", async () => {
    const harness = await startTiny({ training: { epochs: 100_000 } });
    const run = harness.worker.call("train", undefined);
    await expect.poll(() => harness.heard.points.length).toBeGreaterThan(0);
    await expect(harness.worker.call("loadWeights", new Uint8Array())).rejects.toThrow(/being trained/);
    await harness.worker.call("stop", undefined);
    await run;
  });
});

describe("a data set", () => {
  test("is counted, with the shape and classes of its samples", async () => {
    const { worker } = await startTiny();
    expect(await worker.call("loadDataset", tinyData(10, 4))).toEqual({
      train: 10,
      test: 4,
      shape: [6, 6, 1],
      classes: 2,
    });
  });

  test("with a damaged gzip file is refused with its name, and the one before stays", async () => {
    const harness = await startTiny();
    const bytes = tinyData();
    const broken = { ...bytes, trainImages: bytes.trainImages.slice(0, 40) };
    await expect(harness.worker.call("loadDataset", broken)).rejects.toThrow(/training images.*gzip/);
    expect((await look(harness, CONV)).label).toBe(0);
  });

  test("whose images and labels do not belong together is refused", async () => {
    const { worker } = await startTiny();
    const mixed = { ...tinyData(10, 4), trainLabels: tinyData(12, 4).trainLabels };
    await expect(worker.call("loadDataset", mixed)).rejects.toThrow(/10 images.*12 labels/);
  });
});

describe("what a training did to the weights", () => {
  const ask = async ({ worker }: Harness, changes: boolean) =>
    (await worker.call("inspect", { layer: CONV, sample, parts: changes ? ["weights", "changes"] : ["weights"] }))
      .weights[0];

  test("is the difference from where it began, and what its step added, for who asks for it", async () => {
    const harness = await startTiny({ training: { epochs: 1, samples: 8 } });
    const before = await ask(harness, true);
    expect(before?.change).toBeUndefined();
    const ended = harness.worker.call("train", { paused: true });
    await harness.worker.call("step", undefined);
    const after = await ask(harness, true);
    const difference = after?.value.map((x, i) => x - (before?.value[i] as number));
    expect(after?.change).toEqual(difference);
    expect(after?.update).toEqual(difference);
    expect((await ask(harness, false))?.change).toBeUndefined();
    await harness.worker.call("stop", undefined);
    await ended;
    expect((await ask(harness, true))?.change).toEqual(difference);
  });

  test("is not known of a layer that was edited to another size", async () => {
    const harness = await startTiny();
    await harness.worker.call("train", undefined);
    await harness.open(tinyModel({ filters: 5 }));
    const weight = await ask(harness, true);
    expect([weight?.change, weight?.update]).toEqual([undefined, undefined]);
  });
});
