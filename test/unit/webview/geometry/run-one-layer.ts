/** One layer between a random image and a random gradient, as the view sees it. */
import type { Network } from "../../../../src/engine/network.ts";
import type { Inspection } from "../../../../src/protocol/inspection.ts";
import type { LayerView } from "../../../../src/protocol/view-contract.ts";
import type { NamedTensors } from "../../../../src/tensor/named-tensor.ts";
import { Random } from "../../../../src/tensor/random.ts";
import type { Connection, Read } from "../../../../webview/geometry/arithmetic.ts";
import { networkOf } from "../../../support/build.ts";

export interface OneLayer {
  readonly layer: LayerView;
  readonly inspection: Inspection;
}

/** Computed in float32 with the plain kernels; weights, biases, image and gradient are random. */
export function runOneLayer(input: readonly number[], written: object, seed: number): OneLayer {
  const network = networkOf(
    { input, layers: [{ name: "it", ...written }] },
    { precision: "float32", batchSize: 1, inputGradients: true },
  );
  const random = new Random(seed);
  const fill = (array: { length: number; [i: number]: number }): void => {
    for (let i = 0; i < array.length; i++) array[i] = 2 * random.uniform() - 1;
  };
  for (const { value } of network.weights) fill(value);
  fill(network.inputs[0] as Float32Array);
  network.forward(1, { training: false });
  network.clearGradients();
  fill(network.gradientAt("output"));
  network.backward("output");
  return { layer: viewOf(network), inspection: inspectionOf(network) };
}

/** The image that windows read, [h, w, channels]. */
export function imageOf({ window, imageChannels }: Connection, data: ArrayLike<number>): Read {
  return { data, width: window.w, channels: imageChannels };
}

/** The image with one cell for each place, [oh, ow, channels]. */
export function placesOf({ window, placeChannels }: Connection, data: ArrayLike<number>): Read {
  return { data, width: window.ow, channels: placeChannels };
}

function viewOf({ plan }: Network): LayerView {
  const { definition, inputs, shape, attributes, activation } = plan.output;
  return {
    type: definition.type,
    inputShapes: inputs,
    shape,
    attributes,
    activation: activation?.type,
  } as unknown as LayerView;
}

function inspectionOf(network: Network): Inspection {
  const { output } = network.plan;
  const copy = (values: ArrayLike<number>): Float32Array => Float32Array.from(values);
  const named: NamedTensors = network.namedWeights();
  return {
    pieces: {},
    statistics: {},
    inputs: [{ shape: output.inputs[0], data: copy(network.inputs[0] as Float32Array) }],
    output: { shape: output.shape.output, data: copy(network.output(0)) },
    beforeActivation: { shape: output.shape.output, data: copy(network.beforeActivation(0)) },
    beforeActivationGradient: copy(network.beforeActivationGradient(0)),
    inputGradients: [copy(network.inputGradient(0))],
    weights: network.weights.map(({ name, spec, gradient }) => ({
      name: spec.name,
      shape: spec.shape,
      value: copy(named.get(name)?.data ?? []),
      gradient: copy(gradient ?? []),
    })),
  } as unknown as Inspection;
}

/** Windows of all sorts over small images. */
export const windows: readonly [name: string, input: readonly number[], attributes: object][] = [
  ["plain", [6, 5, 2], { kernelSize: 3 }],
  ["strided, same", [7, 8, 3], { kernelSize: [3, 2], strides: [2, 3], padding: "same" }],
  [
    "dilated, uneven pads",
    [8, 7, 2],
    { kernelSize: 3, dilation: [2, 1], padding: { top: 2, right: 0, bottom: 1, left: 3 } },
  ],
  ["pointwise, strided", [5, 6, 3], { kernelSize: 1, strides: 2 }],
  ["large kernel with unread rows", [9, 10, 1], { kernelSize: 5, strides: 3 }],
];
