/** `keras.utils` and `keras.saving`, as far as shapes and definitions depend on them. */
import { Builtin } from "../../callables.ts";
import { Unknown, type Value } from "../../value.ts";
import { imageDatasetFromDirectory } from "../data/images.ts";
import { timeseriesDatasetFromArray } from "../data/windows.ts";
import { KerasTensor } from "../keras-tensor.ts";
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

const members: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["to_categorical", toCategorical],
  ["image_dataset_from_directory", imageDatasetFromDirectory],
  ["timeseries_dataset_from_array", timeseriesDatasetFromArray],
  ["register_keras_serializable", leavingAsIs("register_keras_serializable")],
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
