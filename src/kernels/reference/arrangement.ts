/** Kernels that move values without changing them: zeros around an image, columns side by side. */
import type { Floats } from "../../tensor/floats.ts";
import type { ColumnSizes, PadSizes } from "../../tensor/kernels.ts";

/** x [n, h, w, c]; y [n, top + h + bottom, left + w + right, c]. */
export function padImage(x: Floats, y: Floats, sizes: PadSizes): void {
  y.fill(0);
  eachRow(sizes, (from, to, length) => y.set(x.subarray(from, from + length), to));
}

/** dy shaped as y, dx [n, h, w, c]: the inside of dy. */
export function padImageInputGradient(dy: Floats, dx: Floats, sizes: PadSizes): void {
  eachRow(sizes, (from, to, length) => {
    for (let i = 0; i < length; i++) dx[from + i]! += dy[to + i]!;
  });
}

/** Each row of the image: where it begins in x, where in y, and its length in numbers. */
function eachRow({ n, h, w, c, padding }: PadSizes, visit: (from: number, to: number, length: number) => void): void {
  const width = padding.left + w + padding.right;
  const height = padding.top + h + padding.bottom;
  for (let sample = 0; sample < n; sample++) {
    for (let row = 0; row < h; row++) {
      const to = ((sample * height + padding.top + row) * width + padding.left) * c;
      visit((sample * h + row) * w * c, to, w * c);
    }
  }
}

/** x [rows, columns]; y [rows, of]. */
export function placeColumns(x: Floats, y: Floats, { rows, columns, from, of }: ColumnSizes): void {
  for (let row = 0; row < rows; row++) y.set(x.subarray(row * columns, (row + 1) * columns), row * of + from);
}

/** dy [rows, of]; dx [rows, columns]. */
export function placeColumnsInputGradient(dy: Floats, dx: Floats, { rows, columns, from, of }: ColumnSizes): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) dx[row * columns + column]! += dy[row * of + from + column]!;
  }
}
