/**
 * A size that may not be known yet: a number, or an expression over letters such as `H` (an image's height) that is kept
 * as a sum of products. Floor division and the like become atoms of such a sum, so that `(H - 5) // 1 + 1` is `H - 4` and
 * two expressions are the same exactly when their texts are. Sizes are whole numbers.
 */

/** A size: known, or an expression over letters. */
export type Dim = number | Symbolic;

/** What a symbolic size is made of besides numbers. A letter may know why it is no number; equal names are the same letter. */
export type Atom =
  | { readonly kind: "letter"; readonly name: string; readonly reason?: string }
  | { readonly kind: "floorDivide" | "modulo"; readonly left: Dim; readonly right: Dim }
  | { readonly kind: "minimum" | "maximum"; readonly left: Dim; readonly right: Dim };

/** A product of atoms, sorted by their texts, and how often it is taken. */
export interface Term {
  readonly factor: number;
  readonly atoms: readonly Atom[];
}

/** `constant` + the sum of `terms`, of which there is at least one. Made by the functions of this file only. */
export class Symbolic {
  readonly constant: number;
  readonly terms: readonly Term[];

  constructor(constant: number, terms: readonly Term[]) {
    this.constant = constant;
    this.terms = terms;
  }
}
