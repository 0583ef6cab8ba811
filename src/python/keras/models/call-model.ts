/** A functional model or a Sequential that is called like a layer. */
import type { Arguments } from "../../arguments.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Instance, Value } from "../../value.ts";
import { type KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { LayerCall } from "../layer-call.ts";
import type { LayerState } from "../layer-state.ts";
import { mapTensors } from "../nested.ts";
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
  checkInputs(new LayerCall(run, model, state, handed), graph.inputs);
  const outputs = [...graph.call(run, inputs, site)];
  return mapTensors(graph.structure, () => outputs.shift() ?? unknownTensor("an output is missing"));
}

/** Keras compares every known size with that of the model's inputs, the batch apart. */
function checkInputs(call: LayerCall, expected: readonly KerasTensor[]): void {
  expected.forEach(({ shape: own }, index) => {
    const found = call.inputs[index]?.shape;
    if (own === undefined || found === undefined || fits(own, found)) return;
    call.problem(
      "shape/model-input",
      `${call.name} expects ${formatShape(own)} and gets ${formatShape(found)}. Give both the same shape.`,
    );
  });
}

function fits(own: Shape, found: Shape): boolean {
  if (own.length !== found.length)
    return Math.abs(own.length - found.length) === 1 && (own.at(-1) === 1 || found.at(-1) === 1);
  return own.every((size, axis) => {
    const other = found[axis];
    return axis === 0 || typeof size !== "number" || typeof other !== "number" || size === other;
  });
}
