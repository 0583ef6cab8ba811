/** What max and average pooling share: their window over each channel, and the pads that a pool may have. */
import type { PoolSizes } from "../tensor/kernels.ts";
import { channelsOf, type Shape } from "../tensor/shape.ts";
import { kernelExtent, type Window } from "../tensor/window.ts";
import type { PaddingValue, Pair } from "./attribute.ts";
import type { LayerIssue, Pass, ShapeResult } from "./layer.ts";
import { slideWindow, windowIn } from "./window-rule.ts";

export interface PoolAttributes {
  readonly poolSize: Pair;
  /** Each axis defaults to the pool's size. */
  readonly strides: Pair | undefined;
  readonly padding: PaddingValue;
  readonly dilation: Pair;
  readonly ceilMode: boolean;
}

export function poolShape(input: Shape, attributes: PoolAttributes): ShapeResult {
  const { poolSize, strides, padding, dilation, ceilMode } = attributes;
  const issue = checkPads(attributes);
  if (issue) return { issue };
  const result = slideWindow(input, {
    kernel: poolSize,
    strides: strides ?? poolSize,
    dilation,
    padding,
    ceilMode,
    kernelName: "poolSize",
  });
  if ("issue" in result) return result;
  return { output: [result.window.oh, result.window.ow, channelsOf(input)], ...result };
}

export function poolSizes(pass: Pass): PoolSizes {
  const window: Window = windowIn(pass.shape);
  return { n: pass.n, c: channelsOf(pass.shape.output), window };
}

/** PyTorch's rule, and a sound one: with more than half a window of padding a window could see nothing but padding. */
function checkPads({ poolSize, dilation, padding }: PoolAttributes): LayerIssue | undefined {
  if (padding === "same" || padding === "valid") return undefined;
  const most = [0, 1].map((axis) => Math.floor(kernelExtent(poolSize[axis as 0 | 1], dilation[axis as 0 | 1]) / 2));
  const [vertical = 0, horizontal = 0] = most;
  if (Math.max(padding.top, padding.bottom) <= vertical && Math.max(padding.left, padding.right) <= horizontal) {
    return undefined;
  }
  const { top, right, bottom, left } = padding;
  return {
    code: "shape/pool-padding-too-large",
    message:
      `{name}: a pool's padding may be at most half its window, ${vertical} at the top and bottom and ${horizontal} at the sides, ` +
      `and is top ${top}, right ${right}, bottom ${bottom}, left ${left}. Set padding to [${vertical}, ${horizontal}] or less.`,
    attribute: "padding",
    remedy: { kind: "set", attribute: "padding", value: [vertical, horizontal] },
  };
}
