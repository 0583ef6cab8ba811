/** What is known of a value before anything is computed. */

import type { Shape } from "../../../python/tensors/answer.ts";
import type { Dim } from "../../../tensor/dim.ts";

/** Row-major; `undefined` stands for a number that is not known. Sizes may be letters, so that shapes can be computed with. */
export type Elements = readonly (Dim | undefined)[];

export interface Value {
  readonly shape: Shape | undefined;
  /** Why the shape is not known, a sentence without a stop. */
  readonly reason?: string;
  /** Of its numbers, as ONNX counts types; `undefined`: not known. */
  readonly type: number | undefined;
  /** Its numbers, where they are few and follow from shapes and constants. */
  readonly elements?: Elements | undefined;
  /** Whether it follows from the file's own numbers alone, so that it is the same for every input. */
  readonly isFixed?: boolean;
}

/** What a rule says of one output: its type is that of the first input if none is said. */
export interface Output {
  readonly shape: Shape;
  readonly type?: number | undefined;
  readonly elements?: Elements | undefined;
}

/** Numbers are followed up to so many: a shape has a handful, a table of anchors thousands. */
export const MOST_ELEMENTS = 2_048;

/** Thrown by a rule: what follows cannot be known. The message is the reason, a sentence without a stop. */
export class NotKnown extends Error {}

/** Thrown by a rule: the runtime would refuse the node. */
export class Wrong extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
