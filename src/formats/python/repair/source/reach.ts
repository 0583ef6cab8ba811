/** What was executed on the way to a mistake, the nearest first. */
import { KerasTensor } from "../../../../python/keras/keras-tensor.ts";
import { stateIn } from "../../../../python/keras/layer-state.ts";
import type { Tensor } from "../../../../python/tensor.ts";
import type { Operation } from "../../../../python/trace.ts";
import type { Instance } from "../../../../python/value.ts";
import type { Step } from "../proposal.ts";

export interface Reached {
  readonly step: Operation;
  /** How many operations lie between. */
  readonly distance: number;
}

/** Enough for a block and its skip connection. */
const MOST_STEPS = 40;

/** The operations that made these tensors, those that made theirs, and so on; a module or place once. */
export function stepsBefore(inputs: readonly Tensor[], operations: readonly Operation[]): Reached[] {
  const makers = makersOf(operations);
  const built = builtModels(operations);
  const ofLayers = layersOf(operations);
  const reached = new Map<unknown, Reached>();
  // A model may be called with what it gave.
  const asked = new Set<Tensor>();
  let front: readonly Tensor[] = inputs;
  for (let distance = 0; front.length > 0 && reached.size < MOST_STEPS; distance++) {
    const reachedNow = withOrigins(front, built);
    const steps = new Set(reachedNow.flatMap((each) => makers.get(each) ?? again(each, ofLayers)));
    const handedAgain = reachedNow.flatMap((each) => (makers.has(each) || asked.has(each) ? [] : inputsOf(each)));
    for (const each of reachedNow) asked.add(each);
    for (const step of steps) {
      const key = step.module ?? step.site;
      if (!reached.has(key)) reached.set(key, { step, distance });
    }
    front = [...[...steps].flatMap((step) => step.inputs), ...handedAgain];
    for (const step of steps) {
      ofLayers.delete(step.module);
      for (const output of step.outputs) makers.delete(output);
    }
  }
  return [...reached.values()].slice(0, MOST_STEPS);
}

/** Where a model is called again its layers have no rows: what they did when it was built. */
function again(tensor: Tensor, ofLayers: ReadonlyMap<Instance | undefined, Operation>): Operation[] {
  const layer = tensor instanceof KerasTensor ? tensor.node?.layer : undefined;
  const built = layer && ofLayers.get(layer);
  return built ? [built] : [];
}

/** What the layer got that made it, in a model that is called again. */
function inputsOf(tensor: Tensor): readonly Tensor[] {
  return (tensor instanceof KerasTensor && tensor.node?.inputs) || [];
}

function layersOf(operations: readonly Operation[]): Map<Instance | undefined, Operation> {
  const found = new Map<Instance | undefined, Operation>();
  for (const operation of operations)
    if (operation.module && !operation.container && !found.has(operation.module))
      found.set(operation.module, operation);
  return found;
}

/** The call that goes wrong before them. */
export function withItself(wrong: Step, before: readonly Reached[]): { step: Step; distance: number }[] {
  return [{ step: wrong, distance: 0 }, ...before.map(({ step, distance }) => ({ step, distance: distance + 1 }))];
}

/** The tensors, and those within models from which they come: models may be parts of models. */
function withOrigins(tensors: readonly Tensor[], built: ReadonlyMap<Tensor, readonly Tensor[]>): Tensor[] {
  const all = new Set(tensors);
  for (const tensor of all) {
    for (const origin of [...(built.get(tensor) ?? []), ...endsOf(tensor)]) all.add(origin);
    if (tensor.source) all.add(tensor.source);
    if (tensor instanceof KerasTensor) for (const origin of tensor.madeFrom) all.add(origin);
  }
  return [...all];
}

/** Of a Keras model that another one calls without a row of its own. */
function endsOf(tensor: Tensor): readonly Tensor[] {
  const layer = tensor instanceof KerasTensor ? tensor.node?.layer : undefined;
  return (layer && stateIn(layer)?.graph?.outputs) ?? [];
}

/**
 * Keras's models run when they are built: what comes out of a call of one was made then, of an input that stands for what the first
 * call behind that hands over. What comes out of any other layer with parts is what the last of them gave.
 */
function builtModels(operations: readonly Operation[]): Map<Tensor, readonly Tensor[]> {
  const first = new Map<unknown, Operation>();
  const found = new Map<Tensor, readonly Tensor[]>();
  for (const [place, operation] of operations.entries()) {
    if (!operation.container || operation.module === undefined) continue;
    const building = first.get(operation.module);
    if (building === undefined) first.set(operation.module, operation);
    const { outputs } = building ?? operations[place - 1] ?? { outputs: [] };
    for (const output of operation.outputs) if (!found.has(output)) found.set(output, outputs);
    for (const [index, input] of (building?.inputs ?? []).entries())
      if (!found.has(input)) found.set(input, operation.inputs.slice(index, index + 1));
  }
  return found;
}

/** Containers only hand on what their parts made. */
function makersOf(operations: readonly Operation[]): Map<Tensor, Operation> {
  const makers = new Map<Tensor, Operation>();
  for (const operation of operations) {
    if (operation.container) continue;
    for (const output of operation.outputs) if (!operation.inputs.includes(output)) makers.set(output, operation);
  }
  return makers;
}
