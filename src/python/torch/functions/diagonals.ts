/** Diagonals of matrices, and matrices made of them. */

import { addDims, sumOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { insertAxis } from "../../tensors/axes.ts";
import { diagonalLength, diagonalOrMatrix } from "../../tensors/matrices.ts";
import { itemsOf } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import type { Call } from "../call.ts";
import { named, type TorchFunction } from "../function.ts";
import { TorchTensor } from "../tensor.ts";
import { withAxes } from "./axis.ts";

const unknownOffset: ShapeAnswer = { unknown: "which diagonal it is is not known" };

/** The numbers on a diagonal, as a new last axis. */
function diagonal(call: Call): Value {
  const offset = call.get("offset");
  return call.from("input", (shape) =>
    withAxes([call.get("dim1"), call.get("dim2")], shape, ([first, second]) => {
      if (typeof offset !== "number") return unknownOffset;
      const length = diagonalLength(shape[first as number] as Dim, shape[second as number] as Dim, offset);
      if (length === undefined) return unknownOffset;
      return { shape: [...shape.filter((_, axis) => axis !== first && axis !== second), length] };
    }),
  );
}

/** The last axis becomes the diagonal of a matrix. */
function diagonalMatrix(call: Call): Value {
  const offset = call.get("offset");
  return call.from("input", (shape) => {
    const last = shape.at(-1);
    if (typeof offset !== "number" || last === undefined) return unknownOffset;
    const size = addDims(last, Math.abs(offset));
    const lead = shape.slice(0, -1);
    const room = 1;
    return withAxes(
      [call.get("dim1"), call.get("dim2")],
      shape,
      (axes) => ({
        shape: [...axes]
          .sort((a, b) => a - b)
          .reduce<Shape>((made, axis) => insertAxis(made, axis).with(axis, size), lead),
      }),
      room,
    );
  });
}

/** A vector becomes a matrix, and a matrix its diagonal. */
function diag(call: Call): Value {
  const offset = call.get("diagonal");
  return call.from("input", (shape) => (typeof offset === "number" ? diagonalOrMatrix(shape, offset) : unknownOffset));
}

/** Of matrices beside each other along the diagonal. */
function blocks(call: Call): Value {
  const shapes = (itemsOf(call.get("tensors")) ?? []).map((item) =>
    item instanceof TorchTensor && item.shape && item.shape.length <= 2 ? item.shape : undefined,
  );
  if (shapes.includes(undefined)) return call.unknown("the shape of a block is not known");
  const sizes = (shapes as Shape[]).map((shape) => [1, 1, ...shape].slice(-2) as [Dim, Dim]);
  return call.give({ shape: [sumOfDims(sizes.map(([rows]) => rows)), sumOfDims(sizes.map(([, columns]) => columns))] });
}

function triangleIndices(call: Call): Value {
  const [rows, columns, offset] = [call.get("row"), call.get("col"), call.get("offset")];
  if (typeof rows !== "number" || typeof columns !== "number" || typeof offset !== "number")
    return call.unknown("its size is not known");
  const isLower = call.name === "tril_indices";
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const upTo = Math.min(columns, Math.max(0, row + offset + (isLower ? 1 : 0)));
    count += isLower ? upTo : columns - upTo;
  }
  return call.give({ shape: [2, count] }, "int64");
}

export const diagonals: readonly TorchFunction[] = [
  ...named("diagonal", "input, offset=0, dim1=0, dim2=1", diagonal),
  ...named("diag_embed", "input, offset=0, dim1=-2, dim2=-1", diagonalMatrix),
  ...named("diag", "input, diagonal=0", diag),
  ...named("block_diag", "*tensors", blocks),
  ...named("tril_indices triu_indices", "row, col, offset=0", triangleIndices),
];
