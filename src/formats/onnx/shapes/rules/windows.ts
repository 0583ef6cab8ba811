/** Convolution and pooling over any number of axes, [n, c, ...] as everywhere in ONNX. */
import { formatShape, type Shape } from "../../../../python/tensors/answer.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import { extentOf, type SlidingAxis, slideAlong, slideSame, spreadAlong } from "../../../../python/tensors/window.ts";
import { compareDims } from "../../../../tensor/dim/order.ts";
import { scaleDim } from "../../../../tensor/dim/sum.ts";
import { formatDim } from "../../../../tensor/dim/text.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import { INT32, INT64 } from "../../element-types.ts";
import type { Call, Rule, Rules } from "../call.ts";
import { NotKnown, Wrong } from "../value.ts";

/** A window's attributes, one axis at a time. */
interface WindowAttributes {
  readonly axes: readonly SlidingAxis[];
  readonly autoPad: string;
}

function windowOf(call: Call, kernel: readonly Dim[]): WindowAttributes {
  const rank = kernel.length;
  const [strides, dilations, pads] = [
    listed(call, "strides", rank, 1),
    listed(call, "dilations", rank, 1),
    listed(call, "pads", 2 * rank, 0),
  ];
  const ceil = call.integer("ceil_mode", 0) === 1;
  const axes = kernel.map((size, axis) => {
    if (typeof size !== "number") throw new NotKnown(`the kernel of ${call.node.name} is computed from data`);
    return {
      kernel: size,
      stride: strides[axis] as number,
      dilation: dilations[axis] as number,
      before: pads[axis] as number,
      after: pads[axis + rank] as number,
      ceil,
    };
  });
  return { axes, autoPad: call.text("auto_pad", "NOTSET") };
}

/** An attribute with a number for each axis. */
function listed(call: Call, name: string, count: number, usual: number): readonly number[] {
  const written = call.integers(name) ?? Array.from({ length: count }, () => usual);
  if (written.length === count && (usual === 0 || written.every((size) => size >= 1))) return written;
  const least = usual === 0 ? "" : " of at least 1";
  throw new Wrong(codes.window, `${name} must be ${count} numbers${least}, and is [${written.join(", ")}].`);
}

function kernelShape(call: Call, weight: Shape | undefined): readonly Dim[] {
  const written = call.integers("kernel_shape");
  if (written?.some((size) => size < 1))
    throw new Wrong(codes.window, `kernel_shape is [${written.join(", ")}], and must be at least 1.`);
  const kernel = written ?? weight?.slice(2);
  if (kernel === undefined) throw new Wrong(codes.window, `${call.node.type} needs kernel_shape. Add the attribute.`);
  return kernel;
}

function slide(input: Shape, { axes, autoPad }: WindowAttributes): Dim[] {
  const image = input.slice(2);
  if (image.length !== axes.length) {
    throw new Wrong(codes.rank, `expects [n, c] and ${axes.length} axes, and gets ${formatShape(input)}.`);
  }
  return image.map((size, index) => {
    const axis = axes[index] as SlidingAxis;
    const isSame = autoPad === "SAME_UPPER" || autoPad === "SAME_LOWER";
    const padded = autoPad === "VALID" ? { ...axis, before: 0, after: 0, ceil: false } : axis;
    const output = isSame ? slideSame(size, axis.stride) : slideAlong(size, padded);
    if (compareDims("<", output, 1) === true) throw tooLarge(size, padded);
    return output;
  });
}

function tooLarge(size: Dim, axis: SlidingAxis): Wrong {
  const message =
    `the window covers ${extentOf(axis)} cells, but the input has only ${formatDim(size)} and ${axis.before} + ${axis.after} of padding. ` +
    "Use a smaller kernel, more padding or a larger input.";
  return new Wrong(codes.kernelTooLarge, message);
}

/** `at` is the weight's place among the inputs; `typeOf` says what comes out, where it is not what goes in. */
function convolution(at: number, typeOf: (call: Call) => number | undefined = (call) => call.type(0)): Rule {
  return (call) => {
    const [input, weight] = [call.shapeOfRank(0, 3), call.shapeOfRank(at, 3)];
    const group = call.integer("group", 1);
    const [batch, channels] = input as [Dim, Dim];
    const [filters, perGroup] = weight as [Dim, Dim];
    checkChannels(channels, scaleDim(perGroup, group), `weight ${formatShape(weight)} with ${group} groups`);
    if (typeof filters === "number" && filters % group !== 0) {
      throw new Wrong(codes.groups, `${filters} filters cannot be split into ${group} groups.`);
    }
    return { shape: [batch, filters, ...slide(input, windowOf(call, kernelShape(call, weight)))], type: typeOf(call) };
  };
}

function checkChannels(found: Dim, expected: Dim, what: string): void {
  if (compareDims("==", found, expected) !== false) return;
  const message = `expects ${formatDim(expected)} input channels by its ${what}, and gets ${formatDim(found)}. Give it another weight or input.`;
  throw new Wrong(codes.inChannels, message);
}

const transposed: Rule = (call) => {
  const [input, weight] = [call.shapeOfRank(0, 3), call.shapeOfRank(1, 3)];
  const [batch, channels] = input as [Dim, Dim];
  const [expected, perGroup] = weight as [Dim, Dim];
  checkChannels(channels, expected, `weight ${formatShape(weight)}`);
  const { axes, autoPad } = windowOf(call, kernelShape(call, weight));
  const added = listed(call, "output_padding", axes.length, 0);
  const written = call.integers("output_shape")?.slice(-axes.length);
  const sizes = axes.map((axis, index) => {
    const size = input[index + 2] ?? 1;
    if (autoPad.startsWith("SAME")) return scaleDim(size, axis.stride);
    const padded = autoPad === "VALID" ? { ...axis, before: 0, after: 0 } : axis;
    return spreadAlong(size, padded, added[index] ?? 0);
  });
  return { shape: [batch, scaleDim(perGroup, call.integer("group", 1)), ...(written ?? sizes)] };
};

const pooling: Rule = (call) => {
  const input = call.shapeOfRank(0, 3);
  const shape = [...input.slice(0, 2), ...slide(input, windowOf(call, kernelShape(call, undefined)))];
  // The second output of a max pool says where the largest numbers stood.
  return [{ shape }, { shape, type: INT64 }];
};

const globalPooling: Rule = (call) => ({
  shape: call.shapeOfRank(0, 3).map((size, axis) => (axis < 2 ? size : 1)),
});

/** Regions of an image, each pooled to as many cells. */
const regions: Rule = (call) => {
  const [, channels] = call.shapeOfRank(0, 4);
  const [count] = call.shapeOfRank(1, 2);
  const size = call.integers("pooled_shape") ?? [call.integer("output_height", 1), call.integer("output_width", 1)];
  return { shape: [count as Dim, channels as Dim, ...size] };
};

const unpooling: Rule = (call) => {
  const input = call.shapeOfRank(0, 3);
  if (call.has(2)) return { shape: call.sizes(2) ?? input.map(() => call.unknownSize()) };
  const { axes } = windowOf(call, kernelShape(call, undefined));
  return { shape: [...input.slice(0, 2), ...axes.map((axis, index) => spreadAlong(input[index + 2] ?? 1, axis, 0))] };
};

export const windowRules: Rules = {
  Conv: convolution(1),
  FusedConv: convolution(1),
  ConvInteger: convolution(1, () => INT32),
  QLinearConv: convolution(3, (call) => call.type(7)),
  DeformConv: convolution(1),
  ConvTranspose: transposed,
  MaxPool: pooling,
  AveragePool: pooling,
  LpPool: pooling,
  QLinearAveragePool: pooling,
  GlobalAveragePool: globalPooling,
  GlobalMaxPool: globalPooling,
  GlobalLpPool: globalPooling,
  QLinearGlobalAveragePool: globalPooling,
  MaxRoiPool: regions,
  RoiAlign: regions,
  MaxUnpool: unpooling,
};
