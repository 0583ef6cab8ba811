/**
 * Sizes of a transposed convolution, and the window of the convolution that it reverses. SAME and VALID as Keras computes
 * them (keras.layers.Conv2DTranspose), numbers as PyTorch does (torch.nn.ConvTranspose2d).
 */
import { imageSizes, type Shape } from "../tensor/shape.ts";
import { kernelExtent, type WindowAxis, windowOf } from "../tensor/window.ts";
import type { PaddingValue, Pair } from "./attribute.ts";
import { calculate, type Step } from "./formula.ts";
import type { LayerIssue } from "./layer.ts";
import { notAnImage, type WindowResult } from "./window-rule.ts";

export interface TransposedAttributes {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly padding: PaddingValue;
  readonly outputPadding: Pair;
}

/** The window from the output back to an input of shape `input` [h, w, c]. */
export function spreadWindow(input: Shape, attributes: TransposedAttributes): WindowResult {
  const sizes = imageSizes(input);
  if (sizes === undefined) return { issue: notAnImage(input) };
  const issue = checkOutputPadding(attributes);
  if (issue) return { issue };
  const vertical = spreadAxis("h", sizes.h, attributes);
  const horizontal = spreadAxis("w", sizes.w, attributes);
  if (vertical.axis.input < 1 || horizontal.axis.input < 1) {
    return { issue: nothingLeft(vertical.axis.input, horizontal.axis.input) };
  }
  return { window: windowOf(vertical.axis, horizontal.axis), steps: [vertical.step, horizontal.step] };
}

function spreadAxis(
  letter: "h" | "w",
  input: number,
  attributes: TransposedAttributes,
): { axis: WindowAxis; step: Step } {
  const index = letter === "h" ? 0 : 1;
  const kernel = attributes.kernelSize[index];
  const stride = attributes.strides[index];
  const dilation = attributes.dilation[index];
  const added = attributes.outputPadding[index];
  const { padding } = attributes;
  const [beforeName, afterName] = letter === "h" ? (["top", "bottom"] as const) : (["left", "right"] as const);
  const pads = typeof padding === "object" ? padding : { top: 0, bottom: 0, left: 0, right: 0 };
  const step = calculate(`o${letter}`, sizeFormula(letter, dilation > 1, padding, added > 0), {
    [letter]: input,
    [`k${letter}`]: kernel,
    [`s${letter}`]: stride,
    [`r${letter}`]: dilation,
    added,
    [beforeName]: pads[beforeName],
    [afterName]: pads[afterName],
  });
  const total = Math.max((input - 1) * stride + kernelExtent(kernel, dilation) - step.value, 0);
  const before = padding === "same" ? Math.floor(total / 2) : pads[beforeName];
  const after = padding === "same" ? total - before : pads[afterName];
  return { axis: { input: step.value, kernel, stride, dilation, before, after, output: input }, step };
}

/** Keras: without outputPadding SAME is a multiple of the stride, and VALID ends with whole strides where they reach further. */
function sizeFormula(letter: "h" | "w", dilated: boolean, padding: PaddingValue, added: boolean): string {
  const extent = dilated ? `((k${letter} - 1)*r${letter} + 1)` : `k${letter}`;
  if (padding === "same" && !added) return `${letter}*s${letter}`;
  if (padding === "valid" && !added) return `${letter}*s${letter} + max(${extent} - s${letter}, 0)`;
  const reach = `(${letter} - 1)*s${letter} + ${extent}`;
  const plus = added ? " + added" : "";
  if (padding === "same") return `${reach} - 2*floor(k${letter} / 2)${plus}`;
  if (padding === "valid") return `${reach}${plus}`;
  return `${reach} - ${letter === "h" ? "top - bottom" : "left - right"}${plus}`;
}

/** PyTorch: more would be a row that no kernel reaches. */
function checkOutputPadding({ outputPadding, strides, dilation }: TransposedAttributes): LayerIssue | undefined {
  const most: Pair = [Math.max(strides[0], dilation[0]) - 1, Math.max(strides[1], dilation[1]) - 1];
  if (outputPadding[0] <= most[0] && outputPadding[1] <= most[1]) return undefined;
  return {
    code: "shape/output-padding-too-large",
    message:
      `{name}: outputPadding must be smaller than the stride or the dilation, and is [${outputPadding.join(", ")}]. ` +
      `Set it to [${most.join(", ")}] or less.`,
    attribute: "outputPadding",
    remedy: { kind: "set", attribute: "outputPadding", value: most },
  };
}

function nothingLeft(h: number, w: number): LayerIssue {
  return {
    code: "shape/output-too-small",
    message: `{name}: its padding crops the whole output away (${h} × ${w} is left). Use less padding.`,
    attribute: "padding",
  };
}
