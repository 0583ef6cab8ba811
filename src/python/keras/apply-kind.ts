/** The outcome of a layer by its record: its result, and its weights the first time it is called. */

import type { Dim } from "../../tensor/dim.ts";
import type { Arguments } from "../arguments.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { Parameter } from "../trace.ts";
import { type Instance, List, Tuple, type Value } from "../value.ts";
import { KerasTensor, unknownTensor } from "./keras-tensor.ts";
import { LayerCall } from "./layer-call.ts";
import { type LayerKind, type Outcome, type Result, unknownWeights } from "./layer-kind.ts";
import { isInputLayer, type LayerState } from "./layer-state.ts";
import { firstInput } from "./layers/channels-order.ts";
import { reasonOf } from "./session.ts";
import { formatShape } from "./sizes.ts";

interface Handed {
  readonly args: Arguments;
  readonly inputs: readonly KerasTensor[];
  readonly site: Site;
}

interface Applied {
  readonly value: Value;
  readonly macs: Dim | undefined;
  readonly detail: Outcome["detail"];
}

export function applyKind(run: Run, layer: Instance, state: LayerState, handed: Handed): Applied {
  const { kind } = state;
  if (kind === undefined) throw new Error("a layer without a record was applied");
  const call = new LayerCall(run, layer, state, handed);
  const outcome = unknownInput(kind, handed.inputs) ?? kind.apply(call);
  const weights = outcome.weights ?? (kind.owns ? [unknownWeights(run, "its input is not known")] : []);
  if (state.kindWeights !== undefined) checkWeights(call, weights);
  else checkOpen(call, weights);
  if (state.kindWeights === undefined || saysMore(weights, state)) keepWeights(run, layer, state, weights);
  return { value: valueFrom(outcome), macs: outcome.macs, detail: outcome.detail };
}

function unknownInput(kind: LayerKind, inputs: readonly KerasTensor[]): Outcome | undefined {
  if (inputs.length === 0) return { results: [{ shape: undefined, reason: "a layer is called with no tensor" }] };
  const blind = inputs.find(({ shape }) => shape === undefined);
  if (blind === undefined || kind.anyRank) return undefined;
  return { results: [{ shape: undefined, reason: blind.reason }] };
}

function keepWeights(run: Run, layer: Instance, state: LayerState, weights: readonly Parameter[]): void {
  const { weights: before, kindWeights } = state;
  for (const { name, shape } of weights) {
    if (!layer.attributes.has("layer")) run.assign(layer.attributes, name, new KerasTensor(shape, "float32"));
  }
  run.change(
    () => {
      state.weights = [...weights, ...before.slice(kindWeights ?? 0)];
      state.kindWeights = weights.length;
    },
    () => {
      state.weights = before;
      state.kindWeights = kindWeights;
    },
  );
}

/** A layer was built with sizes that we did not know, and is called again with such that we do. */
function saysMore(weights: readonly Parameter[], state: LayerState): boolean {
  const isKnown = ({ shape }: Parameter): boolean => shape.every((size) => typeof size === "number");
  return weights.every(isKnown) && !state.weights.slice(0, state.kindWeights).every(isKnown);
}

/** A layer that is shared must get the same channels each time. */
function checkWeights(call: LayerCall, weights: readonly Parameter[]): void {
  const sizes = weights.flatMap(({ shape }, index) => otherSizes(call.state.weights[index]?.shape ?? [], shape));
  const [size] = sizes;
  if (size === undefined) return;
  call.problem(
    "shape/weight-count",
    `${call.name} was built for ${size} channels and is called again with ${formatShape(call.shape)}. ` +
      `Give it ${size} here as well, or make a layer of its own for this input.`,
  );
}

/** Weights are made with the layer: `None` in an Input's shape can be no size of theirs. */
function checkOpen(call: LayerCall, weights: readonly Parameter[]): void {
  const isOpen = (size: Dim): boolean => typeof size !== "number" && reasonOf(call.run, size) === undefined;
  const open = weights.find(({ shape }) => shape.some(isOpen));
  const root = open && firstInput(call.input)?.node?.layer;
  if (open === undefined || root === undefined || !isInputLayer(root)) return;
  call.problem(
    "shape/open-size",
    `${call.name} has weights whose sizes the input ${formatShape(call.shape)} must tell: ${open.name} would be ` +
      `${formatShape(open.shape)}. Write the size in the model's Input.`,
  );
}

/** Those of the first shape that surely differ from the second one's. */
function otherSizes(first: readonly Dim[], second: readonly Dim[]): number[] {
  return first.flatMap((size, axis) =>
    typeof size === "number" && typeof second[axis] === "number" && size !== second[axis] ? [size] : [],
  );
}

function valueFrom({ results, several }: Outcome): Value {
  const tensors = results.map(tensorFrom);
  if (several === undefined) return tensors[0] ?? unknownTensor("a layer gives nothing");
  if (several === "output and states") return new Tuple([tensors[0] ?? null, new List(tensors.slice(1))]);
  return several === "list" ? new List(tensors) : new Tuple(tensors);
}

function tensorFrom({ shape, dtype, reason }: Result): KerasTensor {
  return new KerasTensor(
    shape,
    dtype ?? "float32",
    reason ?? (shape === undefined ? "its shape is not known" : undefined),
  );
}
