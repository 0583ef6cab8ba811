/** What frameworks write differently, and what they refuse, in terms of our attributes. */
import { type ActivationName, activationNames } from "../tensor/activation.ts";
import type { PaddingValue, Pair } from "./attribute.ts";
import type { Attributes, LayerIssue } from "./layer.ts";

type Refusal = Omit<LayerIssue, "attribute">;

/** Keras's activation by name (`leaky_relu`, or no activation at all) in our terms; a name we do not know stays as it is. */
export function kerasActivation(value: unknown): unknown {
  if (value === null) return "linear";
  if (typeof value !== "string") return value;
  const camel = value.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (camel === "swish") return "silu";
  return activationNames.includes(camel as ActivationName) ? camel : value;
}

/** ONNX pads [top, left, bottom, right] in our terms. */
export function onnxPads(value: unknown): unknown {
  if (!Array.isArray(value) || value.length !== 4) return value;
  const [top, left, bottom, right] = value as unknown[];
  return { top, right, bottom, left };
}

/** Keras's convolution and TensorFlow's kernels know a stride or a dilation, not both. */
export function refuseStrideWithDilation(attributes: Attributes): Refusal | undefined {
  const { strides, dilation } = attributes as { strides: Pair; dilation: Pair };
  if (Math.max(...strides) === 1 || Math.max(...dilation) === 1) return undefined;
  return {
    code: "keras/stride-with-dilation",
    message: `{name}: Keras takes a stride or a dilation above 1, not both, and gets strides ${strides.join(" × ")} with dilation ${dilation.join(" × ")}.`,
  };
}

/** PyTorch has no `padding='same'` for strided convolutions. */
export function refuseSameWithStride(attributes: Attributes): Refusal | undefined {
  const { strides, padding } = attributes as { strides: Pair; padding: PaddingValue };
  if (padding !== "same" || Math.max(...strides) === 1) return undefined;
  return {
    code: "torch/same-with-stride",
    message: `{name}: PyTorch's padding='same' needs stride 1 and gets ${strides.join(" × ")}. Give the padding in numbers.`,
  };
}

/** Keras's ZeroPadding2D: a number, a pair, or ((top, bottom), (left, right)). */
export function kerasSides(value: unknown): unknown {
  if (!Array.isArray(value) || !value.every(Array.isArray)) return value;
  const [[top, bottom] = [], [left, right] = []] = value as unknown[][];
  return { top, right, bottom, left };
}

/** PyTorch's ZeroPad2d: a number, or (left, right, top, bottom). */
export function torchSides(value: unknown): unknown {
  if (!Array.isArray(value) || value.length !== 4) return value;
  const [left, right, top, bottom] = value as unknown[];
  return { top, right, bottom, left };
}
