/**
 * Enlarging an image. Bilinear values lie between the centres of cells: output cell o reads at (o + 1/2) / f - 1/2, held
 * within the image (TensorFlow's and PyTorch's half-pixel centres), or at o (h - 1) / (h f - 1) with corners aligned.
 * The gradient of each is the same reading turned round: what a cell gave away comes back to it.
 */
import type { Floats } from "../../tensor/floats.ts";
import type { UpsampleSizes } from "../../tensor/kernels.ts";

/** x [n, h, w, c]; y [n, h fh, w fw, c]. */
export function upsampleNearest(x: Floats, y: Floats, sizes: UpsampleSizes): void {
  eachCell(sizes, (from, to) => {
    for (let c = 0; c < sizes.c; c++) y[to + c] = x[from + c]!;
  });
}

/** dy [n, h fh, w fw, c]; dx [n, h, w, c]. */
export function upsampleNearestInputGradient(dy: Floats, dx: Floats, sizes: UpsampleSizes): void {
  eachCell(sizes, (from, to) => {
    for (let c = 0; c < sizes.c; c++) dx[from + c]! += dy[to + c]!;
  });
}

function eachCell({ n, h, w, c, fh, fw }: UpsampleSizes, visit: (from: number, to: number) => void): void {
  for (let sample = 0; sample < n; sample++) {
    for (let row = 0; row < h * fh; row++) {
      for (let column = 0; column < w * fw; column++) {
        const from = ((sample * h + Math.floor(row / fh)) * w + Math.floor(column / fw)) * c;
        visit(from, ((sample * h * fh + row) * w * fw + column) * c);
      }
    }
  }
}

/** x [n, h, w, c]; y [n, h fh, w fw, c]. */
export function upsampleBilinear(x: Floats, y: Floats, sizes: UpsampleSizes, alignCorners: boolean): void {
  y.fill(0);
  eachShare(sizes, alignCorners, (from, to, share) => {
    for (let c = 0; c < sizes.c; c++) y[to + c]! += share * x[from + c]!;
  });
}

/** dy [n, h fh, w fw, c]; dx [n, h, w, c]. */
export function upsampleBilinearInputGradient(
  dy: Floats,
  dx: Floats,
  sizes: UpsampleSizes,
  alignCorners: boolean,
): void {
  eachShare(sizes, alignCorners, (from, to, share) => {
    for (let c = 0; c < sizes.c; c++) dx[from + c]! += share * dy[to + c]!;
  });
}

/** Each pair of an input cell and an output cell that takes a share of it: where they begin, and the share. */
function eachShare(
  { n, h, w, c, fh, fw }: UpsampleSizes,
  alignCorners: boolean,
  visit: (from: number, to: number, share: number) => void,
): void {
  const vertical = readings(h, fh, alignCorners);
  const horizontal = readings(w, fw, alignCorners);
  for (let sample = 0; sample < n; sample++) {
    vertical.forEach((rowParts, row) => {
      horizontal.forEach((columnParts, column) => {
        const to = ((sample * h * fh + row) * w * fw + column) * c;
        for (const [inputRow, rowShare] of rowParts) {
          for (const [inputColumn, columnShare] of columnParts) {
            visit(((sample * h + inputRow) * w + inputColumn) * c, to, rowShare * columnShare);
          }
        }
      });
    });
  }
}

/** For each output cell of one axis: the two input cells it lies between, and the share of each. */
function readings(size: number, factor: number, alignCorners: boolean): [cell: number, share: number][][] {
  const length = size * factor;
  return Array.from({ length }, (_, cell) => {
    const aligned = length === 1 ? 0 : (cell * (size - 1)) / (length - 1);
    const place = alignCorners ? aligned : Math.max((cell + 0.5) / factor - 0.5, 0);
    const first = Math.min(Math.floor(place), size - 1);
    const second = Math.min(first + 1, size - 1);
    return [
      [first, 1 - (place - first)],
      [second, place - first],
    ];
  });
}
