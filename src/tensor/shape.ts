/**
 * Shapes of one sample, without the batch: `[height, width, channels]` for an image (channels last, as in Keras),
 * `[features]` for a vector. The batch is always the first axis of the data and never part of a shape.
 */
export type Shape = readonly number[];

/** How many numbers a tensor of this shape holds; 1 for the empty shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** Height, width and channels of an image shape, or `undefined` if the shape is not that of an image. */
export function imageSizes(shape: Shape): { h: number; w: number; c: number } | undefined {
  const [h, w, c] = shape;
  if (shape.length !== 3 || h === undefined || w === undefined || c === undefined) return undefined;
  return { h, w, c };
}

/** The length of the last axis: the channels of an image, the features of a vector; 1 for the empty shape. */
export function channelsOf(shape: Shape): number {
  return shape[shape.length - 1] ?? 1;
}

/** How many maps a tensor is: one for each channel of an image, and any other is one. */
export function mapsIn(shape: Shape): number {
  return imageSizes(shape)?.c ?? 1;
}

/** Whether both shapes have the same axes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** The shape as people write it: `28 × 28 × 8`. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? "scalar" : shape.join(" × ");
}
