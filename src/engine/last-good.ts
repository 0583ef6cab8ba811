/** What remains when a loss ceases to be a number: weights of a moment when it still was one, and the place where it began. */
import type { Floats } from "../tensor/floats.ts";
import { EngineError } from "./engine-error.ts";
import type { Network } from "./network.ts";

export interface LastGood {
  /** Says that the weights after `step` gave a finite loss. */
  keep(step: number): void;
  /** Puts the kept weights back and gives the step they are of. */
  restore(): number;
}

/** Steps between two copies: rare enough to cost nothing beside a step of training. */
const stepsBetweenCopies = 20;

export function keepLastGood(network: Network): LastGood {
  const copies: readonly Floats[] = network.weights.map(({ value }) => value.slice());
  let keptStep = 0;
  return {
    keep(step) {
      if (step < keptStep + stepsBetweenCopies) return;
      for (const [index, { value }] of network.weights.entries()) copies[index]?.set(value);
      keptStep = step;
    },
    restore() {
      for (const [index, { value }] of network.weights.entries()) value.set(copies[index] ?? value);
      return keptStep;
    },
  };
}

/** The index in the graph of the first layer (of several that are computed as one) after which the last pass has a NaN or an infinity. */
export function firstNotFinite(network: Network): number | undefined {
  const isBroken = ({ index }: { readonly index: number }) => !network.output(index).every(Number.isFinite);
  return network.plan.groups.find(({ nodes }) => isBroken(nodes[nodes.length - 1] ?? nodes[0]))?.nodes[0].index;
}

interface Breakdown {
  readonly epoch: number;
  readonly step: number;
  /** The weights are back as they were after this step. */
  readonly keptStep: number;
  /** What `firstNotFinite` says, of whichever thread met it. */
  readonly broken: number | undefined;
}

/** The error that ends a run. */
export function notFinite({ plan }: Network, { epoch, step, keptStep, broken }: Breakdown): EngineError {
  const first = plan.nodes.find(({ index }) => index === broken);
  const where = first ? `, beginning in ${first.name}` : "";
  return new EngineError(
    `The loss is no longer a finite number at step ${step} (epoch ${epoch})${where}. ` +
      `The weights of step ${keptStep} are kept. Use a smaller learning rate, or set clipNorm.`,
  );
}
