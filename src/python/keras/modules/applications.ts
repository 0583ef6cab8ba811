/**
 * What the files of `keras.applications` share, as far as shapes depend on it: `imagenet_utils`. The models themselves are
 * ordinary source: of the workspace, or as we describe them.
 */
import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { shapeFrom } from "../../tensors/sizes.ts";
import { List, Module, Tuple, Unknown, type Value } from "../../value.ts";
import { type GraphNode, KerasTensor } from "../keras-tensor.ts";
import { asTensor, tensorsIn } from "../nested.ts";
import { perform } from "../ops/perform.ts";
import { Options } from "../options.ts";
import { dataFormatOf } from "../session.ts";
import { pythonShape, type Shape } from "../sizes.ts";
import { zooModuleOf } from "../zoo/sources.ts";

const shapeParameters = ["input_shape", "default_size", "min_size", "data_format", "require_flatten", "weights"];

/** A shape that is given counts; else images have the usual size, or any if nothing has to be flattened. */
function obtainInputShape(run: Run, args: Arguments): Value {
  const options = new Options(run, shapeParameters, args);
  const given = options.present("input_shape");
  if (given !== undefined) return given;
  const flatten = options.flag(options.argument("include_top") ? "include_top" : "require_flatten", true);
  const size = options.value("default_size") ?? new Unknown("the usual size is not known");
  if (flatten === undefined) return new Unknown("whether the model is built with its top is not known");
  const side = flatten ? size : null;
  const first = options.word("data_format", dataFormatOf(run)) === "channels_first";
  return new Tuple(first ? [3, side, side] : [side, side, 3]);
}

const PRETRAINED_CHANNELS = 3;

/** The shape as it is given: weights that were learnt from photographs read their three channels and no others. */
function checkedShape(run: Run, args: Arguments, site: Site): Value {
  const options = new Options(run, ["input_shape", "weights"], args);
  const given = options.present("input_shape") ?? null;
  const shape = shapeFrom(run, [given]);
  const axis = dataFormatOf(run) === "channels_first" ? 0 : 2;
  const channels = shape?.[axis];
  if (shape?.length !== 3 || options.value("weights") !== "imagenet") return given;
  if (typeof channels !== "number" || channels === PRETRAINED_CHANNELS) return given;
  const meant = shape.with(axis, PRETRAINED_CHANNELS);
  const message =
    `Images of ${channels} channels are given to the weights of "imagenet", which take 3. ` +
    "Set the channels of input_shape to 3, or weights to None.";
  const inputs = [shape, meant].map((sizes) => new KerasTensor(sizes, "float32"));
  const call = { type: "InputLayer", module: undefined, inputs };
  run.trace.report({ code: "shape/model-input", severity: "error", message, site, call });
  return pythonShape(run, meant);
}

/** Zeros before and after, so that a strided window ends where "same" of other frameworks does. */
function correctPad(run: Run, args: Arguments): Value {
  const options = new Options(run, ["inputs", "kernel_size"], args);
  const shape = asTensor(options.present("inputs"))?.shape;
  const kernel = options.sizes("kernel_size", 2);
  if (shape === undefined || kernel === "refused") return new Unknown("the image's size is not known");
  const from = dataFormatOf(run) === "channels_first" ? 2 : 1;
  const image = pythonShape(run, shape.slice(from, from + 2)).items;
  const sides = kernel.map((size, axis) => {
    const length = image[axis];
    if (typeof size !== "number" || length instanceof Unknown) return new Unknown("the image's size is not known");
    const adjust = typeof length === "number" && typeof image[0] === "number" ? 1 - (length % 2) : 1;
    return new Tuple([Math.floor(size / 2) - adjust, Math.floor(size / 2)]);
  });
  return new Tuple(sides);
}

/** The inputs from which tensors come. */
function sourceInputs(_run: Run, args: Arguments): Value {
  const found = new Set<KerasTensor>();
  const seen = new Set<GraphNode>();
  const open = tensorsIn(args.positional[0]?.value);
  for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
    const { node } = tensor;
    if (node === undefined || node.inputs.length === 0) found.add(tensor);
    else if (!seen.has(node)) {
      seen.add(node);
      open.push(...node.inputs);
    }
  }
  return new List([...found]);
}

/** The numbers change, and the shape stays. */
function preprocessInput(run: Run, args: Arguments, site: Site): Value {
  const images = new Options(run, ["x", "data_format", "mode"], args).present("x");
  const tensor = asTensor(images);
  if (tensor === undefined) return images ?? new Unknown("nothing is preprocessed");
  const answers = (shapes: readonly Shape[]) => shapes.map((shape) => ({ shape }));
  return perform(run, { type: "preprocess_input", inputs: [tensor], site, answers })[0] ?? null;
}

type Body = (run: Run, args: Arguments, site: Site) => Value;

const functions: ReadonlyMap<string, Builtin> = new Map(
  (
    [
      ["obtain_input_shape", obtainInputShape],
      ["_obtain_input_shape", obtainInputShape],
      ["checked_shape", checkedShape],
      ["correct_pad", correctPad],
      ["get_source_inputs", sourceInputs],
      ["validate_activation", () => null],
      ["preprocess_input", preprocessInput],
    ] satisfies [string, Body][]
  ).map(([name, body]) => [name, new Builtin(name, body)] as const),
);

/** `undefined`: a model or a module, of a workspace or of our descriptions, or nothing. */
export function applicationsMember(name: string): Value | undefined {
  return functions.get(name);
}

/** The package's `__getattr__`: a model, or a module with models. */
export const applicationsModel = new Builtin("__getattr__", (run, args, site) => {
  const name = String(args.positional[0]?.value);
  const module = run.importModule(zooModuleOf(name), site);
  const found = module instanceof Module && /^[A-Z]/.test(name) ? module.names.get(name) : module;
  if (found !== undefined && !(found instanceof Unknown)) return found;
  return new Unknown(`${name} comes from keras.applications, whose layers are not in this workspace`);
});
