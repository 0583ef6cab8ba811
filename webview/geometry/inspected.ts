/** The tensors of an inspection as they are read by views, whether they came whole or in pieces. */
import type { Inspection } from "../../src/protocol/inspection.ts";
import type { PieceName, Pieces } from "../../src/protocol/pieces.ts";
import { imageSizes, type Shape } from "../../src/tensor/shape.ts";
import type { Read } from "./arithmetic.ts";

/** A tensor of which all or some is there. */
export interface Inspected {
  readonly shape: Shape;
  /** All values; empty if they came in pieces, or not at all. */
  readonly data: Float32Array;
  readonly pieces: Pieces | undefined;
}

/** `undefined` for one that the layer does not have. Without an activation the gradient before it is the output's. */
export function inspected(inspection: Inspection, name: PieceName): Inspected | undefined {
  const { output, beforeActivation, inputs, inputGradients } = inspection;
  const hasOwn = name !== "beforeActivationGradient" || beforeActivation !== undefined;
  const found = hasOwn ? name : "outputGradient";
  const pieces = inspection.pieces[found];
  const of = (shape: Shape | undefined, data: Float32Array | undefined): Inspected | undefined =>
    shape && data && { shape, data, pieces };
  switch (found) {
    case "input":
      return of(inputs[0]?.shape, inputs[0]?.data);
    case "inputGradient":
      return of(inputs[0]?.shape, inputGradients[0]);
    case "output":
      return of(output.shape, output.data);
    case "beforeActivation":
      return of(beforeActivation?.shape, beforeActivation?.data);
    case "outputGradient":
      return of(output.shape, inspection.outputGradient);
    case "beforeActivationGradient":
      return of(output.shape, inspection.beforeActivationGradient);
  }
}

/** Each map that is there, by channel. */
export function mapsByChannel({ channels, maps }: Pieces): ReadonlyMap<number, Float32Array> {
  const cells = maps.length / Math.max(1, channels.length);
  return new Map(channels.map((channel, at) => [channel, maps.subarray(at * cells, (at + 1) * cells)]));
}

/** One channel of an image, to be read; `undefined` if it is not there. */
export function readChannel({ shape, data, pieces }: Inspected, channel: number): Read | undefined {
  const { w = 1, c = 1 } = imageSizes(shape) ?? {};
  if (pieces === undefined) return data.length > 0 ? { data, width: w, channels: c } : undefined;
  const map = mapsByChannel(pieces).get(channel);
  return map && { data: map, width: w, channels: 1, first: { row: 0, column: 0, channel } };
}

/** What is read where nothing is there. */
export const nothing: Read = { data: [], width: 1, channels: 1 };

/** All channels of the cells that were asked for, to be read. */
export function readCells({ shape, data, pieces }: Inspected): Read {
  const { w = 1, c = 1 } = imageSizes(shape) ?? {};
  if (pieces === undefined) return { data, width: w, channels: c };
  const { row = 0, column = 0, columns = 1 } = pieces.box ?? {};
  return { data: pieces.cells, width: columns, channels: c, first: { row, column, channel: 0 } };
}
