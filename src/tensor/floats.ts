/** Flat arrays of floating-point numbers. Training runs in float32; gradients are checked in float64. */
export type Floats = Float32Array | Float64Array;

export type Precision = "float32" | "float64";

/** A zeroed array of `length` numbers. */
export function allocate(precision: Precision, length: number): Floats {
  return precision === "float64" ? new Float64Array(length) : new Float32Array(length);
}

/** Bytes of one number. */
export function bytesOf(precision: Precision): number {
  return precision === "float64" ? 8 : 4;
}
