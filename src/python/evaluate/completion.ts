/** How a statement ends, other than by going on to the next. */
import type { Value } from "../value.ts";
import type { Raised } from "./raised.ts";

export type Completion =
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "break" }
  | { readonly kind: "continue" }
  /** Only seen where both ways of a branch run; elsewhere exceptions are thrown. */
  | { readonly kind: "raise"; readonly raised: Raised };

export const broken: Completion = { kind: "break" };
export const continued: Completion = { kind: "continue" };
