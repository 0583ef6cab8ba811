/** The user's function for each row of tensors: mapped, folded and scanned. It is followed once, for a row of all. */
import type { Shape } from "../../tensors/answer.ts";
import { Dict, List, Tuple, Unknown, type Value } from "../../value.ts";
import { type KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { mapTensors, tensorsIn } from "../nested.ts";
import { sequenceOf } from "../sizes.ts";
import { type Body, called, caller, type Named, type UserCall } from "./calling.ts";
import { howOften } from "./loops.ts";
import { operandFrom } from "./operators.ts";
import { perform } from "./perform.ts";

/** Of tensors in lists, tuples and dicts. */
interface Rows {
  /** The same with each tensor's first row. */
  readonly row: Value;
  /** The rows that a function gives, stacked again. */
  stack(value: Value): Value;
}

function rowsOf(call: UserCall, value: Value | undefined): Rows | undefined {
  const elements = value === undefined ? [] : tensorsIn(value);
  const [first] = elements;
  const count = first?.shape?.[0];
  if (value === undefined || count === undefined || elements.some(({ shape }) => !shape?.length)) return undefined;
  return {
    row: mapTensors(value, (tensor) => reshaped(call, tensor, (shape) => shape.slice(1))),
    stack: (rows) => mapTensors(asTensors(rows), (tensor) => reshaped(call, tensor, (shape) => [count, ...shape])),
  };
}

function reshaped({ run, site }: UserCall, tensor: KerasTensor, change: (shape: Shape) => Shape): Value {
  const answers = ([shape = []]: readonly Shape[]) => [{ shape: change(shape) }];
  return perform(run, { type: "Row", inputs: [tensor], site, silent: true, answers })[0] ?? null;
}

/** A number that is given for a row is a tensor. */
function asTensors(value: Value): Value {
  const isNested = value instanceof List || value instanceof Tuple || value instanceof Dict;
  return isNested ? value : (operandFrom(value) ?? value);
}

const notRows = "the rows that a function is called with are not known";

function eachRow(elements: string, callee: string): Body {
  return (call) => {
    const rows = rowsOf(call, call.options.value(elements));
    return rows === undefined ? unknownTensor(notRows) : rows.stack(called(call, call.options.value(callee), rows.row));
  };
}

/** The last result goes in again with the next row; without a first one the first row is it. */
function folded(keepsAll: boolean): Body {
  return (call) => {
    const rows = rowsOf(call, call.options.value("elems"));
    if (rows === undefined) return unknownTensor(notRows);
    const start = asTensors(call.options.present("initializer") ?? rows.row);
    const next = () => called(call, call.options.value("fn"), start, rows.row);
    const last = call.run.either([next, () => start], howOften);
    return keepsAll ? rows.stack(last) : last;
  };
}

/** Carries a state along, and keeps what else the function gives of each row. */
const carried: Body = (call) => {
  const rows = rowsOf(call, call.options.present("xs"));
  if (rows === undefined) return new Tuple([unknownTensor(notRows), unknownTensor(notRows)]);
  const start = asTensors(call.options.value("init") ?? null);
  const [state, kept] = sequenceOf(called(call, call.options.value("f"), start, rows.row)) ?? [];
  if (state === undefined || kept === undefined) return new Unknown(notRows);
  return new Tuple([call.run.either([() => state, () => start], howOften), kept === null ? null : rows.stack(kept)]);
};

/** All that stands before each row is joined with it. */
const joined: Body = (call) => {
  const elements = call.options.value("elems") ?? new Unknown(notRows);
  return call.run.either([() => called(call, call.options.value("f"), elements, elements), () => elements], howOften);
};

const folds: readonly Named[] = ["foldl", "foldr"].map((name) =>
  caller(name, ["fn", "elems", "initializer"], folded(false)),
);

export const kerasRows: readonly Named[] = [
  caller("map", ["f", "xs"], eachRow("xs", "f")),
  caller("vectorized_map", ["function", "elements"], eachRow("elements", "function")),
  caller("scan", ["f", "init", "xs"], carried),
  caller("associative_scan", ["f", "elems"], joined),
];

export const tensorflowRows: readonly Named[] = [
  caller("map_fn", ["fn", "elems"], eachRow("elems", "fn")),
  caller("vectorized_map", ["fn", "elems"], eachRow("elems", "fn")),
  caller("scan", ["fn", "elems", "initializer"], folded(true)),
  ...folds,
];

export const backendRows: readonly Named[] = [caller("map_fn", ["fn", "elems"], eachRow("elems", "fn")), ...folds];
