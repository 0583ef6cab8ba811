/** A model that a file may mean. */
import type { Instance } from "../../python/value.ts";
import type { Definition } from "./definitions.ts";
import type { Outcome } from "./program.ts";

export interface Candidate {
  readonly name: string;
  readonly definition: Definition | undefined;
  readonly root: Instance;
  /** What building it did; for Keras's functional models that is the model itself. */
  readonly built: Outcome | undefined;
}

/** A file with hundreds of variants must not take hundreds of runs. */
export const MOST_MODELS = 8;
