/** What must hold for every layer of the table, over the samples of its record. */
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { isRequired } from "../../../src/layers/attribute.ts";
import { failed, type LayerDefinition, type Sample } from "../../../src/layers/layer.ts";
import { attributesFrom, type Framework, type Parameter, spellingsIn } from "../../../src/layers/spelling.ts";
import { layers } from "../../../src/layers/table.ts";
import type { Floats } from "../../../src/tensor/floats.ts";
import { Random } from "../../../src/tensor/random.ts";
import { sizeOf } from "../../../src/tensor/shape.ts";
import { type LayerRun, layerRun, readAttributes, relativeError } from "../../support/run-layer.ts";

interface Subject {
  readonly title: string;
  readonly definition: LayerDefinition;
  readonly sample: Sample;
}

const frameworks: readonly Framework[] = ["torch", "keras", "onnx"];

/** Something that people write for a framework's argument that has no default. */
function valueFor({ attributes, samples }: LayerDefinition, { sets }: Parameter): unknown {
  if (sets === undefined) return 1;
  if (sets === "trailingAxes") return [4];
  const written = samples.find((sample) => sets in sample.attributes);
  return written?.attributes[sets] ?? attributes[sets]?.example;
}

const subjects: Subject[] = [...layers.values()].flatMap((definition) =>
  definition.samples.map((sample) => ({
    title: `${definition.type} ${JSON.stringify(sample.attributes)} over ${JSON.stringify(sample.inputs)}`,
    definition,
    sample,
  })),
);

/** Values between -1 and 1, no two alike, so that no kink or tie is met. */
function scatter(values: Floats, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i] = 2 * random.uniform() - 1;
}

function scattered({ definition, sample }: Subject, n: number, seed: number, training = false): LayerRun {
  const layer = layerRun(definition, sample.inputs, sample.attributes, n, { training });
  const random = new Random(seed);
  for (const values of [...layer.inputs, ...layer.weights.values()]) scatter(values, random);
  // A variance is not negative.
  layer.weights.get("movingVariance")?.forEach((v, i, all) => {
    all[i] = Math.abs(v) + 0.5;
  });
  return layer;
}

function centralDifferences(layer: LayerRun, values: Floats, upstream: Float64Array): number[] {
  const step = 1e-6;
  const loss = () => {
    const y = layer.forward();
    return upstream.reduce((sum, dy, i) => sum + dy * (y[i] as number), 0);
  };
  return Array.from(values, (kept, i) => {
    values[i] = kept + step;
    const above = loss();
    values[i] = kept - step;
    const below = loss();
    values[i] = kept;
    return (above - below) / (2 * step);
  });
}

/** Every gradient of sum(y upstream) beside its central differences. */
function expectGradients(layer: LayerRun, seed: number): void {
  const upstream = new Float64Array(layer.output.length);
  scatter(upstream, new Random(seed + 1));
  layer.forward();
  layer.backward(upstream);
  const trainable = layer.definition
    .weights(layer.shapes, layer.attributes, layer.shape)
    .filter((spec) => spec.trainable)
    .map(({ name }) => [name, layer.weights.get(name), layer.weightGradients.get(name)] as const);
  const inputs = layer.inputs.map((values, i) => [`input ${i}`, values, layer.inputGradients[i]] as const);
  for (const [name, values, gradient] of [...inputs, ...trainable]) {
    if (!values || !gradient) throw new Error(`${name} is missing`);
    const exact = gradient.slice();
    expect(relativeError(exact, centralDifferences(layer, values, upstream)), name).toBeLessThan(1e-6);
  }
}

describe.each(subjects)("$title", (subject) => {
  it("fills every value of the shape it promises, and no more", () => {
    const layer = scattered(subject, 2, 3);
    expect(layer.output).toHaveLength(2 * sizeOf(layer.shape.output));
    expect([...layer.forward()].every(Number.isFinite)).toBe(true);
  });

  it("has the gradients that central differences have", () => {
    expectGradients(scattered(subject, 2, 5), 5);
  });

  it("computes a batch as its samples one by one", () => {
    const batch = scattered(subject, 3, 7);
    const whole = [...batch.forward()];
    const one = layerRun(subject.definition, subject.sample.inputs, subject.sample.attributes, 1);
    for (const [name, values] of batch.weights) one.weights.get(name)?.set(values);
    const parts = [0, 1, 2].flatMap((sample) => {
      one.inputs.forEach((input, i) => {
        input.set(batch.inputs[i]?.subarray(sample * input.length, (sample + 1) * input.length) ?? []);
      });
      return [...one.forward()];
    });
    expect(parts).toEqual(whole);
  });

  it("computes in float32 what it computes in float64", () => {
    const double = scattered(subject, 2, 11);
    const single = layerRun(subject.definition, subject.sample.inputs, subject.sample.attributes, 2, {
      precision: "float32",
    });
    for (const [i, values] of double.inputs.entries()) single.inputs[i]?.set(values);
    for (const [name, values] of double.weights) single.weights.get(name)?.set(values);
    expect(relativeError(single.forward(), double.forward())).toBeLessThan(1e-5);
  });
});

describe("batch normalization in training", () => {
  it("has the gradients that central differences have, through its own statistics", () => {
    const definition = layers.get("batchNorm") as LayerDefinition;
    for (const sample of definition.samples) {
      expectGradients(scattered({ title: "", definition, sample }, 4, 13, true), 13);
    }
  });
});

describe.each([...layers.values()])("$type", (definition) => {
  it("is documented, each attribute too, in sentences", () => {
    expect(definition.title).toMatch(/^[0-9A-Z]/);
    expect(definition.doc).toMatch(/\.$/);
    for (const attribute of Object.values(definition.attributes)) expect(attribute.doc).toMatch(/\.$/);
  });

  it("has samples that set every attribute that must be written", () => {
    const required = Object.entries(definition.attributes).filter(([, attribute]) => isRequired(attribute));
    for (const { attributes } of definition.samples) {
      for (const [name] of required) expect(attributes).toHaveProperty(name);
    }
    expect(definition.samples.length).toBeGreaterThan(0);
  });

  it.each(frameworks)("is spelled by %s with attributes that it has and takes", (framework) => {
    for (const spelling of spellingsIn(definition.spelled, framework)) {
      // What must be written is taken from the record's samples and examples.
      const given = Object.fromEntries(
        spelling.parameters.flatMap((parameter) =>
          Object.hasOwn(parameter, "default") ? [] : [[parameter.name, valueFor(definition, parameter)]],
        ),
      );
      const { attributes, missing, unknown } = attributesFrom(spelling, given);
      expect({ missing, unknown }).toEqual({ missing: [], unknown: [] });
      for (const [name, value] of Object.entries(attributes)) {
        const attribute = definition.attributes[name];
        expect(attribute, `${spelling.names[0]} sets ${name}`).toBeDefined();
        if (attribute)
          expect(v.safeParse(attribute.schema, value), `${spelling.names[0]}: ${name}`).toHaveProperty("success", true);
      }
    }
  });
});

const pair = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));

const convolutions = fc.record({
  type: fc.constantFrom("conv2d", "depthwiseConv2d", "separableConv2d", "conv2dTranspose"),
  size: pair(1, 7),
  groups: fc.integer({ min: 1, max: 3 }),
  perGroup: fc.integer({ min: 1, max: 2 }),
  filters: fc.integer({ min: 1, max: 2 }),
  kernelSize: pair(1, 3),
  strides: pair(1, 3),
  dilation: pair(1, 2),
  padding: fc.oneof(
    fc.constantFrom("same", "valid"),
    fc.record({ top: fc.nat(2), right: fc.nat(2), bottom: fc.nat(2), left: fc.nat(2) }),
  ),
  activation: fc.constantFrom("linear", "tanh", "gelu"),
});

describe("convolutions of random geometry", () => {
  it("have the gradients that central differences have", () => {
    fc.assert(
      fc.property(convolutions, fc.nat(), ({ type, size, groups, perGroup, filters, ...shared }, seed) => {
        const definition = layers.get(type) as LayerDefinition;
        const grouped = type === "conv2d" || type === "conv2dTranspose";
        const attributes = {
          ...shared,
          ...(type !== "depthwiseConv2d" && { filters: grouped ? filters * groups : filters }),
          ...(grouped ? { groups } : { depthMultiplier: filters }),
        };
        const sample: Sample = { inputs: [[...size, grouped ? groups * perGroup : perGroup]], attributes };
        // Not every such window fits into such an image.
        fc.pre(!failed(definition.shape(sample.inputs, readAttributes(definition, attributes))));
        const layer = scattered({ title: "", definition, sample }, 1, seed);
        expectGradients(layer, seed);
      }),
      { numRuns: 150, seed: 42 },
    );
  });
});
