/** How a layer's numbers are calculated, and from which arrays; everything checked to fit together. */
import { countsPadding } from "../../src/layers/avg-pool2d.ts";
import type { Inspection, WeightView } from "../../src/protocol/inspection.ts";
import type { Filter } from "../../src/protocol/pieces.ts";
import type { LayerView } from "../../src/protocol/view-contract.ts";
import { channelsOf, sameShape, sizeOf } from "../../src/tensor/shape.ts";
import type { Window } from "../../src/tensor/window.ts";
import { type Connection, type Kernel, type Lane, weightsPerCell } from "./arithmetic.ts";

/** A convolution; `reversed`: a transposed one, whose window lies on its output. */
export interface Convolution {
  readonly kind: "convolution";
  readonly reversed: boolean;
  readonly connection: Connection;
  readonly kernel: WeightView;
  readonly bias: WeightView | undefined;
}

/** Two convolutions in one: each channel by itself, then all of them at each place. */
export interface Separable {
  readonly kind: "separable";
  readonly depthwise: Connection;
  readonly kernel: WeightView;
  readonly pointwise: WeightView;
  readonly bias: WeightView | undefined;
}

export interface Pool {
  readonly kind: "pool";
  readonly by: "max" | "mean";
  /** Whether padding counts in a mean. */
  readonly countPadding: boolean;
  readonly window: Window;
  readonly channels: number;
}

export interface Dense {
  readonly kind: "dense";
  readonly inputs: number;
  readonly units: number;
  readonly kernel: WeightView;
  readonly bias: WeightView | undefined;
}

export type Calculation = Convolution | Separable | Pool | Dense;

/** `undefined` for other layers, and for values of another text than the layer's, as for a moment after an edit. */
export function calculationOf(layer: LayerView, { inputs, output, weights }: Inspection): Calculation | undefined {
  const [input] = inputs;
  const { shape } = layer;
  const fits = shape && input && sameShape(shape.output, output.shape);
  if (!fits || !sameShape(layer.inputShapes[0] ?? [], input.shape)) return undefined;
  const found = plan(layer, weights, channelsOf(input.shape), channelsOf(output.shape));
  return found && kernelFits(found, weights) ? found : undefined;
}

function plan(
  layer: LayerView,
  weights: readonly WeightView[],
  inputs: number,
  outputs: number,
): Calculation | undefined {
  const named = (name: string): WeightView | undefined => weights.find((weight) => weight.name === name);
  const [kernel, bias, window] = [named("kernel"), named("bias"), layer.shape?.window];
  if (window === undefined) {
    return layer.type === "dense" && kernel ? { kind: "dense", inputs, units: outputs, kernel, bias } : undefined;
  }
  if (kernel) {
    const reversed = layer.shape?.reach !== undefined;
    const [imageChannels, placeChannels] = reversed ? [outputs, inputs] : [inputs, outputs];
    const groups = layer.type === "depthwiseConv2d" ? inputs : imageChannels / (kernel.shape[2] ?? 1);
    return {
      kind: "convolution",
      reversed,
      connection: { window, imageChannels, placeChannels, groups },
      kernel,
      bias,
    };
  }
  const [depthwise, pointwise] = [named("depthwiseKernel"), named("pointwiseKernel")];
  if (depthwise && pointwise) {
    const placeChannels = inputs * (depthwise.shape[3] ?? 1);
    const connection = { window, imageChannels: inputs, placeChannels, groups: inputs };
    return { kind: "separable", depthwise: connection, kernel: depthwise, pointwise, bias };
  }
  return planPool(layer, window, inputs);
}

function planPool({ type, attributes }: LayerView, window: Window, channels: number): Pool | undefined {
  if (type !== "maxPool2d" && type !== "avgPool2d") return undefined;
  const by = type === "maxPool2d" ? "max" : "mean";
  const mean = attributes as Parameters<typeof countsPadding>[0] | undefined;
  return { kind: "pool", by, countPadding: mean !== undefined && countsPadding(mean), window, channels };
}

function kernelFits(calculation: Calculation, weights: readonly WeightView[]): boolean {
  switch (calculation.kind) {
    case "pool":
      return weights.length === 0;
    case "dense":
      return sameShape(calculation.kernel.shape, [calculation.inputs, calculation.units]);
    case "separable":
      return sizeOf(calculation.kernel.shape) === kernelSize(calculation.depthwise);
    case "convolution":
      return sizeOf(calculation.kernel.shape) === kernelSize(calculation.connection);
  }
}

function kernelSize(connection: Connection): number {
  return connection.window.kh * connection.window.kw * weightsPerCell(connection);
}

export function kernelOf(connection: Connection, data: ArrayLike<number>): Kernel {
  return { data, width: connection.window.kw, perCell: weightsPerCell(connection) };
}

/** The kernel that an output value reads, and its lanes in it: the whole one, or what came of it for these lanes. */
export function kernelRead(
  { connection, kernel }: Pick<Convolution, "connection" | "kernel">,
  lanes: readonly Lane[],
  filter: Filter | undefined,
): { readonly kernel: Kernel; readonly lanes: readonly Lane[] } {
  if (kernel.value.length > 0 || filter === undefined) return { kernel: kernelOf(connection, kernel.value), lanes };
  const { start, step, count, value } = filter;
  return {
    kernel: { data: value, width: connection.window.kw, perCell: count },
    lanes: lanes.map(({ channel, column }) => ({ channel, column: (column - start) / step })),
  };
}

/** The bias of one output value, one for each channel or for each place; `undefined` without. */
export function biasAt(bias: WeightView | undefined, index: number, filter?: Filter): number | undefined {
  const values = bias?.value.length ? bias.value : filter?.bias;
  return bias && values?.[index % values.length];
}
