/**
 * The arithmetic of a sliding window: output size and pads of each axis, from attributes and input size. SAME and VALID
 * follow TensorFlow (https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2), explicit pads and `ceilMode`
 * PyTorch (torch.nn.Conv2d, torch.nn.MaxPool2d).
 */
import type { Shape } from "../tensor/shape.ts";
import { imageSizes } from "../tensor/shape.ts";
import { kernelExtent, type Padding, type Window, type WindowAxis, windowOf } from "../tensor/window.ts";
import type { PaddingValue, Pair } from "./attribute.ts";
import { calculate, type Letters, type Step } from "./formula.ts";
import type { LayerIssue, LayerShape } from "./layer.ts";

export interface WindowAttributes {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly padding: PaddingValue;
  readonly ceilMode: boolean;
  /** The name of the kernel's attribute, for messages: `kernelSize`, `poolSize`. */
  readonly kernelName: string;
}

export type WindowResult =
  | { readonly window: Window; readonly steps: readonly Step[] }
  | { readonly issue: LayerIssue };

/** The window over an image of `input` [h, w, c]. */
export function slideWindow(input: Shape, attributes: WindowAttributes): WindowResult {
  const sizes = imageSizes(input);
  if (sizes === undefined) return { issue: notAnImage(input) };
  const vertical = slideAxis("h", sizes.h, attributes);
  const horizontal = slideAxis("w", sizes.w, attributes);
  if (vertical.axis.output < 1 || horizontal.axis.output < 1) {
    return { issue: kernelTooLarge(vertical.axis, horizontal.axis, attributes) };
  }
  return {
    window: windowOf(vertical.axis, horizontal.axis),
    steps: [...vertical.steps, ...horizontal.steps],
  };
}

/** The window of a layer whose shape rule resolved one. */
export function windowIn(shape: LayerShape): Window {
  if (shape.window === undefined) throw new Error("a layer without a window was asked for it");
  return shape.window;
}

type AxisLetter = "h" | "w";

interface AxisRule {
  readonly axis: WindowAxis;
  readonly steps: readonly Step[];
}

function slideAxis(letter: AxisLetter, input: number, attributes: WindowAttributes): AxisRule {
  const index = letter === "h" ? 0 : 1;
  const axis = {
    input,
    kernel: attributes.kernel[index],
    stride: attributes.strides[index],
    dilation: attributes.dilation[index],
  };
  if (attributes.padding === "same") return padToSame(letter, axis);
  if (attributes.padding === "valid" && !attributes.ceilMode) return padNothing(letter, axis);
  return padBy(letter, axis, attributes.padding === "valid" ? noPadding : attributes.padding, attributes.ceilMode);
}

const noPadding: Padding = { top: 0, right: 0, bottom: 0, left: 0 };

type BareAxis = Omit<WindowAxis, "before" | "after" | "output">;

function padToSame(letter: AxisLetter, axis: BareAxis): AxisRule {
  const { size, pads, same, total } = formulasFor(letter, axis);
  const values = lettersOf(letter, axis);
  const output = calculate(size, same, values);
  // A negative sum means that the stride jumps over the rest: nothing is padded, and nothing is cropped.
  const sum = calculate(pads, total, { ...values, [size]: output.value });
  const before = Math.floor(sum.value / 2);
  return { axis: { ...axis, before, after: sum.value - before, output: output.value }, steps: [output, sum] };
}

function padNothing(letter: AxisLetter, axis: BareAxis): AxisRule {
  const { size, valid } = formulasFor(letter, axis);
  const output = calculate(size, valid, lettersOf(letter, axis));
  return { axis: { ...axis, before: 0, after: 0, output: output.value }, steps: [output] };
}

function padBy(letter: AxisLetter, axis: BareAxis, { top, right, bottom, left }: Padding, ceilMode: boolean): AxisRule {
  const { size, floor, ceil } = formulasFor(letter, axis);
  const pads = letter === "h" ? { top, bottom } : { left, right };
  const output = calculate(size, ceilMode ? ceil : floor, { ...lettersOf(letter, axis), ...pads });
  const [before, after] = letter === "h" ? [top, bottom] : [left, right];
  return { axis: { ...axis, before, after, output: output.value }, steps: [output] };
}

function lettersOf(letter: AxisLetter, { input, kernel, stride, dilation }: BareAxis): Letters {
  return letter === "h"
    ? { h: input, kh: kernel, sh: stride, rh: dilation }
    : { w: input, kw: kernel, sw: stride, rw: dilation };
}

/** Written once: thousands of layers are calculated by the same few texts. */
const formulas = {
  h: { dense: axisFormulas("h", "kh"), dilated: axisFormulas("h", "((kh - 1)*rh + 1)") },
  w: { dense: axisFormulas("w", "kw"), dilated: axisFormulas("w", "((kw - 1)*rw + 1)") },
};

function formulasFor(letter: AxisLetter, { dilation }: BareAxis): AxisFormulas {
  return dilation === 1 ? formulas[letter].dense : formulas[letter].dilated;
}

type AxisFormulas = ReturnType<typeof axisFormulas>;

/** The arithmetic of one axis; `extent` is what the kernel covers: its size, or with dilation the size it is spread to. */
function axisFormulas(letter: AxisLetter, extent: string) {
  const [before, after] = letter === "h" ? ["top", "bottom"] : ["left", "right"];
  const room = `(${letter} + ${before} + ${after} - ${extent}) / s${letter}`;
  return {
    size: `o${letter}`,
    pads: `${before} + ${after}`,
    same: `ceil(${letter} / s${letter})`,
    total: `max((o${letter} - 1)*s${letter} + ${extent} - ${letter}, 0)`,
    valid: `ceil((${letter} - ${extent} + 1) / s${letter})`,
    floor: `floor(${room}) + 1`,
    // PyTorch: under ceilMode a last window that would start beyond the input and its first pad is left out.
    ceil: `min(ceil(${room}), floor((${letter} + ${before} - 1) / s${letter})) + 1`,
  };
}

export function notAnImage(input: Shape): LayerIssue {
  return {
    code: "shape/not-an-image",
    message: `{name} expects an image [height, width, channels] and gets [${input.join(", ")}]. Move it before the layer that flattens, or reshape its input.`,
  };
}

function kernelTooLarge(vertical: WindowAxis, horizontal: WindowAxis, attributes: WindowAttributes): LayerIssue {
  const covered = [vertical, horizontal].map((axis) => kernelExtent(axis.kernel, axis.dilation));
  const room = [vertical, horizontal].map((axis) => axis.input + axis.before + axis.after);
  const padded = attributes.padding === "valid" ? "" : " with its padding";
  return {
    code: "shape/kernel-larger-than-input",
    message:
      `{name}: its window covers ${covered.join(" × ")}, but the input${padded} is only ${room.join(" × ")}. ` +
      `Use padding "same" or a smaller ${attributes.kernelName}.`,
    attribute: attributes.kernelName,
    remedy: { kind: "set", attribute: "padding", value: "same" },
  };
}
