/** What is asked and answered when a model's input is looked for. */
import type { Framework } from "../../python/framework.ts";
import type { Ends, Trace } from "../../python/trace.ts";
import type { Candidate } from "./candidate.ts";
import type { FileCall } from "./evidence.ts";
import type { InputShape, ModelInput } from "./model-input.ts";
import type { Outcome, Program } from "./program.ts";

/** Runs a model on inputs of these shapes, as a call of the file does if there is one. */
export type TryInput = (
  shapes: readonly (InputShape | undefined)[],
  options?: Ends & { readonly call?: FileCall | undefined },
) => Outcome;

export interface InputContext {
  readonly program: Program;
  readonly candidate: Candidate;
  readonly framework: Framework;
  /** The shapes with the batch that the user asks for. */
  readonly option: readonly InputShape[] | undefined;
  /** Where the file may feed its models. */
  readonly traces: readonly Trace[];
  readonly attempt: TryInput;
}

export interface ChosenInput {
  readonly input: ModelInput;
  readonly outcome: Outcome;
}
