/**
 * What a layer of Keras is to us: its names, its parameters, and what it makes of its inputs' shapes. One record for each
 * layer or family; the class that Python sees, its names, rows and weights follow from it.
 */
import type { Dim } from "../../tensor/dim.ts";
import type { Run } from "../run.ts";
import type { OperationDetail, Parameter } from "../trace.ts";
import type { Construction } from "./construction.ts";
import type { LayerCall } from "./layer-call.ts";
import { unknownSize } from "./session.ts";
import type { Shape } from "./sizes.ts";

export interface LayerKind {
  /** The class's own name, then those under which it is also known. */
  readonly names: readonly [string, ...string[]];
  /** In the order in which they may be given by place. */
  readonly parameters: readonly string[];
  /** It has weights, of whatever size. */
  readonly owns?: true;
  /** It takes a list of tensors: `Add`. */
  readonly joins?: true;
  /** It takes one tensor and no list, not of one either. */
  readonly takesOne?: true;
  /** Its result does not depend on its inputs' number of axes, so that it is asked even if that is not known. */
  readonly anyRank?: true;
  /** Where Keras raises in the constructor. */
  check?(construction: Construction): void;
  apply(call: LayerCall): Outcome;
}

/** One tensor that comes out. */
export interface Result {
  readonly shape: Shape | undefined;
  readonly dtype?: string | undefined;
  readonly reason?: string | undefined;
}

export interface Outcome {
  /** One, or several that come out as a list or a tuple; of a cell the first with a list of the others. */
  readonly results: readonly Result[];
  readonly several?: "list" | "tuple" | "output and states";
  readonly weights?: readonly Parameter[];
  readonly macs?: Dim | undefined;
  readonly detail?: () => OperationDetail | undefined;
}

export function gives(shape: Shape | undefined, rest: Omit<Outcome, "results"> = {}): Outcome {
  return { results: [{ shape }], ...rest };
}

/** In place of weights of which nothing is known, so that no sum is taken for whole. */
export function unknownWeights(run: Run, reason: string): Parameter {
  return { name: "unknown", shape: [unknownSize(run, reason)], trainable: true };
}

export function trained(name: string, shape: Shape): Parameter {
  return { name, shape, trainable: true };
}

export function measured(name: string, shape: Shape): Parameter {
  return { name, shape, trainable: false };
}

/** The parameters that every layer of Keras takes by name, and those of former versions. */
export const commonParameters: readonly string[] = [
  "name",
  "trainable",
  "dtype",
  "activity_regularizer",
  "input_shape",
  "batch_input_shape",
  "input_dim",
  "input_length",
  "batch_size",
  "weights",
  "dynamic",
  "autocast",
];
