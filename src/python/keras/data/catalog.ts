/** `tensorflow_datasets`: what one example of a well-known data set is. */
import type { Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import type { Run } from "../../run.ts";
import { Dict, List, Module, Tuple, Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { dataTensor } from "../ops/creating.ts";
import { Options } from "../options.ts";
import { batchLetter, openSize } from "../session.ts";
import { Dataset } from "./dataset.ts";
import { reshaped } from "./element.ts";

/** The images' height, width and channels; `undefined` for a side: photographs of different sizes. */
type Image = readonly [number | undefined, number | undefined, number];

const grey: Image = [28, 28, 1];
const photograph: Image = [undefined, undefined, 3];

/** Images with a label, which is one number. */
const images: Readonly<Record<string, Image>> = {
  mnist: grey,
  fashion_mnist: grey,
  kmnist: grey,
  emnist: grey,
  cifar10: [32, 32, 3],
  cifar100: [32, 32, 3],
  svhn_cropped: [32, 32, 3],
  stl10: [96, 96, 3],
  eurosat: [64, 64, 3],
  colorectal_histology: [150, 150, 3],
  rock_paper_scissors: [300, 300, 3],
  horses_or_humans: [300, 300, 3],
  beans: [500, 500, 3],
  cats_vs_dogs: photograph,
  tf_flowers: photograph,
  oxford_flowers102: photograph,
  oxford_iiit_pet: photograph,
  stanford_dogs: photograph,
  food101: photograph,
  caltech101: photograph,
  imagenette: photograph,
  malaria: photograph,
};

const parameters = ["name", "split", "data_dir", "batch_size", "shuffle_files", "download", "as_supervised"];

/** One set for each part that is asked for; all parts by their names where none is. */
function load(run: Run, args: Arguments): Value {
  const options = new Options(run, parameters, args);
  const sets = setsOf(run, options);
  const withInfo = options.flag("with_info", false);
  if (withInfo === undefined) return new Unknown("whether its description is asked for is not known");
  return withInfo ? new Tuple([sets, new Unknown("what is said of a data set is not followed")]) : sets;
}

function setsOf(run: Run, options: Options): Value {
  const name = options.word("name", "")?.replace(/[/:].*$/, "");
  const image = name === undefined ? undefined : images[name];
  if (image === undefined) return new Unknown("what the data set holds is not known");
  const set = new Dataset(exampleOf(run, options, image));
  const split = options.present("split");
  if (split instanceof List || split instanceof Tuple) {
    const sets = split.items.map(() => set);
    return split instanceof List ? new List(sets) : new Tuple(sets);
  }
  if (split !== undefined) return set;
  return new Dict(
    new Map(["train", "test"].map((part) => [`s${part}`, [part, set] as const])),
    "it may have other parts",
  );
}

function exampleOf(run: Run, options: Options, [height, width, channels]: Image): Value {
  const sizes = [height ?? openSize(run, "H"), width ?? openSize(run, "W"), channels];
  const image = dataTensor(new KerasTensor(sizes, "uint8"));
  const label = dataTensor(new KerasTensor([], "int64"));
  const batch = options.present("batch_size") === undefined ? [] : [openSize(run, batchLetter)];
  const supervised = options.flag("as_supervised", false);
  if (supervised === undefined) return new Unknown("whether labels come with the images is not known");
  const entries = new Map<string, readonly [Value, Value]>([
    ["simage", ["image", image]],
    ["slabel", ["label", label]],
  ]);
  const example = supervised ? new Tuple([image, label]) : new Dict(entries, "an example may have other parts");
  return reshaped(example, (shape) => [...batch, ...shape]);
}

export const catalogModule: Module = new Module(
  "tensorflow_datasets",
  new Map<string, Value>([
    ["load", new Builtin("load", load)],
    ["as_numpy", new Builtin("as_numpy", (_run, args) => args.positional[0]?.value ?? null)],
  ]),
  (name) => new Unknown(`what tensorflow_datasets.${name} gives is not known`),
);
