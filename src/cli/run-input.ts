/** What a single pass runs on: tensors, a picture, or a digit of the bundled MNIST. */
import { fromFile, type Layout } from "../formats/onnx/network/sample.ts";
import type { GraphInput } from "../graph/graph.ts";
import type { Floats } from "../tensor/floats.ts";
import type { Tensor } from "../tensor/named-tensor.ts";
import { type Shape, sameShape, sizeOf } from "../tensor/shape.ts";
import { readBundledMnist } from "./dataset-folder.ts";
import { CliError } from "./exit.ts";
import { readPng } from "./png-file.ts";
import { readTensorFile } from "./weights-file.ts";

export interface RunInput {
  readonly n: number;
  /** One for each of the model's inputs, n samples each. */
  readonly inputs: readonly Floats[];
}

/** What a tensor must fit: one sample's shape, or that which the model's file has. */
interface Fitting {
  readonly shape: Shape;
  readonly layout?: Layout | undefined;
}

type Inputs = readonly (Pick<GraphInput, "name" | "shape"> & { readonly layout?: Layout | undefined })[];

/** `IN.safetensors`, `IMAGE.png`, `mnist:7` (the bundled test set's image 7, from 0) or `mnist:train:7`. */
export function readRunInput(from: string, inputs: Inputs): RunInput {
  const digit = /^mnist:(?:(train|test):)?(\d+)$/.exec(from);
  if (digit) return { n: 1, inputs: [mnistImage(digit[1] ?? "test", Number(digit[2]), onlyShape(from, inputs))] };
  if (/\.png$/i.test(from)) return { n: 1, inputs: [readPng(from, onlyShape(from, inputs))] };
  if (from.endsWith(".safetensors")) return tensorInputs(from, inputs);
  throw new CliError(`--input must be a .safetensors or .png file or mnist:7, not "${from}".`);
}

function onlyShape(from: string, inputs: Inputs): Shape {
  const [input] = inputs;
  if (inputs.length === 1 && input?.shape) return input.shape;
  throw new CliError(`${from} feeds one input, and the model has ${inputs.length}: give a .safetensors file.`);
}

function mnistImage(set: string, index: number, shape: Shape): Floats {
  const samples = readBundledMnist()[set === "train" ? "train" : "test"];
  if (index >= samples.count) throw new CliError(`mnist:${set}:${index}: there are ${samples.count} images, from 0.`);
  if (!sameShape(samples.shape, shape)) {
    throw new CliError(
      `MNIST's images are [${samples.shape.join(", ")}], but the model's input is [${shape.join(", ")}].`,
    );
  }
  const image = new Float32Array(sizeOf(shape));
  samples.write(index, image, 0);
  return image;
}

function tensorInputs(path: string, inputs: Inputs): RunInput {
  const tensors = readTensorFile(path);
  const found = inputs.map(({ name, shape, layout }) => {
    const tensor = tensors.get(name) ?? (inputs.length === 1 ? tensors.get("input") : undefined);
    if (!tensor) throw new CliError(`${path} has no tensor named ${inputs.length === 1 ? "input" : name}.`);
    return fitTensor(tensor, { shape: shape ?? [], layout }, `${name} of ${path}`);
  });
  const n = found[0]?.n ?? 0;
  if (found.some((each) => each.n !== n)) throw new CliError(`${path}: the inputs differ in their number of samples.`);
  return { n, inputs: found.map(({ data }) => data) };
}

/**
 * A tensor [n, ...shape], or one sample without the batch axis, in the file's order or in ours, which it then is. Throws a `CliError` if it
 * is another, or n is not `wanted`.
 */
export function fitTensor(
  tensor: Tensor,
  { shape, layout }: Fitting,
  what: string,
  wanted?: number,
): { n: number; data: Floats } {
  const theirs = layout && countSamples(tensor, layout.shape);
  const n = theirs ?? countSamples(tensor, shape) ?? 0;
  if (n >= 1 && (wanted === undefined || n === wanted)) {
    return { n, data: layout && theirs ? fromFile(tensor.data, layout) : tensor.data };
  }
  const expected = [wanted ?? "n", ...(layout?.shape ?? shape)].join(", ");
  throw new CliError(`${what} must be [${expected}], and is [${tensor.shape.join(", ")}].`);
}

/** `undefined`: it is of another shape. */
function countSamples(tensor: Tensor, shape: Shape): number | undefined {
  if (sameShape(tensor.shape, shape)) return 1;
  return sameShape(tensor.shape.slice(1), shape) ? tensor.shape[0] : undefined;
}
