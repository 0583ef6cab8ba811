/** One layer alone, run through its record: the ground for golden cases, gradients by differences, and batch checks. */
import * as v from "valibot";
import { referenceBackend } from "../../src/kernels/reference/backend.ts";
import { isRequired } from "../../src/layers/attribute.ts";
import {
  type Attributes,
  activationOf,
  type BackwardPass,
  failed,
  type InputShapes,
  type LayerDefinition,
  type LayerShape,
} from "../../src/layers/layer.ts";
import type { Backend } from "../../src/tensor/backend.ts";
import type { Floats, Precision } from "../../src/tensor/floats.ts";
import { Random } from "../../src/tensor/random.ts";
import { channelsOf, sizeOf } from "../../src/tensor/shape.ts";

export interface LayerRun {
  readonly definition: LayerDefinition;
  readonly attributes: Attributes;
  readonly shapes: InputShapes;
  readonly shape: LayerShape;
  readonly n: number;
  readonly inputs: readonly [Floats, ...Floats[]];
  readonly weights: ReadonlyMap<string, Floats>;
  readonly output: Floats;
  readonly inputGradients: readonly Floats[];
  readonly weightGradients: ReadonlyMap<string, Floats>;
  forward(): Floats;
  /** Clears and accumulates all gradients of sum(output * upstream). */
  backward(upstream: ArrayLike<number>): void;
}

export interface RunOptions {
  readonly precision?: Precision;
  readonly training?: boolean;
  readonly backend?: Backend;
}

/** What people write, checked and completed as a reader does. Throws on a value that the attribute's schema refuses. */
export function readAttributes(definition: LayerDefinition, written: Attributes): Attributes {
  const unknown = Object.keys(written).filter((name) => !(name in definition.attributes));
  if (unknown.length > 0) throw new Error(`${definition.type} has no ${unknown.join(", ")}`);
  return Object.fromEntries(
    Object.entries(definition.attributes).map(([name, attribute]) => {
      if (name in written) return [name, v.parse(attribute.schema, written[name])];
      if (isRequired(attribute)) throw new Error(`${definition.type} needs ${name}`);
      return [name, attribute.default];
    }),
  );
}

/** The layer over `n` samples, all arrays zero. Throws if the shape rule finds a mistake. */
export function layerRun(
  definition: LayerDefinition,
  inputShapes: InputShapes,
  written: Attributes,
  n: number,
  { precision = "float64", training = false, backend = referenceBackend }: RunOptions = {},
): LayerRun {
  const attributes = readAttributes(definition, written);
  const shape = definition.shape(inputShapes, attributes);
  if (failed(shape)) throw new Error(shape.issue.message);
  const specs = definition.weights(inputShapes, attributes, shape);
  const arena = backend.open(precision, 1 << 20, 64);
  const { kernels, floats: room } = arena;
  const named = () => new Map(specs.map((spec) => [spec.name, room(sizeOf(spec.shape))]));
  const [weights, weightGradients] = [named(), named()];
  const inputs = inputShapes.map((input) => room(n * sizeOf(input))) as [Floats, ...Floats[]];
  const inputGradients = inputShapes.map((input) => room(n * sizeOf(input)));
  const length = n * sizeOf(shape.output);
  const keptSpecs = definition.kept?.(inputShapes, attributes, shape) ?? [];
  const kept = new Map(keptSpecs.map((spec) => [spec.name, room(spec.length * n)]));
  const keptIndices = new Map(keptSpecs.map((spec) => [spec.name, arena.indices(spec.length * n)]));
  const [before, output, outputGradient, beforeGradient] = [room(length), room(length), room(length), room(length)];
  const get = <T>(map: ReadonlyMap<string, T>, name: string): T => {
    const found = map.get(name);
    if (found === undefined) throw new Error(`${definition.type} did not announce ${name}`);
    return found;
  };
  const pass: BackwardPass = {
    n,
    attributes,
    inputShapes,
    shape,
    inputs,
    output: before,
    outputGradient: beforeGradient,
    inputGradients,
    weight: (name) => get(weights, name),
    weightGradient: (name) => get(weightGradients, name),
    kept: (name) => get(kept, name),
    keptIndices: (name) => get(keptIndices, name),
    training,
    random: new Random(1),
  };
  const activation = activationOf(attributes) ?? { type: "linear", alpha: 0, approximate: false };
  const rows = { rows: length / channelsOf(shape.output), columns: channelsOf(shape.output) };
  return {
    definition,
    attributes,
    shapes: inputShapes,
    shape,
    n,
    inputs,
    weights,
    output,
    inputGradients,
    weightGradients,
    forward() {
      before.fill(Number.NaN);
      definition.forward(kernels, pass);
      kernels.activate(activation, before, output, rows);
      return output;
    },
    backward(upstream) {
      for (const gradient of [...inputGradients, ...weightGradients.values(), beforeGradient]) gradient.fill(0);
      outputGradient.set(upstream);
      kernels.activateGradient(activation, before, output, outputGradient, beforeGradient, rows);
      definition.backward(kernels, pass);
    },
  };
}

/**
 * Largest difference over the largest expected value; infinite if the lengths differ or a number is none. Expected values
 * that were written with so many significant `digits` may be off by half a unit of the last, which is not counted.
 */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>, digits = 17): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [difference, scale] = [0, 1e-8];
  for (let i = 0; i < expected.length; i++) {
    const size = Math.abs(expected[i] as number);
    const rounding = size === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(size)) + 1 - digits);
    const error = Math.abs((found[i] as number) - (expected[i] as number)) - rounding;
    difference = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(difference, error);
    scale = Math.max(scale, size);
  }
  return difference / scale;
}
