/** `Conv1d` to `Conv3d`, their transposes, and the lazy ones that learn their channels from the first input. */

import { moduloDims } from "../../../tensor/dim/divide.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { PyClass } from "../../py-class.ts";
import type { Run } from "../../run.ts";
import type { Shape } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { sizeFrom, sizesFor } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { attributeOf, type Call } from "../call.ts";
import { type Convolution, convolve } from "../convolution.ts";
import { layerDetail } from "../detail.ts";
import { setArgument } from "../repairs.ts";
import { TorchTensor } from "../tensor.ts";
import { slidingFrom } from "../windows.ts";
import { defineModule, type Making } from "./module.ts";
import { setOptional, setParameter, setSizes, shareOf } from "./parameters.ts";
import { refuseSizes } from "./refusals.ts";

const tail = "padding_mode='zeros', device=None, dtype=None";
const plain = `kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, ${tail}`;
const transposed = `kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, ${tail}`;

type Getter = (name: string) => Value;

interface Kind {
  readonly axes: number;
  readonly transposed: boolean;
  readonly lazy: boolean;
}

export function convolutionClasses(): PyClass[] {
  const flags = [false, true];
  return [1, 2, 3].flatMap((axes) =>
    flags.flatMap((isTransposed) => flags.map((lazy) => convolutionClass({ axes, transposed: isTransposed, lazy }))),
  );
}

function convolutionClass(kind: Kind): PyClass {
  const channels = kind.lazy ? "out_channels" : "in_channels, out_channels";
  return defineModule({
    name: `${kind.lazy ? "Lazy" : ""}Conv${kind.transposed ? "Transpose" : ""}${kind.axes}d`,
    signature: `${channels}, ${kind.transposed ? transposed : plain}`,
    // A lazy layer's weight is made when it is called.
    sizes: kind.lazy ? [] : ["in_channels", "out_channels", "kernel_size"],
    make: (making) => makeConvolution(making, kind),
    takes: kind.transposed ? "input, output_size=None" : "input",
    forward: (call) => call.from("input", (shape) => forward(call, shape, kind)),
  });
}

function makeConvolution(making: Making, kind: Kind): void {
  const { run } = making;
  const inChannels = kind.lazy ? undefined : sizeFrom(run, making.get("in_channels"));
  const convolution = readConvolution(run, kind, (name) => making.get(name), inChannels);
  setSizes(making, "kernel_size", convolution.sliding.kernel);
  setSizes(making, "stride", convolution.sliding.stride);
  setSizes(making, "dilation", convolution.sliding.dilation);
  if (typeof convolution.sliding.padding === "object") setSizes(making, "padding", convolution.sliding.padding);
  setWeights(making, kind, convolution, inChannels);
  checkConstruction(making, kind, convolution);
}

function readConvolution(
  run: Run,
  { axes, transposed: isTransposed }: Kind,
  get: Getter,
  inChannels?: Dim,
): Convolution {
  const outChannels = sizeFrom(run, get("out_channels"));
  return {
    axes,
    inChannels: inChannels ?? outChannels,
    outChannels,
    groups: sizeFrom(run, get("groups")),
    sliding: slidingFrom(axes, get, sizesFor(axes, get("kernel_size"))),
    ...(isTransposed && { outputPadding: sizesFor(axes, get("output_padding")) }),
  };
}

function setWeights(making: Making, kind: Kind, { outChannels, groups, sliding }: Convolution, inChannels?: Dim): void {
  const known =
    inChannels === undefined || sliding.kernel === undefined ? undefined : { inChannels, kernel: sliding.kernel };
  const shape = known && kernelShape(making, kind, [known.inChannels, outChannels, groups], known.kernel);
  setParameter(making, "weight", shape);
  setOptional(making, "bias", making.get("bias"), [outChannels]);
}

type Channels = readonly [inChannels: Dim, outChannels: Dim, groups: Dim];

function kernelShape(making: Making, kind: Kind, [i, o, groups]: Channels, kernel: Shape): Shape {
  return kind.transposed ? [i, shareOf(making, o, groups), ...kernel] : [o, shareOf(making, i, groups), ...kernel];
}

/** What the constructor itself refuses. */
function checkConstruction(
  making: Making,
  kind: Kind,
  { inChannels, outChannels, groups, sliding }: Convolution,
): void {
  refuseSizes(making, ["groups"], 1);
  const channels: [string, Dim][] = kind.lazy
    ? [["out_channels", outChannels]]
    : [
        ["in_channels", inChannels],
        ["out_channels", outChannels],
      ];
  for (const [name, size] of channels) {
    const rest = moduloDims(size, groups);
    if (typeof rest !== "number" || rest === 0) continue;
    const message = `${name} must be a multiple of groups, and ${formatDim(size)} is none of ${formatDim(groups)}.`;
    making.refuse({ code: codes.groups, message });
    return;
  }
  const strided = sliding.stride?.some((stride) => typeof stride === "number" && stride !== 1);
  if (sliding.padding !== "same" || !strided || kind.transposed) return;
  const [kernel] = sliding.kernel ?? [];
  const half = typeof kernel === "number" ? Math.floor(kernel / 2) : undefined;
  const advice = half === undefined ? "Give the padding in numbers." : `Set padding to ${half}.`;
  const message = `padding='same' needs stride 1 and gets stride ${sliding.stride?.map(formatDim).join(" × ")}. ${advice}`;
  making.refuse({
    code: codes.sameWithStride,
    message,
    ...(half !== undefined && setArgument({ module: making.instance, run: making.run }, "padding", half)),
  });
}

/** PyTorch reads the module's attributes at each call, so that code may change them after the construction. */
function forward(call: Call, shape: Shape, kind: Kind) {
  if (call.module === undefined) return { unknown: "its construction is not known" };
  const channels = kind.lazy
    ? shape[shape.length - kind.axes - 1]
    : sizeFrom(call.run, attributeOf(call, "in_channels"));
  if (channels === undefined) return { unknown: "its input has no channels" };
  const convolution = readConvolution(call.run, kind, (name) => attributeOf(call, name), channels);
  if (kind.lazy) learnChannels(call, kind, convolution);
  call.detail = layerDetail(call.module, call.tensor("input"));
  return convolve(call, shape, convolution);
}

/** A lazy module's weights, once its input is known. */
function learnChannels(call: Call, kind: Kind, { inChannels, outChannels, groups, sliding }: Convolution): void {
  if (
    call.module === undefined ||
    sliding.kernel === undefined ||
    typeof groups !== "number" ||
    typeof inChannels !== "number"
  )
    return;
  const own = kind.transposed ? [inChannels, outChannels] : [outChannels, inChannels / groups];
  const weight = new TorchTensor({ shape: [...own, ...sliding.kernel], dtype: "float32", role: "parameter" });
  call.run.setAttribute(call.module, "weight", weight);
  call.run.setAttribute(call.module, "in_channels", inChannels);
}
