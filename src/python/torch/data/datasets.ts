/** Data sets: one example's shape, and how many there are. The files themselves are never looked for. */
import { canBeEqual } from "../../../tensor/dim/agree.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { argumentsOf } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { Native } from "../../native.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { NumberArray } from "../../stdlib/numpy/array.ts";
import { argument, valuesOf } from "../../stdlib/read-arguments.ts";
import { formatShape } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { type Bound, bind } from "../../tensors/signature.ts";
import { dimFrom, itemsOf } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import { Float, List, Tuple, Unknown, type Value } from "../../value.ts";
import { TorchTensor } from "../tensor.ts";
import { type ImageSet, imageSets } from "./image-sets.ts";
import { Picture } from "./pictures.ts";

interface Facts {
  /** torchvision's, of the images in it. */
  readonly name: string | undefined;
  /** `undefined`: not known. */
  readonly count: number | undefined;
  /** How many classes its examples have, where it says that itself. */
  readonly classes?: number | undefined;
  /** Any one. */
  readonly example: (run: Run, site: Site) => Value;
  /** All at once, as torchvision's sets hold them. */
  readonly all?: ((run: Run, name: string) => Value | undefined) | undefined;
}

export class Dataset extends Native {
  readonly typeName = "Dataset";
  readonly facts: Facts;

  constructor(facts: Facts) {
    super();
    this.facts = facts;
  }

  override item(run: Run, _key: Value, site: Site): Value {
    return this.facts.example(run, site);
  }

  override length(): Value {
    return this.facts.count ?? new Unknown("how many examples there are is not known");
  }

  override attribute(run: Run, name: string): Value | undefined {
    const { classes, all } = this.facts;
    if (name !== "classes" || classes === undefined) return all?.(run, name);
    return new List(Array.from({ length: classes }, () => new Unknown("what a class is called is not known")));
  }
}

/** Any example of a data set, of the user's own classes too; unknown for everything else. */
export function exampleOf(run: Run, dataset: Value, site: Site): Value {
  return dataset instanceof Unknown ? dataset : run.item(dataset, unknownSize(run), site);
}

const transforms = "transform=None, target_transform=None";

/** By torchvision's names; `split` or `train` says which part it is. */
const signatures: Readonly<Record<string, string>> = {
  EMNIST: `root, split, train=True, ${transforms}`,
  QMNIST: `root, what=None, compat=True, train=True, ${transforms}`,
  SVHN: `root, split="train", ${transforms}`,
  STL10: `root, split="train", folds=None, ${transforms}`,
};

function imageSet(name: string, set: ImageSet): Builtin {
  const {
    size: [channels, height, width],
    counts,
    classes,
  } = set;
  return new Builtin(name, (_run, args) => {
    const bound = bind(signatures[name] ?? `root, train=True, ${transforms}, download=False`, args);
    const train = bound.get("train");
    const count = typeof train === "boolean" ? counts?.[train ? 0 : 1] : undefined;
    return new Dataset({
      name,
      count,
      all: (run, attribute) => allOf(name, attribute, set.size, count ?? unknownSize(run)),
      classes,
      example: labelled(bound, () => new Picture({ channels, height, width })),
    });
  });
}

/** Images that are held as tensors, without an axis for their one channel, and as arrays with the colours last or first. */
const [GREY, COLOURS_LAST, COLOURS_FIRST] = [/^(?:Fashion|K|E|Q)?MNIST$/, /^CIFAR/, /^(?:SVHN|STL10)$/];

function allOf(set: string, name: string, [channels, height, width]: ImageSet["size"], count: Dim): Value | undefined {
  if (name === "targets" && GREY.test(set) && set !== "QMNIST")
    return new TorchTensor({ shape: [count], dtype: "int64" });
  if (name === "labels" && COLOURS_FIRST.test(set)) return new NumberArray([count]);
  if (name !== "data") return undefined;
  if (GREY.test(set)) return new TorchTensor({ shape: [count, height, width], dtype: "uint8" });
  if (COLOURS_LAST.test(set)) return new NumberArray([count, height, width, channels], { dtype: "uint8" });
  return COLOURS_FIRST.test(set) ? new NumberArray([count, channels, height, width], { dtype: "uint8" }) : undefined;
}

/** Photographs in folders, of any size. */
function imageFolder(name: string): Builtin {
  return new Builtin(
    name,
    (_run, args) =>
      new Dataset({
        name,
        count: undefined,
        example: labelled(
          bind(`root, ${transforms}, loader=None`, args),
          (run) => new Picture({ channels: 3, height: unknownSize(run), width: unknownSize(run) }),
        ),
      }),
  );
}

/** An image and the number of its class, as the data set's own transforms make them. */
function labelled(bound: Bound, picture: (run: Run) => Picture): Facts["example"] {
  return (run, site) => {
    const through = (name: string, value: Value): Value => {
      const transform = bound.get(name);
      return transform === null ? value : run.call(transform, argumentsOf(value), site);
    };
    return new Tuple([through("transform", picture(run)), through("target_transform", unknownSize(run))]);
  };
}

export function imageDatasets(): [string, Value][] {
  const sets = Object.entries(imageSets).map(([name, set]): [string, Value] => [name, imageSet(name, set)]);
  return [...sets, ["ImageFolder", imageFolder("ImageFolder")]];
}

const tensorDataset = new Builtin("TensorDataset", (run, args, site) => {
  const tensors = valuesOf(args).filter((value) => value instanceof TorchTensor);
  const [first] = tensors;
  if (args.open || tensors.length < args.positional.length) return new Unknown("what the data set holds is not known");
  const count = first?.shape?.[0];
  const other = tensors.find(
    ({ shape }) => count !== undefined && shape?.[0] !== undefined && !canBeEqual(count, shape[0]),
  );
  if (first?.shape && other?.shape && run.tries === 0) {
    const message = `TensorDataset: its tensors must hold as many examples as each other, and are ${formatShape(first.shape)} and ${formatShape(other.shape)}.`;
    run.trace.report({ code: codes.size, severity: "error", message, site });
  }
  return new Dataset({
    name: undefined,
    count: typeof count === "number" ? count : undefined,
    example: () =>
      new Tuple(tensors.map(({ shape, reason, dtype }) => new TorchTensor({ shape: shape?.slice(1), reason, dtype }))),
  });
});

/** Some of a data set's examples; `undefined`: it is not known how many. */
function partOf(dataset: Value, count: number | undefined): Dataset {
  return new Dataset({
    name: dataset instanceof Dataset ? dataset.facts.name : undefined,
    count,
    example: (run, site) => exampleOf(run, dataset, site),
  });
}

const subset = new Builtin("Subset", (run, args, site) => {
  const [dataset, indices] = [argument(args, 0, "dataset"), argument(args, 1, "indices")];
  const count = indices === undefined || indices instanceof Unknown ? undefined : run.length(indices, site);
  return dataset === undefined ? new Unknown("of what it is a part is not known") : partOf(dataset, countIn(count));
});

/** Of whole numbers each is a part's length; of shares it is not worked out. */
const randomSplit = new Builtin("random_split", (run, args, site) => {
  const [dataset, lengths] = [argument(args, 0, "dataset"), argument(args, 1, "lengths")];
  const items = lengths === undefined ? undefined : run.iterate(lengths, site);
  if (dataset === undefined || items === undefined) return new Unknown("into what it is split is not known");
  return new List(items.map((length) => partOf(dataset, length instanceof Float ? undefined : countIn(length))));
});

function countIn(value: Value | undefined): number | undefined {
  const size = dimFrom(value);
  return typeof size === "number" ? size : undefined;
}

const concatDataset = new Builtin("ConcatDataset", (_run, args) => {
  const [first] = itemsOf(argument(args, 0, "datasets")) ?? [];
  return first === undefined ? new Unknown("what is joined is not known") : partOf(first, undefined);
});

export const datasetTools: readonly Builtin[] = [tensorDataset, subset, randomSplit, concatDataset];
