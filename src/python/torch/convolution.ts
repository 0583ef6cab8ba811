/** Convolution and its transpose: channels, groups and MACs around the sliding window. */

import { divideExactly, moduloDims } from "../../tensor/dim/divide.ts";
import { compareDims } from "../../tensor/dim/order.ts";
import { productOfDims } from "../../tensor/dim/sum.ts";
import { formatDim } from "../../tensor/dim/text.ts";
import type { Dim } from "../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import type { SourceFix } from "../trace.ts";
import { attributeOf, type Call } from "./call.ts";
import { smallerKernel } from "./pooling.ts";
import { setArgument } from "./repairs.ts";
import { type Sliding, slide, splitImage, spread } from "./windows.ts";

export interface Convolution {
  /** How many image axes it has. */
  readonly axes: number;
  readonly inChannels: Dim;
  readonly outChannels: Dim;
  readonly groups: Dim;
  readonly sliding: Sliding;
  /** A transposed convolution's own. */
  readonly outputPadding?: readonly Dim[] | undefined;
}

export function convolve(call: Call, input: Shape, convolution: Convolution): ShapeAnswer {
  const cut = splitImage(convolution.axes, input);
  if ("mistake" in cut) return cut;
  const { head, image } = cut;
  const resized =
    "outputPadding" in convolution
      ? spread(call.run, image, convolution.sliding, convolution.outputPadding)
      : slide(call.run, image, convolution.sliding);
  const meant = "shape" in resized ? resized.shape : "mistake" in resized ? resized.mistake.meant : undefined;
  if (meant === undefined) return resized;
  const output = [...head.slice(0, -1), convolution.outChannels, ...meant];
  const places = "outputPadding" in convolution ? image : meant;
  const wrong = checkChannels(call, input, head.at(-1) as Dim, convolution, output);
  if (wrong !== undefined) {
    call.macs ??= macsOf({ ...convolution, inChannels: head.at(-1) as Dim }, places, head);
    return wrong;
  }
  if (convolution.outChannels === 0)
    return mistaken(codes.unset, "it has no output channels, and must have at least 1.", output);
  if ("mistake" in resized) {
    return { mistake: { ...resized.mistake, meant: output, ...fixOf(call, resized.mistake.code, image, convolution) } };
  }
  call.macs = macsOf(convolution, places, head);
  return { shape: output, ...channelEquation(head.at(-1) as Dim, convolution.inChannels) };
}

function fixOf(call: Call, code: string, image: Shape, { sliding }: Convolution): { fix?: SourceFix } {
  if (call.module === undefined || code === codes.window) return {};
  if (code !== codes.outputPadding) return smallerKernel(call, image, sliding, attributeOf(call, "kernel_size"));
  const [stride] = sliding.stride ?? [];
  return typeof stride === "number" ? setArgument(call, "output_padding", stride - 1) : {};
}

function channelEquation(channels: Dim, expected: Dim) {
  return typeof channels !== "number" && typeof expected === "number"
    ? { equations: [{ size: channels, expected }] }
    : {};
}

function checkChannels(
  call: Call,
  input: Shape,
  channels: Dim,
  convolution: Convolution,
  meant: Shape,
): ShapeAnswer | undefined {
  const { inChannels, groups } = convolution;
  const fits = compareDims("==", channels, inChannels);
  call.fits = fits === true;
  if (fits !== false) return undefined;
  const rest = moduloDims(inChannels, groups);
  // The constructor has refused it already.
  if (call.module && typeof rest === "number" && rest !== 0) return undefined;
  const [expected, found] = [formatDim(inChannels), formatDim(channels)];
  if (isChannelsLast(input, convolution)) {
    const order = convolution.axes === 2 ? ".permute(0, 3, 1, 2)" : ".movedim(-1, 1)";
    const [what, which] = inChannels === 1 ? ["channel", "it"] : [`${expected} channels`, "them"];
    const message = `expects its ${what} as the second axis, and gets ${formatShape(input)}, which has ${which} last. Bring it into PyTorch's order with ${order}.`;
    const turned = convolve(call, [input[0] as Dim, input.at(-1) as Dim, ...input.slice(1, -1)], convolution);
    return mistaken(codes.channelsOrder, message, "shape" in turned ? turned.shape : meant);
  }
  const name = call.module ? "in_channels" : "the weight's second axis";
  return {
    mistake: {
      code: codes.inChannels,
      message: `expects ${expected} input channels and gets ${found} from ${formatShape(input)}. Set ${name} to ${found}.`,
      meant,
      missed: [inChannels, channels],
      ...setArgument(call, "in_channels", channels),
    },
  };
}

function isChannelsLast(input: Shape, { axes, inChannels }: Convolution): boolean {
  const [first, last] = [input[1] as Dim, input.at(-1) as Dim];
  if (input.length !== axes + 2 || compareDims("==", last, inChannels) !== true) return false;
  // Maps may be one cell wide; a grey image is told by its square.
  if (inChannels === 1) return axes === 2 && compareDims("==", first, input[2] as Dim) === true;
  // A square image that is just as wide as there should be channels.
  const isSquare = axes > 1 && compareDims("==", input.at(-2) as Dim, last) === true;
  return !isSquare || compareDims("==", first, last) === true;
}

/** One multiplication for each weight that a place sees: at the output's places, transposed at the input's. */
function macsOf(
  { inChannels, outChannels, groups, sliding }: Convolution,
  places: Shape,
  head: Shape,
): Dim | undefined {
  if (sliding.kernel === undefined) return undefined;
  const batch = head.length === 2 ? (head[0] as Dim) : 1;
  const all = productOfDims([batch, ...places, inChannels, outChannels, ...sliding.kernel]);
  return divideExactly(all, groups);
}
