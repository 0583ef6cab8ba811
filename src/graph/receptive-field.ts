/** The part of the model's input that one value of a layer's output depends on, one axis at a time. */
export interface ReceptiveFieldAxis {
  /** Input cells from the first to the last that the value may depend on. */
  readonly size: number;
  /** Input cells between the fields of neighbouring values. */
  readonly stride: number;
  /** Where the first value's field begins, in input cells; negative where it reaches into the padding. */
  readonly start: number;
}

/** `global`: every value depends on the whole input (behind flatten, dense or a global pool). */
export type ReceptiveField =
  | { readonly kind: "window"; readonly vertical: ReceptiveFieldAxis; readonly horizontal: ReceptiveFieldAxis }
  | { readonly kind: "global" };
