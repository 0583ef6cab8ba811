/** `keras.datasets`: what `load_data` gives, as far as shapes go. */
import { Builtin } from "../../callables.ts";
import { Module, Tuple, Unknown, type Value } from "../../value.ts";
import { KerasTensor } from "../keras-tensor.ts";
import { dataTensor } from "../ops/creating.ts";
import { unknownSize } from "../session.ts";
import type { Shape } from "../sizes.ts";

interface Dataset {
  readonly train: number;
  readonly test: number;
  readonly sample: readonly number[];
  readonly label: readonly number[];
}

const datasets: Readonly<Record<string, Dataset>> = {
  mnist: { train: 60_000, test: 10_000, sample: [28, 28], label: [] },
  fashion_mnist: { train: 60_000, test: 10_000, sample: [28, 28], label: [] },
  cifar10: { train: 50_000, test: 10_000, sample: [32, 32, 3], label: [1] },
  cifar100: { train: 50_000, test: 10_000, sample: [32, 32, 3], label: [1] },
  boston_housing: { train: 404, test: 102, sample: [13], label: [] },
  california_housing: { train: 16_512, test: 4128, sample: [8], label: [] },
};

/** Texts as rows of numbers, each of its own length, and a label for each text. */
const texts: Readonly<Record<string, readonly number[]>> = { imdb: [25_000, 25_000], reuters: [8982, 2246] };

export function datasetModule(name: string): Module | undefined {
  const dataset = datasets[name];
  const counts = texts[name];
  if (counts) return new Module(`keras.datasets.${name}`, new Map<string, Value>([["load_data", loadTexts(counts)]]));
  if (dataset === undefined) return undefined;
  const load = new Builtin("load_data", () => new Tuple([part(dataset, dataset.train), part(dataset, dataset.test)]));
  return new Module(`keras.datasets.${name}`, new Map<string, Value>([["load_data", load]]));
}

function loadTexts(counts: readonly number[]): Builtin {
  return new Builtin("load_data", (run, { positional, named, open }) => {
    // What leaves some texts out.
    const isCut = open || positional.length > 1 || named.has("maxlen") || named.has("test_split");
    if (isCut) return new Unknown("how many texts there are is known when they are read");
    const numbers = (shape: Shape): KerasTensor => dataTensor(new KerasTensor(shape, "int64"));
    const length = () => unknownSize(run, "each text has a length of its own");
    return new Tuple(counts.map((count) => new Tuple([numbers([count, length()]), numbers([count])])));
  });
}

function part({ sample, label }: Dataset, count: number): Tuple {
  const images = dataTensor(new KerasTensor([count, ...sample], "uint8"));
  return new Tuple([images, dataTensor(new KerasTensor([count, ...label], "uint8"))]);
}

export function datasetsMember(name: string): Value {
  return datasetModule(name) ?? new Unknown(`the shapes of ${name} are not known`);
}
