/** One group of nodes as a step of the program, bound to its arrays for n samples: forward, and backward in reverse. */
import type { BackwardPass } from "../layers/layer.ts";
import type { Block } from "../tensor/blocks.ts";
import type { Floats } from "../tensor/floats.ts";
import type { Kernels, MatrixSizes } from "../tensor/kernels.ts";
import type { NodePlan } from "./plan.ts";

/** A node's arrays, cut to the samples of this pass. */
export interface View {
  readonly plan: NodePlan;
  readonly output: Floats;
  readonly beforeActivation: Floats;
  readonly outputGradient: Floats;
  readonly beforeActivationGradient: Floats;
}

export interface BackwardOptions {
  /** The gradient was given before the activation, so that this is not gone through. */
  readonly skipActivation: boolean;
  /** Blocks add to their weights themselves what would be their gradient. */
  readonly intoWeights: boolean;
}

export interface Step {
  readonly view: View;
  /** The layer's own, where it is not part of a block. */
  readonly pass: BackwardPass | undefined;
  forward(): void;
  backward(options: BackwardOptions): void;
}

/** What both kinds have: a function behind the layer, and gradients that begin at zero. */
export interface StepParts {
  readonly kernels: Kernels;
  readonly view: View;
  readonly rows: MatrixSizes;
  /** Gradients of inputs to which nobody has added yet when this step goes backward. */
  readonly fresh: readonly Floats[];
  /** Whether anything behind it leads to the model's output. */
  readonly matters: boolean;
}

export function layerStep({ kernels, view, rows, fresh, matters }: StepParts, pass: BackwardPass): Step {
  const { plan } = view;
  const { activation, definition } = plan;
  return {
    view,
    pass,
    forward() {
      definition.forward(kernels, pass);
      if (activation) kernels.activate(activation, view.beforeActivation, view.output, rows);
    },
    backward({ skipActivation }) {
      if (!matters) return;
      if (!skipActivation) activateBackward(kernels, view, rows);
      for (const gradient of fresh) gradient.fill(0);
      definition.backward(kernels, pass);
    },
  };
}

/** A block has its ReLU within; another activation follows it. `n` samples. */
export function blockStep({ kernels, view, rows, fresh, matters }: StepParts, block: Block, n: number): Step {
  const { plan, beforeActivation, output } = view;
  const activation = plan.stored.beforeActivation ? plan.activation : undefined;
  const accumulate = fresh.length === 0;
  return {
    view,
    pass: undefined,
    forward() {
      block.forward(n);
      if (activation) kernels.activate(activation, beforeActivation, output, rows);
    },
    backward({ skipActivation, intoWeights }) {
      if (!matters) return;
      if (activation && !skipActivation) activateBackward(kernels, view, rows);
      block.backward(n, { accumulate, intoWeights });
    },
  };
}

function activateBackward(kernels: Kernels, view: View, rows: MatrixSizes): void {
  const { plan, beforeActivation, output, outputGradient, beforeActivationGradient } = view;
  if (plan.activation === undefined) return;
  beforeActivationGradient.fill(0);
  kernels.activateGradient(plan.activation, beforeActivation, output, outputGradient, beforeActivationGradient, rows);
}
