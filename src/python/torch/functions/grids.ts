/** Images that are sampled at the places of a grid, and the grids of affine maps. */
import { compareDims } from "../../../tensor/dim/order.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { shapeFrom } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { type Call, reasonOf } from "../call.ts";
import { named, type TorchFunction } from "../function.ts";

/** [N, C, H, W] at the places [N, h, w, 2] -> [N, C, h, w]. */
function gridSample(call: Call): Value {
  const grid = call.shape("grid");
  return call.from("input", (shape): ShapeAnswer => {
    if (grid === undefined) return { unknown: reasonOf(call.get("grid")) };
    const meant = [...shape.slice(0, 2), ...grid.slice(1, -1)];
    if (grid.length !== shape.length) return wrongGrid(`${shape.length} axes`, grid, shape, meant);
    if (differs(grid[0], shape[0])) return wrongGrid(`a batch of ${formatDim(shape[0] as Dim)}`, grid, shape, meant);
    if (differs(grid.at(-1), shape.length - 2))
      return wrongGrid(`${shape.length - 2} as last size`, grid, shape, meant);
    return { shape: meant };
  });
}

function wrongGrid(expected: string, grid: Shape, shape: Shape, meant: Shape): ShapeAnswer {
  return mistaken(
    codes.broadcast,
    `its grid must have ${expected} for ${formatShape(shape)}, and is ${formatShape(grid)}.`,
    meant,
  );
}

/** Maps [N, 2, 3] of images [N, C, H, W] -> [N, H, W, 2]; of volumes one more of each. */
function affineGrid(call: Call): Value {
  const size = shapeFrom(call.run, [call.get("size")]);
  return call.give(size ? affinePlaces(size, call.shape("theta")) : { unknown: "its size is not known" }, "float32");
}

function affinePlaces(size: Shape, theta: Shape | undefined): ShapeAnswer {
  const axes = size.length - 2;
  const shape = [size[0] as Dim, ...size.slice(2), axes];
  const expected = [size[0] as Dim, axes, axes + 1];
  const fits = theta?.length === 3 && !theta.some((own, axis) => differs(own, expected[axis]));
  if (theta === undefined || fits) return { shape };
  const message = `expects maps of ${formatShape(expected)} for ${formatShape(size)} and gets ${formatShape(theta)}.`;
  return mistaken(codes.broadcast, message, shape);
}

function differs(size: Dim | undefined, other: Dim | undefined): boolean {
  return size === undefined || other === undefined || compareDims("==", size, other) === false;
}

export const grids: readonly TorchFunction[] = [
  ...named("grid_sample", "input, grid", gridSample),
  ...named("affine_grid", "theta, size", affineGrid),
];
