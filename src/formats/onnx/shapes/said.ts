/** What the file itself says of values' shapes, against and beside what follows from the operators. */
import type { Shape } from "../../../python/tensors/answer.ts";
import { isUnknownSize } from "../../../python/tensors/unknown-size.ts";
import { evaluateDim } from "../../../tensor/dim/evaluate.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { ValueInfo } from "../model.ts";

export type SaidShape = readonly (Dim | undefined)[];

/** The file's shape with the numbers that letters were given. */
export function withNumbers({ shape }: ValueInfo, letters: ReadonlyMap<string, number>): SaidShape | undefined {
  return shape?.map((size) => (size === undefined ? undefined : (evaluateDim(size, letters) ?? size)));
}

/** Whether both cannot be true: another number of axes, or another number somewhere. */
export function contradicts(said: SaidShape, found: Shape): boolean {
  if (said.length !== found.length) return true;
  return said.some((size, axis) => typeof size === "number" && typeof found[axis] === "number" && size !== found[axis]);
}

/** What was found, with the file's sizes where nothing is known. */
export function completed(found: Shape, said: SaidShape): Shape {
  return found.map((size, axis) => (isUnknownSize(size) ? (said[axis] ?? size) : size));
}

export function formatSaid(said: SaidShape): string {
  return `[${said.map((size) => (size === undefined ? "?" : formatDim(size))).join(", ")}]`;
}
