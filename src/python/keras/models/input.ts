/** `keras.Input` and `InputLayer`: where a model's shapes begin. A shape goes without the batch unless it says so. */

import type { Dim } from "../../../tensor/dim.ts";
import type { Arguments } from "../../arguments.ts";
import { withoutFirst } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { PyClass } from "../../py-class.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { noDetail } from "../../trace.ts";
import { Instance, Unknown, type Value } from "../../value.ts";
import { replaceArgument } from "../fixes.ts";
import { takeFormerOrder } from "../former-image-order.ts";
import { type GraphNode, KerasTensor } from "../keras-tensor.ts";
import { beginLayer, layerClass } from "../layer-class.ts";
import { stateIn } from "../layer-state.ts";
import { Options } from "../options.ts";
import { batchLetter, openSize } from "../session.ts";
import { batchShapeFrom, pythonShape, sampleShapeFrom, sequenceOf, sizeFrom } from "../sizes.ts";

const inputParameters = [
  "shape",
  "batch_size",
  "dtype",
  "sparse",
  "batch_shape",
  "name",
  "tensor",
  "optional",
  "ragged",
];
const layerParameters = [
  "shape",
  "batch_size",
  "dtype",
  "sparse",
  "ragged",
  "batch_shape",
  "input_tensor",
  "optional",
  "name",
];

export const inputLayerClass = new PyClass("InputLayer", [layerClass], new Map<string, Value>());
inputLayerClass.members.set("__init__", new Builtin("InputLayer.__init__", initInputLayer));

function initInputLayer(run: Run, args: Arguments, site: Site): Value {
  const layer = args.positional[0]?.value;
  if (layer instanceof Instance) beginInput(run, layer, new Options(run, layerParameters, withoutFirst(args)), site);
  return null;
}

/** `keras.Input(...)`: the tensor of a new InputLayer; a tensor that is handed in is taken as it is. */
export function callInput(run: Run, args: Arguments, site: Site): Value {
  const layer = new Instance(inputLayerClass, site);
  return beginInput(run, layer, new Options(run, inputParameters, args), site);
}

/** The InputLayer that a Sequential puts before its first layer, which told the shape. It has no row of its own. */
export function impliedInput(run: Run, first: Instance): Instance | undefined {
  const options = stateIn(first)?.options;
  if (options === undefined) return undefined;
  const shape = impliedShape(run, first, options);
  if (shape === undefined) return undefined;
  takeFormerOrder(run, first.site.file, shape);
  const layer = new Instance(inputLayerClass, first.site);
  beginLayer(run, layer, new Options(run, [], { positional: [], named: new Map(), open: false }));
  const state = stateIn(layer);
  if (state) state.options = options;
  giveTensor(run, layer, new KerasTensor(shape, dtypeOf(options)));
  return layer;
}

function impliedShape(run: Run, first: Instance, options: Options): Dim[] | undefined {
  const batched = sequenceOf(options.present("batch_input_shape", "batch_shape") ?? null);
  if (batched !== undefined) return batchShapeFrom(run, batched);
  const written = options.present("input_shape");
  const batch = openSize(run, batchLetter);
  if (written !== undefined) {
    const sample = sampleShapeOf(run, written);
    return sample && [batch, ...sample];
  }
  return countsRows(first) ? shapeOfWords(run, options, batch) : shapeOfFeatures(run, options, batch);
}

/** An Embedding's `input_dim` is the length of its table. */
function countsRows(layer: Instance): boolean {
  return stateIn(layer)?.kind?.parameters.includes("input_dim") === true;
}

function shapeOfWords(run: Run, options: Options, batch: Dim): Dim[] | undefined {
  const length = options.present("input_length");
  const size = length === undefined ? undefined : sizeFrom(run, length);
  return size === undefined ? undefined : [batch, size];
}

/** `input_dim=100` for rows; with `input_length` for sequences. */
function shapeOfFeatures(run: Run, options: Options, batch: Dim): Dim[] | undefined {
  const features = options.present("input_dim");
  const size = features === undefined ? undefined : sizeFrom(run, features);
  if (size === undefined) return undefined;
  const length = options.present("input_length");
  const steps = length === undefined ? undefined : sizeFrom(run, length);
  return steps === undefined ? [batch, size] : [batch, steps, size];
}

function sampleShapeOf(run: Run, value: Value): Dim[] | undefined {
  const items = sequenceOf(value) ?? (typeof value === "number" ? [value] : undefined);
  return items && sampleShapeFrom(run, items);
}

function beginInput(run: Run, layer: Instance, options: Options, site: Site): Value {
  beginLayer(run, layer, options);
  const state = stateIn(layer);
  if (state) state.options = options;
  const tensor = inputTensor(run, options, site);
  takeFormerOrder(run, site.file, tensor.shape);
  giveTensor(run, layer, tensor);
  run.trace.record({
    kind: "module",
    type: "InputLayer",
    site,
    module: layer,
    container: false,
    inputs: [],
    outputs: [tensor],
    macs: undefined,
    detail: noDetail,
    certain: run.certain,
  });
  return tensor;
}

function inputTensor(run: Run, options: Options, site: Site): KerasTensor {
  const given = options.present("tensor", "input_tensor");
  if (given instanceof KerasTensor) return new KerasTensor(given.shape, given.dtype, given.reason);
  const { shape, reason } = inputShape(run, options, site);
  return new KerasTensor(shape, dtypeOf(options), reason);
}

function inputShape(run: Run, options: Options, site: Site): { shape: Dim[] | undefined; reason?: string } {
  const batched = options.present("batch_shape", "batch_input_shape");
  const written = batched ?? options.present("shape", "input_shape");
  if (written === undefined) return { shape: undefined, reason: "no shape is given for this input" };
  if (written instanceof Unknown) return { shape: undefined, reason: written.reason };
  const items = sequenceOf(written) ?? (typeof written === "number" ? [written] : undefined);
  if (items === undefined) return { shape: undefined, reason: "the input's shape is no tuple" };
  if (batched !== undefined) return { shape: batchShapeFrom(run, items) };
  const nested = items.length === 1 ? nestedIn(run, options, items[0], site) : undefined;
  const sample = sampleShapeFrom(run, nested ?? items);
  const batch = options.size("batch_size", openSize(run, batchLetter));
  return { shape: sample && batch !== "refused" ? [batch, ...sample] : undefined };
}

/** The sizes of a shape that stands in a list of its own, which Keras refuses. */
function nestedIn(run: Run, options: Options, item: Value | undefined, site: Site): readonly Value[] | undefined {
  const sizes = item === undefined || item instanceof KerasTensor ? undefined : sequenceOf(item);
  const argument = options.argument("shape");
  const written = argument?.written;
  if (sizes === undefined || written === undefined) return undefined;
  const inner = /^[([]\s*(.*?)\s*,?\s*[)\]]$/s.exec(
    written.file.text.slice(written.range.start, written.range.end),
  )?.[1];
  const fix = inner ? replaceArgument(argument, inner, `Write ${inner}`) : undefined;
  const message = `Input: its shape is a list of sizes, and no list of a shape.${fix ? ` ${fix.title}.` : ""}`;
  run.trace.report({ code: "keras/argument", severity: "error", message, site, ...(fix && { fix }) });
  return sizes;
}

function dtypeOf(options: Options): string {
  const dtype = options.present("dtype");
  return typeof dtype === "string" ? dtype : "float32";
}

function giveTensor(run: Run, layer: Instance, tensor: KerasTensor): void {
  const node: GraphNode = { layer, inputs: [], outputs: [tensor], again: () => [tensor] };
  tensor.node = node;
  const state = stateIn(layer);
  if (state) {
    state.built = true;
    state.isInput = true;
  }
  layer.attributes.set("output", tensor).set("input", tensor);
  if (tensor.shape === undefined) return;
  const shape = pythonShape(run, tensor.shape);
  for (const name of ["batch_shape", "input_shape", "output_shape"]) layer.attributes.set(name, shape);
}
