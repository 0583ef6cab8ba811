/** `keras.utils` and `keras.saving`, as far as shapes and definitions depend on them. */
import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { Tuple, Unknown, type Value } from "../../value.ts";
import { imageDatasetFromDirectory } from "../data/images.ts";
import { timeseriesDatasetFromArray } from "../data/windows.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { packed, partsOf } from "../models/batch.ts";
import { dataTensor } from "../ops/creating.ts";
import { operandFrom } from "../ops/operators.ts";
import { operationNamed } from "../ops/table.ts";
import { Options } from "../options.ts";
import { unknownSize } from "../session.ts";
import { leavingAsIs } from "./decorators.ts";

/** One row for each label, with a 1 at its class. */
const toCategorical = new Builtin("to_categorical", (run, args) => {
  const options = new Options(run, ["y", "num_classes"], args);
  const labels = operandFrom(options.present("y") ?? null)?.shape;
  const usual = unknownSize(run, "how many classes there are is known when the labels are read");
  const classes = options.size(options.argument("nb_classes") ? "nb_classes" : "num_classes", usual);
  if (labels === undefined || classes === "refused") return new Unknown("the labels' shape is not known");
  const places = labels.length > 1 && labels.at(-1) === 1 ? labels.slice(0, -1) : labels;
  return dataTensor(new KerasTensor([...places, classes], "float32"));
});

/** What a step is given, taken apart and put together. */
const stepData: readonly (readonly [string, Value])[] = [
  [
    "unpack_x_y_sample_weight",
    new Builtin("unpack_x_y_sample_weight", (_run, args) => new Tuple(partsOf(given(args)))),
  ],
  [
    "pack_x_y_sample_weight",
    new Builtin("pack_x_y_sample_weight", (run, args) => {
      const options = new Options(run, ["x", "y", "sample_weight"], args);
      return packed(["x", "y", "sample_weight"].map((name) => options.value(name) ?? null));
    }),
  ],
];

function given({ positional, named }: Arguments): Value {
  return (positional[0] ?? named.get("data"))?.value ?? new Unknown("a step is given nothing");
}

/** A row for each sequence, each of as many steps. */
export const padSequences = new Builtin("pad_sequences", (run, args) => {
  const options = new Options(run, ["sequences", "maxlen"], args);
  const [rows, steps, ...rest] = operandFrom(options.present("sequences") ?? null)?.shape ?? [];
  const longest = unknownSize(run, "how long the longest sequence is is known when it is read");
  const length = options.size("maxlen", longest);
  if (rows === undefined || steps === undefined || length === "refused")
    return new Unknown("what sequences are padded is not known");
  return dataTensor(new KerasTensor([rows, length, ...rest], "int32"));
});

const members: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["to_categorical", toCategorical],
  ["pad_sequences", padSequences],
  ["image_dataset_from_directory", imageDatasetFromDirectory],
  ["timeseries_dataset_from_array", timeseriesDatasetFromArray],
  ["register_keras_serializable", leavingAsIs("register_keras_serializable")],
  ...stepData,
  ["plot_model", new Builtin("plot_model", () => null)],
  ["set_random_seed", new Builtin("set_random_seed", () => null)],
]);

export function utilsMember(name: string): Value {
  return (
    members.get(name) ??
    (name === "normalize" ? operationNamed("keras", name) : undefined) ??
    new Unknown(`what keras.utils.${name} gives is known when it runs`)
  );
}
