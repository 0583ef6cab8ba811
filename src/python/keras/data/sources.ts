/** `tf.data`: what makes data sets of arrays and of each other. */
import { Builtin } from "../../callables.ts";
import { Dict, Float, List, Module, Tuple, Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { checkRows } from "../models/cardinality.ts";
import { tensorsIn } from "../nested.ts";
import { Dataset } from "./dataset.ts";
import { elementOf, reshaped } from "./element.ts";

const NOT_KNOWN = "what the data set holds is not known";

/** One row of each array. */
const fromTensorSlices = new Builtin("from_tensor_slices", (run, args, site) => {
  const arrays = args.positional[0]?.value ?? args.named.get("tensors")?.value;
  if (arrays === undefined || arrays instanceof Unknown) return new Dataset(new Unknown(NOT_KNOWN));
  const given = arrays instanceof List ? [] : tensorsIn(arrays);
  if (given.some(({ shape }) => shape?.length === 0) || (arrays instanceof Tuple && arrays.items.some(isNumber)))
    run.raise("ValueError", "Unbatching a tensor is only supported for rank >= 1", site);
  if (!checkRows(run, "The data set", given, site) && given.every(({ shape }) => shape !== undefined))
    run.trace.follow();
  const elements = elementOf(arrays);
  const rows = tensorsIn(elements)[0]?.shape?.[0];
  const counts = { examples: typeof rows === "number" ? rows : undefined };
  return new Dataset(
    reshaped(elements, (shape) => shape.slice(1)),
    counts,
  );
});

function isNumber(value: Value): boolean {
  return typeof value === "number" || value instanceof Float;
}

const fromTensors = new Builtin("from_tensors", (_run, args) => {
  const arrays = args.positional[0]?.value ?? args.named.get("tensors")?.value;
  return arrays === undefined || arrays instanceof Unknown
    ? new Dataset(new Unknown(NOT_KNOWN))
    : new Dataset(elementOf(arrays));
});

const zip = new Builtin("zip", (_run, args) => {
  const [first] = args.positional.map(({ value }) => value);
  const joined = args.positional.length === 1 && first !== undefined ? zipped(first) : undefined;
  return joined ?? zipped(new Tuple(args.positional.map(({ value }) => value))) ?? new Unknown(NOT_KNOWN);
});

/** Data sets in a tuple or list, as one of tuples. */
function zipped(sets: Value): Dataset | undefined {
  if (!(sets instanceof Tuple || sets instanceof List)) return undefined;
  if (!sets.items.every((set) => set instanceof Dataset)) return undefined;
  return new Dataset(new Tuple(sets.items.map((set) => (set as Dataset).each)));
}

const scalars = ["range", "list_files"].map(
  (name) => new Builtin(name, () => new Dataset(elementOf(new KerasTensor([], name === "range" ? "int64" : "string")))),
);

const makers = [fromTensorSlices, fromTensors, zip, ...scalars];

const dataset = new Module(
  "tensorflow.data.Dataset",
  new Map<string, Value>(makers.map((maker) => [maker.name, maker])),
  (name) => new Unknown(`what the data set's ${name} gives is not known`),
);

/** Lines or records of files. */
const readers = ["TextLineDataset", "TFRecordDataset"].map(
  (name) => new Builtin(name, () => new Dataset(elementOf(new KerasTensor([], "string")))),
);

export const dataModule: Module = new Module(
  "tensorflow.data",
  new Map<string, Value>([["Dataset", dataset], ...readers.map((reader) => [reader.name, reader] as const)]),
  (name) => new Unknown(`what tensorflow.data.${name} gives is not known`),
);

/** What a model is fed with: the inputs of an element, without what it shall answer. */
export function inputsOf(value: Value): Value {
  if (!(value instanceof Dataset)) return value;
  const { each } = value;
  return each instanceof Tuple ? (each.items[0] ?? new Dict()) : each;
}
