/**
 * The geometry that convolution, pooling and transposed convolution share: a kernel that slides over a padded input.
 * It is resolved once, by the layer's shape rule; kernels and views only read it.
 */

/** Zeros (for max pooling: nothing) added on each side of the input. */
export interface Padding {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** One axis of a window, all in cells. */
export interface WindowAxis {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  readonly output: number;
}

/**
 * A window over an image of `h` x `w` cells that gives `oh` x `ow` places. `rh` and `rw` are the dilation (TensorFlow's
 * "rate": d stands for gradients here). The window's cell (i, j) at the place (y, x) reads the input at
 * (y * sh - top + i * rh, x * sw - left + j * rw). Under `ceilMode` the last window may reach beyond the bottom pad.
 */
export interface Window extends Padding {
  readonly h: number;
  readonly w: number;
  readonly kh: number;
  readonly kw: number;
  readonly sh: number;
  readonly sw: number;
  readonly rh: number;
  readonly rw: number;
  readonly oh: number;
  readonly ow: number;
}

export function windowOf(vertical: WindowAxis, horizontal: WindowAxis): Window {
  return {
    h: vertical.input,
    w: horizontal.input,
    kh: vertical.kernel,
    kw: horizontal.kernel,
    sh: vertical.stride,
    sw: horizontal.stride,
    rh: vertical.dilation,
    rw: horizontal.dilation,
    top: vertical.before,
    bottom: vertical.after,
    left: horizontal.before,
    right: horizontal.after,
    oh: vertical.output,
    ow: horizontal.output,
  };
}

export function verticalAxis(window: Window): WindowAxis {
  return {
    input: window.h,
    kernel: window.kh,
    stride: window.sh,
    dilation: window.rh,
    before: window.top,
    after: window.bottom,
    output: window.oh,
  };
}

export function horizontalAxis(window: Window): WindowAxis {
  return {
    input: window.w,
    kernel: window.kw,
    stride: window.sw,
    dilation: window.rw,
    before: window.left,
    after: window.right,
    output: window.ow,
  };
}

/** Cells from the first to the last that a dilated kernel covers: (k - 1) * r + 1. */
export function kernelExtent(kernel: number, dilation: number): number {
  return (kernel - 1) * dilation + 1;
}

/** The input cells (counted from 0) that no window reads: those behind the last window and those the stride jumps over. */
export function unusedCells(axis: WindowAxis): number[] {
  const read = new Uint8Array(axis.input);
  for (let place = 0; place < axis.output; place++) {
    for (let k = 0; k < axis.kernel; k++) {
      const cell = place * axis.stride - axis.before + k * axis.dilation;
      if (cell >= 0 && cell < axis.input) read[cell] = 1;
    }
  }
  const unused: number[] = [];
  read.forEach((isRead, cell) => {
    if (isRead === 0) unused.push(cell);
  });
  return unused;
}
