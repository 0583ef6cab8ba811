/** What stands behind `case`. */
import type { Expression } from "./tree.ts";

export type Pattern =
  /** A constant or a dotted name: equal to it. */
  | { readonly kind: "value"; readonly value: Expression }
  /** A name takes the subject; `_` takes nothing. */
  | { readonly kind: "capture"; readonly name: string | undefined }
  | { readonly kind: "as"; readonly pattern: Pattern; readonly name: string }
  | { readonly kind: "or"; readonly choices: readonly Pattern[] }
  | { readonly kind: "sequence"; readonly items: readonly Pattern[] }
  /** `*rest` in a sequence, `**rest` in a mapping. */
  | { readonly kind: "rest"; readonly name: string | undefined }
  | {
      readonly kind: "mapping";
      readonly entries: readonly { readonly key: Expression; readonly pattern: Pattern }[];
      readonly rest: string | undefined;
    }
  | {
      readonly kind: "class";
      readonly cls: Expression;
      readonly positional: readonly Pattern[];
      readonly named: ReadonlyMap<string, Pattern>;
    }
  /** Not followed: whether it matches cannot be known. */
  | { readonly kind: "unknown"; readonly names: readonly string[] };
