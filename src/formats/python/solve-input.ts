/**
 * Solves a model backwards: the image sizes for which every `Linear(in_features)` and every fixed reshaping fits. Where a
 * stride swallows rows several sizes fit; of those the one that people use is taken, and the others are told. Only squares
 * are tried: a product of height and width that a rectangle would fit too is solved by many, and would be a guess.
 */

import type { Constraint } from "../../python/trace.ts";
import { evaluateDim } from "../../tensor/dim/evaluate.ts";
import type { Dim } from "../../tensor/dim.ts";

export interface SolvedSize {
  readonly height: number;
  readonly width: number;
  /** The smallest and the largest square size that fits too. */
  readonly from: number;
  readonly to: number;
}

/** Sizes of well-known data sets and networks, the likelier first. */
const USUAL = [
  32, 28, 224, 64, 96, 128, 256, 299, 227, 48, 84, 100, 150, 160, 180, 192, 200, 240, 300, 320, 384, 400, 448, 512,
];
const LARGEST_SQUARE = 1024;

/** `undefined` if no constraint speaks of H and W, if no size beyond `above` fits, or if all sizes do. */
export function solveInput(constraints: readonly Constraint[], above = 0): SolvedSize | undefined {
  const open = openOf(constraints);
  if (open.length === 0) return undefined;
  const squares = squaresFor(open, above + 1);
  const [from] = squares;
  const to = squares.at(-1);
  if (from === undefined || to === undefined) return undefined;
  // What fits everywhere is no constraint on the size.
  if (squares.length > LARGEST_SQUARE / 2) return undefined;
  const side = USUAL.find((usual) => squares.includes(usual)) ?? from;
  return { height: side, width: side, from, to };
}

/** Whether no square image fits. */
export function isContradictory(constraints: readonly Constraint[]): boolean {
  const open = openOf(constraints);
  return open.length > 0 && squaresFor(open, 1).length === 0;
}

function openOf(constraints: readonly Constraint[]): readonly Constraint[] {
  return constraints.filter(({ size }) => typeof size !== "number");
}

function squaresFor(open: readonly Constraint[], smallest: number): number[] {
  return range(smallest, LARGEST_SQUARE).filter((side) =>
    open.every(({ size, expected }) => evaluateAt(size, side, side) === expected),
  );
}

function evaluateAt(size: Dim, height: number, width: number): number | undefined {
  return evaluateDim(
    size,
    new Map([
      ["H", height],
      ["W", width],
    ]),
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
