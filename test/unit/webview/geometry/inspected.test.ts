import { expect, test } from "vitest";
import type { Inspection } from "../../../../src/protocol/inspection.ts";
import { cellsOf, mapsOf } from "../../../../src/tensor/image-pieces.ts";
import { readAt } from "../../../../webview/geometry/arithmetic.ts";
import { type Inspected, inspected, readCells, readChannel } from "../../../../webview/geometry/inspected.ts";

const shape = [4, 5, 3];
const whole = Float32Array.from({ length: 60 }, (_, i) => i);
const box = { row: 1, column: 2, rows: 2, columns: 2 };

function inPieces(): Inspected {
  const channels = [2, 0];
  const maps = mapsOf(whole, shape, channels);
  const pieces = { wanted: channels, channels, maps, box, cells: cellsOf(whole, shape, box) };
  return { shape, data: new Float32Array(), pieces };
}

test("a channel is read alike, whole or in pieces", () => {
  const apart = readChannel(inPieces(), 2);
  const together = readChannel({ shape, data: whole, pieces: undefined }, 2);
  for (const place of [
    { row: 0, column: 0 },
    { row: 3, column: 4 },
  ]) {
    expect(apart && readAt(apart, place, 2)).toBe(together && readAt(together, place, 2));
  }
  expect(together && readAt(together, { row: 3, column: 4 }, 2)).toBe(59);
});

test("a channel that has not come is not there", () => {
  expect(readChannel(inPieces(), 1)).toBeUndefined();
});

test("cells are read where they lie in the image, and beside them nothing is known", () => {
  const read = readCells(inPieces());
  expect(readAt(read, { row: 2, column: 3 }, 1)).toBe((2 * 5 + 3) * 3 + 1);
  for (const place of [
    { row: 1, column: 4 },
    { row: 2, column: 1 },
    { row: 0, column: 2 },
    { row: 3, column: 2 },
  ]) {
    expect(readAt(read, place, 0)).toBeNaN();
  }
});

test("without an activation the gradient before it is the output's", () => {
  const { pieces } = inPieces();
  const base = { output: { shape, data: whole }, outputGradient: whole, beforeActivationGradient: whole };
  const plain = { ...base, beforeActivation: undefined, pieces: { outputGradient: pieces } } as unknown as Inspection;
  expect(inspected(plain, "beforeActivationGradient")?.pieces).toBe(pieces);
  const active = { ...plain, beforeActivation: { shape, data: whole } } as unknown as Inspection;
  expect(inspected(active, "beforeActivationGradient")?.pieces).toBeUndefined();
});
