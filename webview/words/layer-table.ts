/** The layers as a table, a line each: what the list and the graph say of them. */
import type { LayerView, ModelSnapshot } from "../../src/protocol/view-contract.ts";
import type { Shape } from "../../src/tensor/shape.ts";
import type { Table } from "./table.ts";

const columns = [
  "layer",
  "type",
  "activation",
  "reads",
  "input",
  "output",
  "parameters",
  "MACs",
  "share of MACs",
  "line",
  "problem",
];

/** The share is a number from 0 to 1. What is unknown is an empty cell, with the reason in the last one. */
export function layerTable({ layers }: Pick<ModelSnapshot, "layers">): Table {
  const total = layers.reduce((sum, { macs }) => sum + (macs ?? 0), 0);
  return { columns, rows: layers.map((layer) => rowOf(layer, layers, total)) };
}

function rowOf(layer: LayerView, layers: readonly LayerView[], total: number): (string | number)[] {
  const { name, type, activation, feeders, inputShapes, shape, parameters, macs, line } = layer;
  return [
    name,
    type,
    activation ?? "",
    feeders.map((feeder) => layers[feeder]?.name ?? "input").join(", "),
    inputShapes.map(sizes).join(", "),
    shape ? sizes(shape.output) : "",
    parameters ?? "",
    macs ?? "",
    macs !== undefined && total > 0 ? macs / total : "",
    line,
    layer.problem ?? layer.unknownBecause ?? "",
  ];
}

/** Without thousands separators, which programs take for other columns. */
function sizes(shape: Shape): string {
  return shape.join(" × ");
}

/** For people: a percentage, and no columns in which nothing stands. */
export function readableLayerTable(model: Pick<ModelSnapshot, "layers">): Table {
  const { rows } = layerTable(model);
  const share = columns.indexOf("share of MACs");
  const readable = rows.map((row) =>
    row.map((cell, column) => (column === share && typeof cell === "number" ? `${(cell * 100).toFixed(1)} %` : cell)),
  );
  const used = columns.map((_, column) => readable.some((row) => row[column] !== ""));
  const keep = <T>(cells: readonly T[]): T[] => cells.filter((_, column) => used[column]);
  return { columns: keep(columns), rows: readable.map(keep) };
}
