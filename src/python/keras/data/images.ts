/** Images of a folder or of an array, read and batched as Keras does. */
import type { Dim } from "../../../tensor/dim.ts";
import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { PyClass } from "../../py-class.ts";
import type { Run } from "../../run.ts";
import { Tuple, Unknown, type Value } from "../../value.ts";
import { KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { method } from "../layer-class.ts";
import { asTensor } from "../nested.ts";
import { dataTensor } from "../ops/creating.ts";
import { Options } from "../options.ts";
import { batchLetter, openSize, unknownSize } from "../session.ts";
import { Dataset } from "./dataset.ts";

const folderParameters = [
  "directory",
  "labels",
  "label_mode",
  "class_names",
  "color_mode",
  "batch_size",
  "image_size",
  "shuffle",
  "seed",
  "validation_split",
  "subset",
];

const channels: Readonly<Record<string, number>> = { rgb: 3, rgba: 4, grayscale: 1 };

interface Reading {
  /** The parameter that says how large images become, and how large they are where nothing is said. */
  readonly size: string;
  readonly labels: string;
  readonly usualLabels: string;
}

/** A batch of images with their labels; `None` for the labels' kind: the images alone. */
function batchOf(run: Run, options: Options, { size, labels, usualLabels }: Reading): Dataset {
  const batch = openSize(run, batchLetter);
  const sides = options.sizes(size, 2, [256, 256]);
  const mode = options.word("color_mode", "rgb");
  const depth = channels[mode ?? ""] ?? unknownSize(run, "the images' color mode is not known");
  const images =
    sides === "refused" ? unknownTensor("the images' size is not known") : new KerasTensor([batch, ...sides, depth]);
  const isAlone = options.argument(labels)?.value === null || options.argument("labels")?.value === null;
  if (isAlone) return new Dataset(dataTensor(images));
  return new Dataset(new Tuple([dataTensor(images), labelsOf(run, batch, options.word(labels, usualLabels))]));
}

function labelsOf(run: Run, batch: Dim, kind: string | undefined): KerasTensor {
  if (kind === "int" || kind === "sparse") return dataTensor(new KerasTensor([batch]));
  if (kind === "binary") return dataTensor(new KerasTensor([batch, 1]));
  if (kind !== "categorical") return dataTensor(unknownTensor("the labels' kind is not known"));
  const classes = unknownSize(run, "how many classes there are is known when the labels are read");
  return dataTensor(new KerasTensor([batch, classes]));
}

/** `subset="both"` gives the images to train with and those to test with. Unbatched images come one by one. */
export const imageDatasetFromDirectory = new Builtin("image_dataset_from_directory", (run, args) => {
  const options = new Options(run, folderParameters, args);
  if (options.argument("batch_size")?.value === null) return new Unknown("the data set is not batched");
  const read = () => batchOf(run, options, { size: "image_size", labels: "label_mode", usualLabels: "int" });
  return options.word("subset", "") === "both" ? new Tuple([read(), read()]) : read();
});

function flowOf(kind: string, parameters: readonly string[]): ReturnType<typeof method> {
  const reading = { size: "target_size", labels: "class_mode", usualLabels: "categorical" };
  return method(kind, (run, _generator, args) => batchOf(run, new Options(run, parameters, args), reading));
}

/** Batches of the rows of an array, with those of its labels. */
function flow(run: Run, args: Arguments): Value {
  const options = new Options(run, ["x", "y"], args);
  const rows = (value: Value | undefined): KerasTensor => {
    const shape = asTensor(value)?.shape;
    return dataTensor(
      shape === undefined
        ? unknownTensor("the images' shape is not known")
        : new KerasTensor([openSize(run, batchLetter), ...shape.slice(1)]),
    );
  };
  const labels = options.present("y");
  return new Dataset(
    labels === undefined ? rows(options.present("x")) : new Tuple([rows(options.present("x")), rows(labels)]),
  );
}

export const imageDataGenerator = new PyClass(
  "ImageDataGenerator",
  [],
  new Map([
    method("__init__", () => null),
    method("fit", () => null),
    method("flow", (run, _generator, args) => flow(run, args)),
    flowOf("flow_from_directory", ["directory", "target_size", "color_mode", "classes", "class_mode", "batch_size"]),
    flowOf("flow_from_dataframe", [
      "dataframe",
      "directory",
      "x_col",
      "y_col",
      "weight_col",
      "target_size",
      "color_mode",
      "classes",
      "class_mode",
    ]),
  ]),
);
