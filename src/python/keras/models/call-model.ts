/** A functional model or a Sequential that is called like a layer. */
import type { Arguments } from "../../arguments.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { SourceFix } from "../../trace.ts";
import { tupleText } from "../../tuple-text.ts";
import { type Instance, List, Tuple, type Value } from "../../value.ts";
import { replaceArgument } from "../fixes.ts";
import { KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { LayerCall } from "../layer-call.ts";
import { inputShapeArgument, type LayerState } from "../layer-state.ts";
import { mapTensors } from "../nested.ts";
import { perform } from "../ops/perform.ts";
import { unknownSize } from "../session.ts";
import { formatShape, type Shape } from "../sizes.ts";
import { buildSequence } from "./sequence.ts";

interface Handed {
  readonly args: Arguments;
  readonly inputs: readonly KerasTensor[];
  readonly site: Site;
}

export function callModel(run: Run, model: Instance, state: LayerState, handed: Handed): Value {
  const { inputs, site } = handed;
  if (state.graph === undefined) {
    const [input] = inputs;
    if (input === undefined) return unknownTensor(`${state.name} is called with no tensor`);
    buildSequence(run, model, state, { input, site });
  }
  const { graph } = state;
  if (graph === undefined) return unknownTensor(`${state.name} has no layers`);
  const call = new LayerCall(run, model, state, handed);
  const isWrong =
    graph.former === undefined &&
    ((takesCount(state, inputs) && checkCount(call, graph.inputs.length)) ||
      (!(isArray(inputs[0]) && takesAnySize(state, inputs[0])) && checkInputs(call, graph.inputs)));
  // One mistake, one message: it goes on with what the model is made for.
  const isStated = state.sequence === undefined && graph.former === undefined && inputs.length === graph.inputs.length;
  const taken = isStated
    ? inputs.map((input, index) => asStated(run, input, graph.inputs[index]?.shape, site))
    : inputs;
  const outputs = [...graph.call(run, isWrong ? graph.inputs : taken, site)];
  return mapTensors(graph.structure, () => outputs.shift() ?? unknownTensor("an output is missing"));
}

/** A Sequential takes the first array of a list. */
function takesCount({ sequence }: LayerState, inputs: readonly KerasTensor[]): boolean {
  return sequence === undefined || (inputs.length > 1 && !inputs.some(({ isData }) => isData));
}

/**
 * As many tensors in a list or tuple as the model has inputs, or one for one; what is in a dict has names.
 * Whether there is a mistake.
 */
function checkCount(call: LayerCall, count: number): boolean {
  const given = call.args.positional[0]?.value;
  const parts = given instanceof List || given instanceof Tuple ? given.items : [given];
  const areTensors = parts.every((part) => part instanceof KerasTensor && part.shape !== undefined);
  if (!areTensors || parts.length === count || (given instanceof List && given.unknown !== undefined)) return false;
  const shapes = parts.map((part) => formatShape((part as KerasTensor).shape as Shape)).join(", ");
  const [wanted, found] = [count === 1 ? "one tensor" : `${count} tensors`, parts.length === 1 ? "one" : parts.length];
  call.problem("shape/model-input", `${call.name} takes ${wanted} and is given ${found}: ${shapes}.`);
  return true;
}

/** A Sequential takes arrays of as many axes and of any size that its layers take. */
export function takesAnySize({ sequence, graph }: LayerState, array: KerasTensor | undefined): boolean {
  return sequence !== undefined && array?.shape?.length === graph?.inputs[0]?.shape?.length;
}

/** Whether it comes from data, over however many steps. */
function isArray(tensor: KerasTensor | undefined): boolean {
  const open = tensor === undefined ? [] : [tensor];
  const seen = new Set(open);
  for (const each of open) {
    if (each.isData) return true;
    for (const before of each.node?.inputs ?? []) {
      if (!seen.has(before)) open.push(before);
      seen.add(before);
    }
  }
  return false;
}

/**
 * A functional model takes nothing else than what it was made for, so that all is known of an input but its batch. It adds a last
 * axis of one or takes it away. Source: Keras 3.15, `Functional._adjust_input_rank`.
 */
function asStated(run: Run, input: KerasTensor, own: Shape | undefined, site: Site): KerasTensor {
  if (own === undefined) return input;
  if (input.shape !== undefined) return withRankOf(run, input, own, site);
  const shape = own.map((size, axis) =>
    axis > 0 && typeof size === "number" ? size : unknownSize(run, "what it is called with is not known"),
  );
  return new KerasTensor(shape, input.dtype);
}

function withRankOf(run: Run, input: KerasTensor, own: Shape, site: Site): KerasTensor {
  const shape = input.shape ?? [];
  const more = shape.length - own.length;
  const isOther = (more === 1 && shape.at(-1) === 1) || (more === -1 && own.at(-1) === 1);
  if (!isOther) return input;
  const adjusted = more === 1 ? shape.slice(0, -1) : [...shape, 1];
  const answers = () => [{ shape: adjusted }];
  return perform(run, { type: "Reshape", inputs: [input], site, silent: true, answers })[0] ?? input;
}

/** Keras compares every known size with that of the model's inputs, the batch apart. Whether there is a mistake. */
export function checkInputs(call: LayerCall, expected: readonly KerasTensor[]): boolean {
  const wrong = expected.flatMap(({ shape: own }, index) => {
    const found = call.inputs[index];
    return own && found?.shape && !fits(own, found.shape) ? [{ own, found }] : [];
  });
  for (const { own, found } of wrong) {
    const shapes = `expects ${formatShape(own)} and gets ${formatShape(found.shape as Shape)}`;
    const message = `${call.name} ${shapes}. Give both the same shape.`;
    call.problem("shape/model-input", message, likeInput(own, found));
  }
  return wrong.length > 0;
}

/** Where the model's input is handed straight on, its shape is written anew. */
function likeInput(own: Shape, { node }: KerasTensor): SourceFix | undefined {
  const sizes = own.slice(1);
  const argument = node?.inputs.length === 0 && node.layer ? inputShapeArgument(node.layer) : undefined;
  if (!sizes.every((size) => typeof size === "number")) return undefined;
  const text = tupleText(sizes);
  return replaceArgument(argument, text, `Write the shape as ${text}`);
}

/** Keras leaves a last axis of one out of the comparison: it is for the layers to say whether another size will do. */
export function isSqueezed(own: KerasTensor | undefined, found: KerasTensor): boolean {
  const [stated, given] = [own?.shape, found.shape];
  return stated?.at(-1) === 1 && stated.length === given?.length && fits(stated.slice(0, -1), given.slice(0, -1));
}

/** Whether a model of this input takes that tensor: every known size agrees, the batch apart. */
export function fits(own: Shape, found: Shape): boolean {
  const more = found.length - own.length;
  if (more === 1 && isOne(found.at(-1))) return fits(own, found.slice(0, -1));
  if (more === -1 && isOne(own.at(-1))) return fits(own.slice(0, -1), found);
  return (
    more === 0 &&
    own.every((size, axis) => {
      const other = found[axis];
      return axis === 0 || typeof size !== "number" || typeof other !== "number" || size === other;
    })
  );
}

function isOne(size: Shape[number] | undefined): boolean {
  return size === 1 || typeof size !== "number";
}
