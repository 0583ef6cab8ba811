/** Where in a tensor of images, sequences or volumes the channels stand, and where the space. */
import type { Dim } from "../../../tensor/dim.ts";
import type { LayerCall } from "../layer-call.ts";
import type { DataFormat } from "../session.ts";
import { formatShape, type Shape } from "../sizes.ts";
import { giveAllSteps } from "./all-steps.ts";

export interface Layout {
  readonly batch: Dim;
  readonly spatial: readonly Dim[];
  readonly channels: Dim;
  readonly format: DataFormat;
}

/** The first input as `rank` axes of space and one of channels; `undefined`: it has other axes, which is reported. */
export function layoutOf(call: LayerCall, rank: number): Layout | undefined {
  const { shape, dataFormat: format } = call;
  if (shape.length !== rank + 2) {
    reportRank(call, rank);
    const [batch, ...spatial] = shape;
    if (batch === undefined || !lacksChannels(shape, rank)) return undefined;
    // Images without an axis for their channels are surely grey.
    return { batch, spatial, channels: 1, format };
  }
  const [batch, ...rest] = shape as [Dim, ...Dim[]];
  const first = format === "channels_first";
  const channels = (first ? rest[0] : rest.at(-1)) as Dim;
  return { batch, spatial: first ? rest.slice(1) : rest.slice(0, -1), channels, format };
}

export function arrange({ batch, format }: Layout, spatial: readonly Dim[], channels: Dim): Shape {
  return format === "channels_first" ? [batch, channels, ...spatial] : [batch, ...spatial, channels];
}

const axisNames: Readonly<Record<number, string>> = {
  1: "(batch, steps, channels)",
  2: "(batch, height, width, channels)",
  3: "(batch, depth, height, width, channels)",
};

/** One axis is missing, and the last is no image's few channels, as in an image in place of a volume. */
function lacksChannels(shape: Shape, rank: number): boolean {
  const last = shape.at(-1);
  return shape.length === rank + 1 && !(rank === 3 && typeof last === "number" && last <= 4);
}

function reportRank(call: LayerCall, rank: number): void {
  const { shape, name } = call;
  const expected = `${name} expects ${rank + 2} axes, ${axisNames[rank] ?? ""}, and gets ${formatShape(shape)}.`;
  const isGrey = lacksChannels(shape, rank);
  const remedy = isGrey
    ? "Give the input an axis for its channels."
    : shape.length === rank + 1
      ? "Give the input one axis more."
      : shape.length === 2
        ? "Move it before the layer that flattens, or reshape its input."
        : "Reshape its input.";
  const fix = (rank === 1 ? giveAllSteps(call.input) : undefined) ?? (isGrey ? call.addChannels() : undefined);
  call.problem("shape/rank", `${expected} ${remedy}`, fix);
}
