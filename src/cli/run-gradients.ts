/** Where the gradients of a single pass come from. */
import { createLoss, type LossKind } from "../engine/loss.ts";
import type { Network } from "../engine/network.ts";
import type { Floats } from "../tensor/floats.ts";
import { channelsOf } from "../tensor/shape.ts";
import { CliError } from "./exit.ts";

/** Of sum(output * upstream). */
export function backwardFrom(network: Network, upstream: Floats): void {
  network.clearGradients();
  network.gradientAt("output").set(upstream);
  network.backward("output");
}

interface LabelledPass {
  readonly kind: LossKind;
  /** Of each sample. */
  readonly label: number;
  readonly n: number;
}

/** Of the mean loss, which it gives. */
export function backwardFromLabel(network: Network, { kind, label, n }: LabelledPass): number {
  const classes = channelsOf(network.plan.output.shape.output);
  if (label >= classes) throw new CliError(`--label must be a class from 0 to ${classes - 1}, not ${label}.`);
  const loss = createLoss(network, kind, classes);
  network.clearGradients();
  const result = loss.withGradient(new Uint32Array(n).fill(label));
  network.backward(loss.start);
  return result.loss / n;
}
