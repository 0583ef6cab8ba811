/** Which part of the model's input a value of a layer's map depends on, from the layers as the view has them. */
import {
  fieldThrough,
  inputField,
  type ReceptiveField,
  type ReceptiveFieldAxis,
} from "../../src/graph/receptive-field.ts";
import type { InputShapes } from "../../src/layers/layer.ts";
import type { LayerView } from "../../src/protocol/view-contract.ts";
import { imageSizes, type Shape } from "../../src/tensor/shape.ts";

const everything: ReceptiveField = { kind: "global" };

/** Of the layer's output; -1 is the input itself. */
export function fieldOf(layers: readonly LayerView[], input: Shape, index: number): ReceptiveField {
  const known = new Map<number, ReceptiveField>();
  const find = (at: number): ReceptiveField => {
    if (at === -1) return inputField(input);
    const found = known.get(at) ?? throughLayer(layers[at], find);
    known.set(at, found);
    return found;
  };
  return find(index);
}

function throughLayer(layer: LayerView | undefined, find: (index: number) => ReceptiveField): ReceptiveField {
  if (layer?.shape === undefined) return everything;
  return fieldThrough(layer.feeders.map(find), layer.inputShapes as unknown as InputShapes, layer.shape);
}

export interface Cells {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
  /** Whether it reaches into the padding, beyond the image. */
  readonly beyond: boolean;
}

/** The image's cells that the field of the value at a place has. */
export function cellsOf(field: ReceptiveField, input: Shape, row: number, column: number): Cells {
  const { h, w } = imageSizes(input) ?? { h: 1, w: 1 };
  if (field.kind === "global") return { top: 0, left: 0, rows: h, columns: w, beyond: false };
  const [down, across] = [cut(field.vertical, row, h), cut(field.horizontal, column, w)];
  const beyond = down.beyond || across.beyond;
  return { top: down.from, left: across.from, rows: down.cells, columns: across.cells, beyond };
}

interface Cut {
  readonly from: number;
  readonly cells: number;
  readonly beyond: boolean;
}

/** Strides that are no whole numbers add up to a little less or more than they should. */
const ROUNDING = 1e-6;

function cut({ size, stride, start }: ReceptiveFieldAxis, place: number, length: number): Cut {
  const first = Math.floor(start + place * stride + ROUNDING);
  const end = Math.ceil(start + place * stride + size - ROUNDING);
  const from = Math.max(0, Math.min(length, first));
  return { from, cells: Math.max(0, Math.min(length, end) - from), beyond: first < 0 || end > length };
}
